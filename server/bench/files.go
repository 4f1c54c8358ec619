package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"lobby/shared/writeback"
)

// The two members who send each other files; the others talk.
const (
	fileSender   = latencyMembers + 1
	fileReceiver = latencyMembers + 2
)

// withPorters starts a server and two clients for files, and calls f.
func (l *lab) withPorters(ctx context.Context, f func(s *server, from, to *porter) error) error {
	return l.withServer(ctx, fileReceiver, 0, func(s *server) (err error) {
		to, err := l.startPorter(ctx, s.addr, fileReceiver, fileSender)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, to.stop()) }()
		from, err := l.startPorter(ctx, s.addr, fileSender, fileReceiver)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, from.stop()) }()
		return f(s, from, to)
	})
}

// sparse makes a file that takes no room on the disk, and reads as zeros.
func sparse(dir, name string, size int64) (string, error) {
	path, err := filepath.Abs(filepath.Join(dir, name))
	if err != nil {
		return "", err
	}
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	return path, errors.Join(f.Truncate(size), f.Close())
}

// filled makes a file that has been read before, as most that one sends have. From
// sparseFrom bytes on it is sparse: the machine would have to read it from its disk
// again.
func filled(dir, name string, size int64) (string, error) {
	path, err := sparse(dir, name, size)
	if err != nil || size >= sparseFrom {
		return path, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return "", err
	}
	random := rand.NewChaCha8([32]byte{})
	_, err = io.CopyN(f, random, size)
	return path, errors.Join(err, f.Sync(), f.Close())
}

const sparseFrom = 4 << 30

// relay is the carrying of one file from a client through the server to another.
type relay struct{ size int64 } // bytes

func (r relay) run(ctx context.Context, l *lab) (rows []row, err error) {
	limits, err := measureBulk(l.options.Dir)
	if err != nil {
		return nil, err
	}
	err = l.withPorters(ctx, func(s *server, from, to *porter) error {
		path, err := filled(from.dir, "relayed.bin", r.size)
		if err != nil {
			return err
		}
		processes := []int{s.cmd.Process.Pid, from.cmd.Process.Pid, to.cmd.Process.Pid}
		watch := watchMemory(processes)
		defer watch.stop()
		var rates []float64
		before, err := cpuOfAll(processes)
		if err != nil {
			return err
		}
		begun := time.Now()
		for range l.options.Runs {
			took, err := r.once(ctx, path, from, to)
			if err != nil {
				return err
			}
			rates = append(rates, float64(r.size)/1e6/took.Seconds())
		}
		all := time.Since(begun)
		after, err := cpuOfAll(processes)
		if err != nil {
			return err
		}
		rss := watch.stop()
		perMB := func(n int) float64 {
			return milli(after[n]-before[n]) / (float64(r.size) * float64(l.options.Runs) / 1e6)
		}
		machine := limits.String()
		if r.size < sparseFrom { // a larger one would take as much of the disk once more
			bare, err := measureRelay(from.dir, path, l.options.Runs)
			if err != nil {
				return err
			}
			machine += fmt.Sprintf("; all of that for this file, without a protocol, %.0f MB/s", bare/1e6)
		}
		target := "-"
		if r.size >= 1<<30 {
			target = "400 MB/s, memory flat"
		}
		rows = []row{{
			what:   fmt.Sprintf("file of %d MiB from client to client, encrypted and spooled", r.size>>20),
			target: target,
			measured: said("%.0f MB/s (CPU for 1 MB: server %.2f, sender %.2f, receiver %.2f ms; %.2f cores in all); memory: server %d, sender %d, receiver %d MiB (the machine: %s)",
				median(rates), perMB(0), perMB(1), perMB(2), (after[0]+after[1]+after[2]-before[0]-before[1]-before[2]).Seconds()/all.Seconds(),
				rss[0]>>20, rss[1]>>20, rss[2]>>20, machine),
		}}
		return nil
	})
	return rows, err
}

// once has the file carried, from its offer to its receipt, and removes it.
func (r relay) once(ctx context.Context, path string, from, to *porter) (time.Duration, error) {
	begun := time.Now()
	if err := from.send(path); err != nil {
		return 0, err
	}
	if _, err := from.await(ctx, "delivered "); err != nil {
		return 0, err
	}
	took := time.Since(begun)
	got, err := to.await(ctx, "got ")
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(got)
	if err != nil {
		return 0, err
	}
	if info.Size() != r.size {
		return 0, fmt.Errorf("%d bytes have arrived of %d", info.Size(), r.size)
	}
	return took, os.Remove(got)
}

// smallFiles is how many are sent in one go.
const smallFiles = 1000

