package e2e

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/ipv4"
)

// wiretap passes connections on to a server and keeps every byte of them, and
// keeps every datagram that is sent to the multicast group, where it is given one.
type wiretap struct {
	t      *testing.T
	addr   string // where clients connect
	server string // where it passes them on to

	mu        sync.Mutex
	conns     []net.Conn
	streams   []*bytes.Buffer
	datagrams [][]byte
	group     net.PacketConn
}

func startWiretap(t *testing.T, server, group string) *wiretap {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wiretap{t: t, addr: l.Addr().String(), server: server}
	if group != "" {
		w.listenGroup(group)
		t.Cleanup(func() { w.group.Close() })
	}
	t.Cleanup(func() {
		l.Close()
		w.cut()
	})
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go w.pass(client)
		}
	}()
	return w
}

func (w *wiretap) listenGroup(group string) {
	w.t.Helper()
	addr, err := net.ResolveUDPAddr("udp4", group)
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := net.ListenMulticastUDP("udp4", nil, addr)
	if err != nil {
		w.t.Fatalf("join %s: %v", group, err)
	}
	if lo, err := net.InterfaceByName("lo"); err == nil {
		ipv4.NewPacketConn(c).JoinGroup(lo, addr) // the default interface may be this one already
	}
	w.group = c
	go func() {
		buf := make([]byte, 65536)
		for {
			n, _, err := c.ReadFrom(buf)
			if err != nil {
				return
			}
			w.mu.Lock()
			w.datagrams = append(w.datagrams, bytes.Clone(buf[:n]))
			w.mu.Unlock()
		}
	}()
}

// pass connects a client with the server.
func (w *wiretap) pass(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", w.server)
	if err != nil {
		return // the client sees the connection close, as with a server that is down
	}
	defer server.Close()
	up, down := &bytes.Buffer{}, &bytes.Buffer{}
	w.mu.Lock()
	w.conns = append(w.conns, client, server)
	w.streams = append(w.streams, up, down)
	w.mu.Unlock()
	done := make(chan struct{})
	go func() {
		defer close(done)
		io.Copy(io.MultiWriter(server, w.locked(up)), client)
		server.(*net.TCPConn).CloseWrite()
	}()
	io.Copy(io.MultiWriter(client, w.locked(down)), server)
	client.Close()
	<-done
}

// locked lets a stream be searched while it grows.
func (w *wiretap) locked(b *bytes.Buffer) io.Writer {
	return writerFunc(func(p []byte) (int, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		return b.Write(p)
	})
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// cut breaks every connection, as a pulled cable does.
func (w *wiretap) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.conns {
		c.Close()
	}
	w.conns = nil
}

// search returns which of the words went over the line in clear: as they are,
// or as JSON may escape them; in WebSocket frames also below their mask.
func (w *wiretap) search(words []string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all [][]byte
	for _, s := range w.streams {
		all = append(all, s.Bytes())
		if frames := unmask(s.Bytes()); frames != nil {
			all = append(all, frames)
		}
	}
	all = append(all, w.datagrams...)
	var found []string
	for _, word := range words {
		escaped, _ := json.Marshal(word)
		ascii := strings.Trim(asciiJSON(string(escaped)), `"`)
		for _, data := range all {
			if bytes.Contains(data, []byte(word)) || bytes.Contains(data, []byte(ascii)) {
				found = append(found, word)
				break
			}
		}
	}
	return found
}

// volume tells how many streams, bytes and datagrams were kept.
func (w *wiretap) volume() (streams, size, datagrams int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.streams {
		size += s.Len()
	}
	return len(w.streams), size, len(w.datagrams)
}

// asciiJSON escapes what is not ASCII, as some encoders do.
func asciiJSON(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		for _, u := range utf16Units(r) {
			b.WriteString(`\u`)
			const digits = "0123456789abcdef"
			for shift := 12; shift >= 0; shift -= 4 {
				b.WriteByte(digits[u>>shift&0xf])
			}
		}
	}
	return b.String()
}

func utf16Units(r rune) []uint16 {
	if r < 0x10000 {
		return []uint16{uint16(r)}
	}
	r -= 0x10000
	return []uint16{uint16(0xd800 + r>>10), uint16(0xdc00 + r&0x3ff)}
}

// unmask returns the payloads of a client's WebSocket stream, without the mask
// that RFC 6455 puts on them; nil where the stream is none.
func unmask(stream []byte) []byte {
	head, rest, ok := bytes.Cut(stream, []byte("\r\n\r\n"))
	if !ok || !bytes.Contains(bytes.ToLower(head), []byte("upgrade: websocket")) || !bytes.HasPrefix(head, []byte(http.MethodGet)) {
		return nil
	}
	out := []byte{}
	for len(rest) >= 6 {
		size, at := uint64(rest[1]&0x7f), uint64(2)
		switch size {
		case 126:
			size, at = uint64(binary.BigEndian.Uint16(rest[2:])), 4
		case 127:
			if len(rest) < 14 {
				return out
			}
			size, at = binary.BigEndian.Uint64(rest[2:]), 10
		}
		if uint64(len(rest)) < at+4+size {
			return out
		}
		mask := rest[at : at+4]
		for i, b := range rest[at+4 : at+4+size] {
			out = append(out, b^mask[i%4])
		}
		rest = rest[at+4+size:]
	}
	return out
}

// A search that finds nothing proves something only if it would find a word
// that is there.
func TestWiretapFindsWords(t *testing.T) {
	masked := []byte("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n\x82\x86\x01\x02\x03\x04")
	for i, b := range []byte("秘密") {
		masked = append(masked, b^byte(i%4+1))
	}
	w := &wiretap{streams: []*bytes.Buffer{
		bytes.NewBufferString(`{"text":"明文"}`), bytes.NewBufferString(`{"text":"\u8dd1\ud83c\udf89"}`), bytes.NewBuffer(masked),
	}, datagrams: [][]byte{[]byte("LBY1 Meiling")}}
	piece := string([]byte{0, 0xff, 0x80, '"', '\n', 0xfe})
	w.streams = append(w.streams, bytes.NewBufferString("record"+piece+"record"))
	words := []string{"明文", "跑🎉", "秘密", "Meiling", piece, "沒有"}
	if got := w.search(words); len(got) != 5 || got[3] != "Meiling" || got[4] != piece {
		t.Errorf("found %q, want the first five of %q", got, words)
	}
}
