package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall/js"
	"time"
)

// webSocket carries what goes through a pipe to and from a WebSocket of the
// browser. A library for it would bring all of net/http into the page, a quarter
// of its size.
type webSocket struct {
	socket         js.Value
	opened, closed chan struct{}
	came           chan struct{} // something is in the queue

	mu     sync.Mutex
	queue  []js.Value // ArrayBuffers that nobody has read yet
	queued int        // their bytes
}

// maxBuffered is how many bytes the browser may hold that are not sent yet, and
// bufferPoll how long to wait before looking again: browsers tell of no event.
const (
	maxBuffered = 1 << 20
	bufferPoll  = 4 * time.Millisecond
)

// maxUnread is how many bytes may have come that nobody has read. A browser can't be
// told to take no more from the network; where the program is so far behind, it is
// better to connect anew and ask for what was missed, part by part.
const maxUnread = 64 << 20

// turn is for how long messages are passed on before the page gets its thread back:
// with a frame of the same length, half of the time at 60 frames a second.
const turn = 8 * time.Millisecond

var errNoWebSocket = errors.New("the browser could not open a WebSocket")

// dialWebSocket opens a WebSocket. Each Write to the connection becomes a binary
// message; reading runs on across messages. Close does not wait for the other
// side, which may take a browser a minute where the network is gone.
func dialWebSocket(ctx context.Context, address string) (net.Conn, error) {
	socket, err := newWebSocket(address)
	if err != nil {
		return nil, err
	}
	w := &webSocket{
		socket: socket, opened: make(chan struct{}), closed: make(chan struct{}), came: make(chan struct{}, 1),
	}
	w.listen()
	select {
	case <-w.opened:
	case <-w.closed:
		return nil, fmt.Errorf("%w to %s", errNoWebSocket, address)
	case <-ctx.Done():
		socket.Call("close")
		return nil, ctx.Err()
	}
	near, far := net.Pipe()
	go w.receive(far)
	go w.send(far)
	return near, nil
}

// newWebSocket turns what JavaScript throws, as at an address that the page's
// policy forbids, into an error.
func newWebSocket(address string) (socket js.Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errNoWebSocket, r)
		}
	}()
	socket = js.Global().Get("WebSocket").New(address)
	socket.Set("binaryType", "arraybuffer")
	return socket, nil
}

// listen hears of everything that happens to the WebSocket, until its end.
func (w *webSocket) listen() {
	var heard []js.Func
	hear := func(event string, then func(js.Value)) {
		f := js.FuncOf(func(_ js.Value, args []js.Value) any {
			then(args[0])
			return nil
		})
		heard = append(heard, f)
		w.socket.Set("on"+event, f)
	}
	hear("open", func(js.Value) { close(w.opened) })
	hear("message", func(event js.Value) { w.put(event.Get("data")) })
	hear("close", func(js.Value) {
		close(w.closed)
		for _, f := range heard {
			f.Release()
		}
	})
}

func (w *webSocket) put(message js.Value) {
	w.mu.Lock()
	w.queue = append(w.queue, message)
	w.queued += message.Get("byteLength").Int()
	if w.queued > maxUnread {
		w.socket.Call("close")
	}
	w.mu.Unlock()
	select {
	case w.came <- struct{}{}:
	default:
	}
}

// take returns the oldest message, if there is one.
func (w *webSocket) take() (data []byte, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 {
		return nil, false
	}
	bytes := js.Global().Get("Uint8Array").New(w.queue[0])
	w.queue = w.queue[1:]
	data = make([]byte, bytes.Length())
	w.queued -= len(data)
	js.CopyBytesToGo(data, bytes)
	return data, true
}

// receive passes messages on, and the end of them. A write returns when its message
// has been read, so what becomes of it counts for the turn.
func (w *webSocket) receive(to net.Conn) {
	defer to.Close()
	for closed := false; ; {
		began := time.Now()
		for data, ok := w.take(); ok; data, ok = w.take() {
			if _, err := to.Write(data); err != nil {
				return
			}
			if time.Since(began) >= turn {
				breathe()
				began = time.Now()
			}
		}
		if closed {
			return
		}
		select {
		case <-w.came:
		case <-w.closed:
			closed = true // the last messages came before
		}
	}
}

// send passes on what is written, and closes the WebSocket at the end of it.
func (w *webSocket) send(from io.Reader) {
	defer w.socket.Call("close")
	data := make([]byte, 1<<16)
	bytes := js.Global().Get("Uint8Array").New(len(data))
	for {
		n, err := from.Read(data)
		if err != nil {
			return
		}
		js.CopyBytesToJS(bytes, data[:n])
		w.socket.Call("send", bytes.Call("subarray", 0, n))
		for w.socket.Get("bufferedAmount").Int() > maxBuffered {
			select {
			case <-time.After(bufferPoll):
			case <-w.closed:
				return
			}
		}
	}
}
