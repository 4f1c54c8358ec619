package main

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// measureFor is how long each of the machine's limits is measured.
const measureFor = 250 * time.Millisecond

// machineLimits is what the machine can do at most, with nothing of Lobby's
// around it: the median time of one.
type machineLimits struct {
	seal  time.Duration // AES-256-GCM over 150 bytes
	write time.Duration // 150 bytes into a loopback connection, for a waiting reader
	sync  time.Duration // 200 bytes appended to a file, and fsync
}

func (m machineLimits) String() string {
	return fmt.Sprintf("%d ns, %.1f us, %.2f ms", m.seal.Nanoseconds(), micro(m.write), milli(m.sync))
}

func measureMachine(dir string) (m machineLimits, err error) {
	if m.seal, err = measureSeal(); err != nil {
		return m, err
	}
	if m.write, err = measureWrite(); err != nil {
		return m, err
	}
	m.sync, err = measureSync(dir)
	return m, err
}

// timed calls f so many times in a row, and again until measureFor is over, and
// returns the median of what one call took.
func timed(inARow int, f func() error) (time.Duration, error) {
	var took []time.Duration
	for end := time.Now().Add(measureFor); time.Now().Before(end); {
		begun := time.Now()
		for range inARow {
			if err := f(); err != nil {
				return 0, err
			}
		}
		took = append(took, time.Since(begun)/time.Duration(inARow))
	}
	return median(took), nil
}

func measureSeal() (time.Duration, error) {
	block, err := aes.NewCipher(make([]byte, 32))
	if err != nil {
		return 0, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return 0, err
	}
	plaintext, sealed, nonce := make([]byte, 150), make([]byte, 0, 256), make([]byte, 12)
	n := uint64(0)
	return timed(100, func() error {
		n++
		binary.BigEndian.PutUint64(nonce[4:], n)
		aead.Seal(sealed, nonce, plaintext, nil)
		return nil
	})
}

func measureWrite() (time.Duration, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	out, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		return 0, err
	}
	defer out.Close()
	in, err := listener.Accept()
	if err != nil {
		return 0, err
	}
	defer in.Close()
	// What is measured is the write alone, but each time to a reader that has
	// gone to sleep: a reader that is busy costs the writer much less.
	read := make(chan struct{})
	go func() {
		defer close(read)
		for buf := make([]byte, 1024); ; {
			if _, err := in.Read(buf); err != nil {
				return
			}
			read <- struct{}{}
		}
	}()
	line := make([]byte, 150)
	var took []time.Duration
	for end := time.Now().Add(measureFor); time.Now().Before(end); {
		begun := time.Now()
		if _, err := out.Write(line); err != nil {
			return 0, err
		}
		took = append(took, time.Since(begun))
		if _, ok := <-read; !ok {
			return 0, errors.New("a loopback connection has ended")
		}
		time.Sleep(fallAsleep)
	}
	return median(took), nil
}

// fallAsleep is more than a goroutine takes to begin waiting for its next read.
const fallAsleep = 50 * time.Microsecond

func measureSync(dir string) (time.Duration, error) {
	f, err := os.Create(filepath.Join(dir, "sync"))
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	line := make([]byte, 200)
	return timed(1, func() error {
		if _, err := f.Write(line); err != nil {
			return err
		}
		return f.Sync()
	})
}

// describeMachine names what everything is measured on.
func describeMachine() (string, error) {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "", fmt.Errorf("only Linux says what is measured here: %w", err)
	}
	model := "unknown processor"
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
			break
		}
	}
	kernel, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, %d cores, Linux %s, %s", model, runtime.NumCPU(), strings.TrimSpace(string(kernel)), runtime.Version()), nil
}

// loadAverage is how many tasks wanted to run over the last minute.
func loadAverage() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "-"
	}
	load, _, _ := strings.Cut(string(b), " ")
	return load
}