// measureSmallFiles sends many files at once. The longest time in which none
// arrived tells whether they stall.
func measureSmallFiles(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.withPorters(ctx, func(_ *server, from, to *porter) error {
		var paths []string
		for n := range smallFiles {
			path, err := filepath.Abs(filepath.Join(from.dir, fmt.Sprintf("small-%04d.txt", n)))
			if err != nil {
				return err
			}
			if err := os.WriteFile(path, []byte(path), 0o600); err != nil {
				return err
			}
			paths = append(paths, path)
		}
		begun := time.Now()
		if err := from.send(paths...); err != nil {
			return err
		}
		last, longest := begun, time.Duration(0)
		for range smallFiles {
			if _, err := to.await(ctx, "got "); err != nil {
				return err
			}
			longest = max(longest, time.Since(last))
			last = time.Now()
		}
		for n := ""; n != fmt.Sprint(smallFiles); {
			if n, err = from.await(ctx, "delivered "); err != nil {
				return err
			}
		}
		rows = []row{{
			what: fmt.Sprintf("%d small files in one go, each offered, accepted, carried and acknowledged", smallFiles), target: "no stall",
			measured: said("%.2f s, the longest without an arrival %.2f s", time.Since(begun).Seconds(), longest.Seconds()),
		}}
		return nil
	})
	return rows, err
}

// What goes on beside a conversation: so many transfers at a time, each of a file of
// so many bytes.
const (
	besideTransfers = 4
	besideSize      = 256 << 20
)

// measureLatencyBesideFiles measures a conversation by itself, and again while
// files are carried as fast as the machine can.
func measureLatencyBesideFiles(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.withPorters(ctx, func(s *server, from, to *porter) error {
		calm, err := l.converse(ctx, s, false)
		if err != nil {
			return err
		}
		load, err := startLoad(ctx, from, to)
		if err != nil {
			return err
		}
		defer load.end()
		if err := wait(ctx, l.options.Window); err != nil { // until the server has forgotten the talk
			return err
		}
		silent, err := load.rate(func() error { return wait(ctx, l.options.Window*time.Duration(l.options.Runs)) })
		if err != nil {
			return err
		}
		var beside [][]time.Duration
		carried, err := load.rate(func() (err error) {
			beside, err = l.converse(ctx, s, false)
			return err
		})
		if err != nil {
			return err
		}
		calm50, calm99 := medianDelays(calm, l.spoken(), l.options.Runs)
		beside50, beside99 := medianDelays(beside, l.spoken(), l.options.Runs)
		rows = []row{{
			what:   fmt.Sprintf("latency at 2,000 deliveries/s beside %d transfers at full speed", besideTransfers),
			target: "p99 at most doubled",
			measured: said("p50 %.2f ms, p99 %.2f ms; by itself p50 %.2f ms, p99 %.2f ms (%.1f times the p99; %.0f MB/s carried beside talk, %.0f without)",
				milli(beside50), milli(beside99), milli(calm50), milli(calm99), float64(beside99)/float64(calm99), carried, silent),
		}}
		return nil
	})
	return rows, err
}

// fileLoad keeps files on their way.
type fileLoad struct {
	to      *porter
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu   sync.Mutex
	gone int64 // bytes that had arrived and were removed
}

func startLoad(ctx context.Context, from, to *porter) (*fileLoad, error) {
	var paths []string
	for n := range int64(2 * besideTransfers) { // some wait for their turn
		// None is like another, which a client would notice and keep one of.
		path, err := sparse(from.dir, fmt.Sprintf("beside-%d.bin", n), besideSize+n)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	for _, path := range paths {
		if err := from.send(path); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	f := &fileLoad{to: to, cancel: cancel}
	f.running.Go(func() {
		for n := 0; ; n++ {
			if _, err := from.await(ctx, "delivered "); err != nil {
				return
			}
			from.send(paths[n%len(paths)])
		}
	})
	f.running.Go(func() {
		for {
			got, err := to.await(ctx, "got ")
			if err != nil {
				return
			}
			f.remove(ctx, got)
		}
	})
	return f, nil
}

// remove removes a file that has arrived, as carefully as the server does: that is no
// part of the transfer.
func (f *fileLoad) remove(ctx context.Context, got string) {
	away := filepath.Join(f.to.dir, "arrived.bin")
	f.mu.Lock()
	if os.Rename(got, away) == nil {
		f.gone += besideSize
	}
	f.mu.Unlock()
	writeback.Remove(ctx, away)
}

// rate is how many MB arrive in each second while something is done.
func (f *fileLoad) rate(do func() error) (float64, error) {
	before, err := f.arrived()
	if err != nil {
		return 0, err
	}
	begun := time.Now()
	if err := do(); err != nil {
		return 0, err
	}
	took := time.Since(begun)
	after, err := f.arrived()
	return float64(after-before) / 1e6 / took.Seconds(), err
}

// arrived is how many bytes have arrived so far, also of files that are not whole.
func (f *fileLoad) arrived() (bytes int64, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	files, err := os.ReadDir(f.to.downloads())
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // until the first is accepted
		return 0, err
	}
	for _, file := range files {
		if info, err := file.Info(); err == nil { // else it has another name by now
			bytes += info.Size()
		}
	}
	return f.gone + bytes, nil
}

// end stops sending. What is under way goes on until the clients end.
func (f *fileLoad) end() {
	f.cancel()
	f.running.Wait()
}

// wait lets some time pass.
func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
