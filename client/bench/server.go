//go:build linux

package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"lobby/client/model"
	"lobby/client/session"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

const password = "correct horse battery"

// server is a running lobbyd with a folder of its own.
type server struct {
	cmd  *exec.Cmd
	addr string
	fill *writer // the member who writes everything
}

// startServer starts a server in whose room so many messages were written.
func (l *lab) startServer(ctx context.Context, stored int) (s *server, err error) {
	dir, err := os.MkdirTemp(l.dir, "server-")
	if err != nil {
		return nil, err
	}
	logs, err := os.Create(filepath.Join(dir, "log.txt"))
	if err != nil {
		return nil, err
	}
	defer logs.Close() // the child has its own
	s = &server{cmd: exec.CommandContext(ctx, l.options.Server, "serve", "--listen", "127.0.0.1:0", "--data", filepath.Join(dir, "data"),
		"--multicast", "off", "--max-rate", "1e9", "--max-burst", "1000000000")}
	s.cmd.Stderr = logs
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.stop())
		}
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	said, found := strings.CutPrefix(line, "Lobby listens on ")
	if err != nil || !found {
		return nil, fmt.Errorf("the server did not start; see %s", logs.Name())
	}
	s.addr, _, _ = strings.Cut(said, ",")
	if s.fill, err = newWriter(s.addr, "林怡君"); err != nil {
		return nil, err
	}
	return s, s.fill.write(ctx, stored)
}

func (s *server) stop() error {
	if s.fill != nil {
		s.fill.conn.Close()
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.cmd.Wait()
}

// writer is a member who writes into the room as fast as the server stores it.
type writer struct {
	conn  *secure.Conn
	sent  int
	acked chan int // how many, each time that some were
	ended chan error
}

func newWriter(addr, name string) (*writer, error) {
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	key, err := secure.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	conn, err := secure.Client(nc, secure.Config{Static: key, Prologue: wire.Prologue, HandshakeTimeout: patience, WriteTimeout: patience})
	if err != nil {
		return nil, err
	}
	w := &writer{conn: conn, acked: make(chan int, 1<<16), ended: make(chan error, 1)}
	line, err := wire.Append(nil, wire.Register{ID: 1, Name: name, Password: password, Device: "bench"})
	if err != nil {
		return nil, err
	}
	if err := conn.WriteRecord(line); err != nil {
		return nil, err
	}
	go func() { w.ended <- w.read() }()
	return w, nil
}

// read counts what the server has stored.
func (w *writer) read() error {
	for {
		record, err := w.conn.ReadRecord()
		if err != nil {
			return err
		}
		text := string(record)
		if strings.Contains(text, `{"type":"error"`) {
			return fmt.Errorf("the server refuses: %s", text)
		}
		if n := strings.Count(text, `{"type":"sent"`); n > 0 {
			w.acked <- n
		}
	}
}

// messageText is what the n-th message says: a line of Chinese, each another.
func messageText(n int) string {
	const words = "今天下午三點在圖書館前面集合記得帶筆記本和便當還有昨天借的那一本書如果下雨就改到二樓的教室等大家到齊了再開始"
	all := []rune(words)
	at := n * 7 % len(all)
	return fmt.Sprintf("第 %d 則：%s%s。", n, string(all[at:]), string(all[:at]))
}

// write sends so many messages and returns when all are stored.
func (w *writer) write(ctx context.Context, count int) error {
	const window, together = 1024, 64
	var out []byte
	for last, outstanding := w.sent+count, 0; w.sent < last || outstanding > 0; {
		if w.sent < last && outstanding <= window-together {
			out = out[:0]
			for range min(together, last-w.sent) {
				w.sent++
				outstanding++
				var err error
				send := wire.Send{ID: uint64(w.sent + 1), Conv: wire.Room, CID: fmt.Sprint(w.sent), Text: messageText(w.sent)}
				if out, err = wire.Append(out, send); err != nil {
					return err
				}
			}
			if err := w.conn.WriteRecord(out); err != nil {
				return err
			}
			continue
		}
		select {
		case n := <-w.acked:
			outstanding -= n
		case err := <-w.ended:
			return err
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// join makes the folder of a client that has registered with the server, and
// that will log in by itself.
func (l *lab) join(ctx context.Context, addr, name string) (folder string, err error) {
	if folder, err = os.MkdirTemp(l.dir, "client-"); err != nil {
		return "", err
	}
	store, err := session.OpenStore(folder)
	if err != nil {
		return "", err
	}
	some := make(chan struct{}, 1)
	inbox := session.NewInbox(func() {
		select {
		case some <- struct{}{}:
		default:
		}
	})
	s := session.New(session.Config{Store: store, Inbox: inbox, Device: "bench", Log: slog.New(slog.DiscardHandler)})
	s.Start(addr)
	defer s.Close()
	s.Do(model.Save{Settings: model.Settings{Server: addr, Name: name}})
	s.Do(model.Dial{Server: addr, Name: name, Password: password, Register: true})
	late := time.After(patience)
	for {
		select {
		case <-some:
			for _, e := range inbox.Drain(nil) {
				switch e := e.(type) {
				case model.Welcomed:
					return folder, nil
				case model.LoginFailed:
					return "", fmt.Errorf("%s can't register: %+v", name, e)
				}
			}
		case <-late:
			return "", fmt.Errorf("%s was not registered after %s", name, patience)
		case <-ctx.Done():
			return "", context.Cause(ctx)
		}
	}
}
