package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"lobby/shared/wire"
)

// history measures a server with so many events: its start, and reading back.
// The system has the files in memory where there is room for them, since they
// were read just before.
type history struct{ stored int }

const (
	pages    = 500
	pageSize = 50
)

func (h history) run(ctx context.Context, l *lab) (rows []row, err error) {
	data, err := l.newData(logMembers, h.stored)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	first, err := h.firstStart(ctx, l, data)
	if err != nil {
		return nil, err
	}
	starts, err := h.starts(ctx, l, data, l.options.Runs)
	if err != nil {
		return nil, err
	}
	rows = append(rows, row{
		what:     fmt.Sprintf("start with %s events", short(h.stored)),
		target:   map[int]string{1_000_000: "1 s", 10_000_000: "5 s"}[h.stored],
		measured: said("%s", starts),
	}, row{
		what:     fmt.Sprintf("the same without index files, as after a restore, %s events", short(h.stored)),
		target:   "-",
		measured: said("%s", first),
	})
	r, err := h.pages(ctx, l, data)
	return append(rows, r...), err
}

// firstStart starts a server that has to read the whole log.
func (h history) firstStart(ctx context.Context, l *lab, data string) (starts, error) {
	indexes, err := filepath.Glob(filepath.Join(data, "log", "*"+indexSuffix))
	if err != nil {
		return starts{}, err
	}
	for _, index := range indexes {
		if err := os.Remove(index); err != nil {
			return starts{}, err
		}
	}
	return h.starts(ctx, l, data, 1)
}

// starts is what the starts of a server took.
type starts struct {
	took, cpu []time.Duration
	resident  int64 // bytes, after the last
}

func (s starts) String() string {
	return fmt.Sprintf("%.2f s (server CPU %.2f s; then %.0f MiB in memory)", median(s.took).Seconds(), median(s.cpu).Seconds(), kib(s.resident)/1024)
}

// starts starts a server several times, one after the other.
func (h history) starts(ctx context.Context, l *lab, data string, runs int) (all starts, err error) {
	for range runs {
		s, err := l.start(ctx, data, "127.0.0.1:0")
		if err != nil {
			return all, err
		}
		used, err := s.cpu()
		if err == nil {
			all.resident, err = s.memory()
		}
		if err = errors.Join(err, s.stop()); err != nil {
			return all, err
		}
		all.took, all.cpu = append(all.took, s.started), append(all.cpu, used)
	}
	return all, nil
}

// pages reads from random depths, one page after the other.
func (h history) pages(ctx context.Context, l *lab, data string) (rows []row, err error) {
	s, err := l.start(ctx, data, "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	w, err := l.connect(ctx, s.addr, 1, 1, 1, nil)
	if err != nil {
		return nil, err
	}
	defer w.close()
	c := w.clients[0]
	for _, conv := range []struct{ what, id string }{{"the room", wire.Room}, {"a conversation of two", logPair(c.member)}} {
		var took []time.Duration
		for range pages {
			t, err := c.page(conv.id, 1+rand.Uint64N(uint64(h.stored)), pageSize, w.ctx.Done())
			if err = errors.Join(err, w.err()); err != nil {
				return nil, err
			}
			took = append(took, t)
		}
		rows = append(rows, row{
			what:     fmt.Sprintf("page of %d of %s, at any depth of %s events", pageSize, conv.what, short(h.stored)),
			target:   "2 ms",
			measured: said("p50 %.2f ms, p99 %.2f ms", milli(quantile(took, 0.5)), milli(quantile(took, 0.99))),
		})
	}
	return rows, nil
}
