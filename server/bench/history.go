package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
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
	var started, cpu []time.Duration
	var resident int64
	for range l.options.Runs {
		s, err := l.start(ctx, data, "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		used, err := s.cpu()
		if err != nil {
			return nil, errors.Join(err, s.stop())
		}
		started, cpu = append(started, s.started), append(cpu, used)
		resident, err = s.memory()
		if err = errors.Join(err, s.stop()); err != nil {
			return nil, err
		}
	}
	target := map[int]string{1_000_000: "1 s", 10_000_000: "5 s"}[h.stored]
	rows = append(rows, row{
		what:     fmt.Sprintf("start with %s events", short(h.stored)),
		target:   target,
		measured: said("%.2f s (server CPU %.2f s; then %.0f MiB in memory)", median(started).Seconds(), median(cpu).Seconds(), kib(resident)/1024),
	})
	r, err := h.pages(ctx, l, data)
	return append(rows, r...), err
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
