package secure

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRecordsBothWays(t *testing.T) {
	client, server := connectPair(t)
	for _, size := range []int{0, 1, 150, 500, 3000, 40000, MaxPlaintext} {
		sent := make([]byte, size)
		rand.Read(sent)
		for _, way := range []struct{ from, to *Conn }{{client, server}, {server, client}} {
			errs := make(chan error, 1)
			go func() { errs <- way.from.WriteRecord(sent) }()
			got, err := way.to.ReadRecord()
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, sent) {
				t.Errorf("record of %d bytes arrived as %d other bytes", size, len(got))
			}
			if err := <-errs; err != nil {
				t.Fatal(err)
			}
		}
	}
	client.Close()
	if _, err := server.ReadRecord(); err != io.EOF {
		t.Errorf("after the other side closed: %v, want io.EOF", err)
	}
}

func TestWriteChunksPacksRecords(t *testing.T) {
	chunk := func(size int) []byte { return bytes.Repeat([]byte{'x'}, size) }
	tests := []struct {
		name    string
		chunks  [][]byte
		records []int // sizes of plaintexts
	}{
		{"none", nil, nil},
		{"one", [][]byte{chunk(10)}, []int{10}},
		{"many small", slices.Repeat([][]byte{chunk(100)}, 300), []int{30000}},
		{"exactly one record", [][]byte{chunk(MaxPlaintext - 1), chunk(1)}, []int{MaxPlaintext}},
		{"one byte more", [][]byte{chunk(MaxPlaintext - 1), chunk(2)}, []int{MaxPlaintext - 1, 2}},
		{"full records", slices.Repeat([][]byte{chunk(MaxPlaintext)}, 3), []int{MaxPlaintext, MaxPlaintext, MaxPlaintext}},
		{"never divided", [][]byte{chunk(40000), chunk(40000), chunk(20000)}, []int{40000, 60000}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			near, far := net.Pipe()
			go io.Copy(io.Discard, far)
			defer near.Close()
			wire := &tap{Conn: near}
			c := &Conn{nc: wire, out: testDirection(t)}
			if err := c.WriteChunks(test.chunks); err != nil {
				t.Fatal(err)
			}
			if len(wire.writes) != len(test.records) {
				t.Errorf("%d writes for %d records", len(wire.writes), len(test.records))
			}
			got, err := openAll(t, concat(wire.writes...), 1<<20)
			if err != io.EOF {
				t.Fatal(err)
			}
			var sizes []int
			for _, record := range got {
				sizes = append(sizes, len(record))
			}
			if !slices.Equal(sizes, test.records) {
				t.Errorf("records of %v bytes, want %v", sizes, test.records)
			}
			if strings.Join(got, "") != string(concat(test.chunks...)) {
				t.Error("the chunks did not arrive as they were")
			}
		})
	}
}

func TestOversizedPlaintextSendsNothing(t *testing.T) {
	client, server := connectPair(t)
	long := make([]byte, MaxPlaintext+1)
	if err := client.WriteRecord(long); !errors.Is(err, ErrOversized) {
		t.Errorf("WriteRecord: %v, want ErrOversized", err)
	}
	if err := client.WriteChunks([][]byte{[]byte("first"), long}); !errors.Is(err, ErrOversized) {
		t.Errorf("WriteChunks: %v, want ErrOversized", err)
	}
	if err := client.WriteRecord([]byte("after")); err != nil {
		t.Fatal(err)
	}
	if got, err := server.ReadRecord(); string(got) != "after" {
		t.Errorf("received %q, %v; want the record after the refused ones", got, err)
	}
}

func TestReadTimeout(t *testing.T) {
	client, server := connectPair(t)
	server.SetReadTimeout(time.Millisecond)
	if _, err := server.ReadRecord(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("a silent connection: %v, want a timeout", err)
	}
	if err := server.WriteRecord([]byte("bye")); err != nil {
		t.Fatal("writing must outlive a read timeout:", err)
	}
	if got, err := client.ReadRecord(); string(got) != "bye" {
		t.Errorf("received %q, %v", got, err)
	}
}

func TestReadTimeoutCanBeTakenBack(t *testing.T) {
	client, server := connectPair(t)
	server.SetReadTimeout(time.Hour)
	for _, text := range []string{"with a bound", "without one"} {
		if err := client.WriteRecord([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := server.ReadRecord(); string(got) != text {
			t.Fatalf("received %q, %v", got, err)
		}
		server.SetReadTimeout(0)
	}
}

func TestWriteTimeoutIsFinal(t *testing.T) {
	near, far := net.Pipe() // nobody reads far
	defer far.Close()
	c := &Conn{nc: near, out: testDirection(t), writeTimeout: time.Millisecond}
	err := c.WriteRecord([]byte("x"))
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("%v, want a timeout", err)
	}
	if again := c.WriteChunks([][]byte{[]byte("y")}); again != err {
		t.Errorf("after a failed write: %v, want the same error", again)
	}
	if again := c.WriteRecord([]byte("z")); again != err {
		t.Errorf("after a failed write: %v, want the same error", again)
	}
}

func TestCloseEndsReading(t *testing.T) {
	_, server := connectPair(t)
	errs := make(chan error, 1)
	go func() {
		_, err := server.ReadRecord()
		errs <- err
	}()
	server.Close()
	if err := <-errs; !errors.Is(err, net.ErrClosed) {
		t.Errorf("%v, want net.ErrClosed", err)
	}
}

func TestReadingAndWritingAtOnce(t *testing.T) {
	client, server := connectPair(t)
	const records = 2000
	text := func(i int) string { return fmt.Sprint(i, strings.Repeat("-", i%3000)) }
	errs := make(chan error, 4)
	for _, c := range []*Conn{client, server} {
		c.in.interval, c.out.interval = 100, 100
		go func() {
			for i := range records {
				if err := c.WriteRecord([]byte(text(i))); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
		go func() {
			for i := range records {
				got, err := c.ReadRecord()
				if err != nil {
					errs <- err
					return
				}
				if string(got) != text(i) {
					errs <- fmt.Errorf("record %d arrived as %.40q", i, got)
					return
				}
			}
			errs <- nil
		}()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
}
