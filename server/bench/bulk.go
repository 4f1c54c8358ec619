package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// bulkPiece is about what one record carries of a file, in bytes.
const bulkPiece = 64 << 10

// bulkLimits is how many bytes a second the machine can seal, hash and send over
// the loopback, each on one core or as many as it takes, and bring to its disk.
type bulkLimits struct{ seal, hash, loopback, disk float64 }

func (b bulkLimits) String() string {
	return fmt.Sprintf("seals %.0f, hashes %.0f, loopback %.0f, disk %.0f MB/s", b.seal/1e6, b.hash/1e6, b.loopback/1e6, b.disk/1e6)
}

func measureBulk(dir string) (b bulkLimits, err error) {
	block, err := aes.NewCipher(make([]byte, 32))
	if err != nil {
		return b, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return b, err
	}
	piece, sealed := make([]byte, bulkPiece), make([]byte, 0, 2*bulkPiece)
	nonce := make([]byte, aead.NonceSize())
	took, err := timed(16, func() error { aead.Seal(sealed, nonce, piece, nil); return nil })
	if err != nil {
		return b, err
	}
	b.seal = bulkPiece / took.Seconds()
	took, err = timed(16, func() error { sha256.Sum256(piece); return nil })
	if err != nil {
		return b, err
	}
	b.hash = bulkPiece / took.Seconds()
	if b.loopback, err = measureLoopback(piece); err != nil {
		return b, err
	}
	b.disk, err = measureDisk(dir, piece)
	return b, err
}

// loopbackPair returns both ends of a connection.
func loopbackPair() (pair [2]net.Conn, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return pair, err
	}
	defer listener.Close()
	if pair[0], err = net.Dial("tcp", listener.Addr().String()); err != nil {
		return pair, err
	}
	if pair[1], err = listener.Accept(); err != nil {
		return pair, errors.Join(err, pair[0].Close())
	}
	return pair, nil
}

func measureLoopback(piece []byte) (float64, error) {
	pair, err := loopbackPair()
	if err != nil {
		return 0, err
	}
	out, in := pair[0], pair[1]
	defer in.Close()
	done := make(chan error)
	go func() {
		_, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{in}, make([]byte, 2*bulkPiece))
		done <- err
	}()
	took, err := timed(64, func() error { _, err := out.Write(piece); return err })
	return bulkPiece / took.Seconds(), errors.Join(err, out.Close(), <-done)
}

// measureDisk writes some hundred megabytes as a file is written that must be
// on the disk at its end.
func measureDisk(dir string, piece []byte) (float64, error) {
	const pieces = 512 << 20 / bulkPiece
	f, err := os.Create(filepath.Join(dir, "disk"))
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	begun := time.Now()
	for range pieces {
		if _, err := f.Write(piece); err != nil {
			return 0, err
		}
	}
	if err := f.Sync(); err != nil {
		return 0, err
	}
	return pieces * bulkPiece / time.Since(begun).Seconds(), nil
}

func cpuOfAll(processes []int) (all []time.Duration, err error) {
	for _, pid := range processes {
		used, err := cpuOf(strconv.Itoa(pid))
		if err != nil {
			return nil, err
		}
		all = append(all, used)
	}
	return all, nil
}

// memoryWatch looks at the memory of processes some times a second.
type memoryWatch struct {
	peaks []int64 // bytes
	stop  func() []int64
}

func watchMemory(processes []int) *memoryWatch {
	w := &memoryWatch{peaks: make([]int64, len(processes))}
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(50 * time.Millisecond)
		defer ticker.Stop()
		for {
			for n, pid := range processes {
				w.peaks[n] = max(w.peaks[n], residentOf(pid))
			}
			select {
			case <-end:
				return
			case <-ticker.C:
			}
		}
	}()
	var once sync.Once
	w.stop = func() []int64 {
		once.Do(func() { close(end); <-ended })
		return w.peaks
	}
	return w
}

// residentOf is how much of a process is in the machine's memory, in bytes; 0
// when it has ended.
func residentOf(pid int) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	fields := strings.Fields(string(b))
	if err != nil || len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
