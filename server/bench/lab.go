package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/time/rate"

	"lobby/server/accounts"
	"lobby/server/ledger"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// maxMembers is how many accounts there are to measure with.
const maxMembers = 5000

// lab is where the servers' folders are made. What takes long to make is kept
// for the next time.
type lab struct {
	options  options
	keys     []secure.Key // of the members' devices, the first of member 1
	profiles int
}

// prepare makes the members, if that was not done before.
func (l *lab) prepare() error {
	if err := os.MkdirAll(l.options.Dir, 0o700); err != nil {
		return err
	}
	for n := range maxMembers {
		key, err := secure.NewKey(sha256.Sum256(fmt.Append(nil, "the device of bench's member ", n+1)))
		if err != nil {
			return err
		}
		l.keys = append(l.keys, key)
	}
	path := filepath.Join(l.options.Dir, "members.jsonl")
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := l.register(path + ".part"); err != nil {
		return fmt.Errorf("make the members: %w", err)
	}
	return os.Rename(path+".part", path)
}

// register makes an accounts file of maxMembers members, with hashes that cost
// nothing: nobody logs in by password.
func (l *lab) register(path string) error {
	if err := os.RemoveAll(path); err != nil {
		return err
	}
	store, err := accounts.Open(path, accounts.Options{
		Params:    accounts.Params{MemoryKiB: 8, Passes: 1, Threads: 1},
		Newcomers: accounts.Newcomers{Burst: maxMembers, Rate: rate.Inf},
	})
	if err != nil {
		return err
	}
	for n, key := range l.keys {
		d := accounts.Device{Key: key.Public, Label: "bench"}
		if _, err := store.Register(context.Background(), netip.Addr{}, memberName(n+1), "correct horse battery", "", d); err != nil {
			return errors.Join(err, store.Close())
		}
	}
	return store.Close()
}

func memberName(id int) string { return fmt.Sprintf("member %04d", id) }

// newData makes a data folder with so many members and events. The caller
// removes it.
func (l *lab) newData(members, events int) (string, error) {
	dir, err := os.MkdirTemp(l.options.Dir, "data-")
	if err != nil {
		return "", err
	}
	err = l.copyMembers(filepath.Join(dir, "accounts.jsonl"), members)
	if err == nil && events > 0 {
		err = l.copyLog(filepath.Join(dir, "log"), events)
	}
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	return dir, nil
}

// copyMembers takes the first members; each has a line, after the header.
func (l *lab) copyMembers(to string, members int) error {
	all, err := os.ReadFile(filepath.Join(l.options.Dir, "members.jsonl"))
	if err != nil {
		return err
	}
	end := 0
	for range members + 1 {
		end += bytes.IndexByte(all[end:], '\n') + 1
	}
	return os.WriteFile(to, all[:end], 0o600)
}

// copyLog makes a log with so many events; what it is made of, only once.
func (l *lab) copyLog(to string, events int) error {
	made := filepath.Join(l.options.Dir, "log-"+strconv.Itoa(events))
	if _, err := os.Stat(made); errors.Is(err, fs.ErrNotExist) {
		if err := os.RemoveAll(made + ".part"); err != nil {
			return err
		}
		if err := writeLog(made+".part", events); err != nil {
			return fmt.Errorf("make a log of %d events: %w", events, err)
		}
		if err := os.Rename(made+".part", made); err != nil {
			return err
		}
	}
	return linkLog(to, made)
}

// indexSuffix ends the names of the log's index files.
const indexSuffix = ".index"

// linkLog makes a log that shares all files with another one but the last, which
// alone is ever written to. So there are no gigabytes on their way to the disk
// while something is measured.
func linkLog(to, from string) error {
	segments, err := filepath.Glob(filepath.Join(from, "*.jsonl")) // in order
	if err != nil || len(segments) == 0 {
		return errors.Join(err, fmt.Errorf("no log in %s", from))
	}
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	indexes, err := filepath.Glob(filepath.Join(from, "*"+indexSuffix))
	if err != nil {
		return err
	}
	last := len(segments) - 1
	for _, file := range append(indexes, segments[:last]...) {
		if err := os.Link(file, filepath.Join(to, filepath.Base(file))); err != nil {
			return err
		}
	}
	lines, err := os.ReadFile(segments[last])
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, filepath.Base(segments[last])), lines, 0o600)
}

// logMembers is how many members have written the log that is there before.
const logMembers = 1000

// writeLog has a ledger of its own store events as fast as it takes them: three
// of four messages in the room, the others between neighbours.
func writeLog(dir string, events int) error {
	var failed error
	log, err := ledger.Open(dir, ledger.Options{Committed: func(done []ledger.Commit) {
		for _, c := range done {
			failed = errors.Join(failed, c.Err)
		}
	}})
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := range events {
		from, conv := 1+random.Uint64N(logMembers), wire.Room
		if n%4 == 0 {
			conv = logPair(from)
		}
		e := wire.Event{Kind: wire.KindMessage, Conv: conv, From: from, CID: fmt.Sprintf("%012d", n), Text: text}
		err := log.Append(ledger.Draft{Event: e})
		for errors.Is(err, ledger.ErrBusy) {
			time.Sleep(time.Millisecond)
			err = log.Append(ledger.Draft{Event: e})
		}
		if err != nil {
			return errors.Join(err, log.Close())
		}
	}
	return errors.Join(log.Close(), failed)
}

// logPair is the conversation in which a member of the log writes to another.
func logPair(from uint64) string { return wire.Pair(from, from%logMembers+1) }

// profileDir makes a folder for the profiles of one more server.
func (l *lab) profileDir() (string, error) {
	l.profiles++
	dir := filepath.Join(l.options.Profile, strconv.Itoa(l.profiles))
	return dir, os.MkdirAll(dir, 0o755)
}

// withServer starts a server on a new folder, calls f, and clears up.
func (l *lab) withServer(ctx context.Context, members, events int, f func(*server) error) (err error) {
	data, err := l.newData(members, events)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	s, err := l.start(ctx, data, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	return f(s)
}
