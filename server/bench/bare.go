package main

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// bareFanOut is what the machine itself takes for what measureLatency asks of
// the server: an append and fsync, then 150 bytes to each of as many readers over
// the loopback, with no encryption, no second process and nothing to decide.
func bareFanOut(dir string, readers, messages int, every time.Duration) (p50, p99 time.Duration, err error) {
	f, err := os.Create(filepath.Join(dir, "fan-out"))
	if err != nil {
		return 0, 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, 0, err
	}
	defer listener.Close()
	var (
		begun   = time.Now()
		sent    atomic.Int64
		delays  = make([][]time.Duration, readers)
		reading sync.WaitGroup
		outs    []net.Conn
	)
	defer func() {
		for _, out := range outs {
			out.Close()
		}
	}()
	for i := range readers {
		in, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			return 0, 0, err
		}
		out, err := listener.Accept()
		if err != nil {
			return 0, 0, errors.Join(err, in.Close())
		}
		outs = append(outs, out)
		reading.Go(func() {
			defer in.Close()
			for buf := make([]byte, 1024); ; {
				if _, err := in.Read(buf); err != nil {
					return
				}
				delays[i] = append(delays[i], time.Since(begun)-time.Duration(sent.Load()))
			}
		})
	}
	line := make([]byte, 200)
	for range messages {
		time.Sleep(every)
		sent.Store(int64(time.Since(begun)))
		_, err := f.Write(line)
		err = errors.Join(err, f.Sync())
		for _, out := range outs {
			_, writeErr := out.Write(line[:150])
			err = errors.Join(err, writeErr)
		}
		if err != nil {
			return 0, 0, err
		}
	}
	for _, out := range outs {
		out.Close()
	}
	reading.Wait()
	all := slices.Concat(delays...)
	if len(all) == 0 {
		return 0, 0, errors.New("nothing arrived")
	}
	return quantile(all, 0.5), quantile(all, 0.99), nil
}
