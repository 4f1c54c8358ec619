package admin

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"
)

const (
	maxRequest = 16 << 10         // bytes, with its newline
	patience   = 10 * time.Second // for a request to come, and for an answer to be taken
)

// Socket is where a running server is asked.
type Socket struct {
	listener net.Listener
	done     func() error // with the listener's path
	do       func(context.Context, Request) Answer
	log      *slog.Logger
	open     context.Context // ends with Close
	shut     context.CancelFunc
	running  sync.WaitGroup
}

// Listen opens the socket in a data folder, which the caller has locked, and has
// do carry out what is asked.
func Listen(data string, do func(context.Context, Request) Answer, log *slog.Logger) (*Socket, error) {
	path, done, err := socketPath(data)
	if err != nil {
		return nil, fmt.Errorf("open the control socket: %w", err)
	}
	listener, err := listenAt(path)
	if err != nil {
		return nil, errors.Join(err, done())
	}
	s := &Socket{listener: listener, done: done, do: do, log: log}
	s.open, s.shut = context.WithCancel(context.Background())
	s.running.Go(s.acceptAll)
	return s, nil
}

func listenAt(path string) (net.Listener, error) {
	// A process that was killed leaves its socket behind.
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open the control socket: %w", err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("open the control socket: %w", err)
	}
	// The folder keeps others out meanwhile: it has mode 0700.
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("open the control socket: %w", err), listener.Close())
	}
	return listener, nil
}

// Close takes no more requests and waits for those that are being carried out.
func (s *Socket) Close() error {
	s.shut()
	err := errors.Join(s.listener.Close(), s.done()) // removes the file too
	s.running.Wait()
	return err
}

func (s *Socket) acceptAll() {
	for {
		nc, err := s.listener.Accept()
		if err != nil {
			if !errors.Is(err, net.ErrClosed) {
				s.log.Error("the control socket failed; the server must be restarted to be administered", "error", err)
			}
			return
		}
		s.running.Go(func() { s.serve(nc) })
	}
}

// serve answers one request.
func (s *Socket) serve(nc net.Conn) {
	defer nc.Close()
	defer context.AfterFunc(s.open, func() { nc.SetReadDeadline(time.Now()) })()
	nc.SetReadDeadline(time.Now().Add(patience))
	line, err := bufio.NewReaderSize(nc, maxRequest).ReadSlice('\n')
	if err != nil {
		s.log.Debug("no request came through the control socket", "error", err)
		return
	}
	var answer Answer
	var r Request
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		answer.Error = "the request is not understood; the running server may be of another version"
	} else {
		answer = s.do(s.open, r)
	}
	nc.SetWriteDeadline(time.Now().Add(patience))
	if err := json.NewEncoder(nc).Encode(answer); err != nil {
		s.log.Debug("an answer was not taken from the control socket", "error", err)
	}
}

// ask has the server that runs on a data folder carry out a request.
func ask(ctx context.Context, data string, r Request) (Answer, error) {
	var dialer net.Dialer
	path, done, err := socketPath(data)
	if err != nil {
		return Answer{}, err
	}
	nc, err := dialer.DialContext(ctx, "unix", path)
	if err = errors.Join(err, done()); err != nil {
		return Answer{}, err
	}
	defer nc.Close()
	defer context.AfterFunc(ctx, func() { nc.SetDeadline(time.Now()) })()
	var answer Answer
	if err := json.NewEncoder(nc).Encode(r); err != nil {
		return answer, err
	}
	err = json.NewDecoder(nc).Decode(&answer)
	return answer, err
}
