package main

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// porter is a client without a window, in a process of its own.
type porter struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	said  chan string // lines that it says; closed at its end
	dir   string
	stops []func() error
}

// startPorter logs a member in. What it is sent lands in a folder of its own, which
// is on the disk that the servers' data is on.
func (l *lab) startPorter(ctx context.Context, addr string, member, to int) (*porter, error) {
	dir, err := os.MkdirTemp(l.options.Dir, "porter-")
	if err != nil {
		return nil, err
	}
	p := &porter{dir: dir, said: make(chan string, 4096)}
	p.stops = append(p.stops, func() error { return os.RemoveAll(dir) })
	key := l.keys[member-1].Private
	err = errors.Join(
		writeJSON(filepath.Join(dir, "device.json"), map[string]string{"private": base64.StdEncoding.EncodeToString(key[:])}),
		writeJSON(filepath.Join(dir, "session.json"), map[string]string{"server": addr, "name": memberName(member)}),
	)
	if err == nil {
		err = p.start(ctx, l, addr, to)
	}
	if err == nil {
		_, err = p.await(ctx, "up ")
	}
	if err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

func (p *porter) start(ctx context.Context, l *lab, addr string, to int) error {
	args := []string{"--server", addr, "--config", p.dir, "--downloads", p.downloads(), "--to", strconv.Itoa(to)}
	if l.options.Profile != "" {
		dir, err := l.profileDir()
		if err != nil {
			return err
		}
		args = append(args, "--profile", filepath.Join(dir, "porter.pprof"))
	}
	p.cmd = exec.CommandContext(ctx, l.options.Porter, args...)
	logs, err := os.OpenFile(filepath.Join(l.options.Dir, "porter.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer logs.Close() // the child has its own
	p.cmd.Stderr = logs
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	go func() {
		defer close(p.said)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			p.said <- lines.Text()
		}
	}()
	p.stops = append(p.stops, func() error {
		p.in.Close()
		late := time.AfterFunc(endTimeout, func() { p.cmd.Process.Kill() })
		defer late.Stop()
		for range p.said { // until it ends
		}
		return p.cmd.Wait()
	})
	return nil
}

func (p *porter) downloads() string { return filepath.Join(p.dir, "downloads") }

// await reads what it says until a line begins as wanted, and returns the rest of
// that line.
func (p *porter) await(ctx context.Context, wanted string) (string, error) {
	for {
		select {
		case line, ok := <-p.said:
			if !ok {
				return "", errors.New("the porter has ended; see porter.log")
			}
			if code, failed := strings.CutPrefix(line, "failed "); failed {
				return "", fmt.Errorf("a transfer failed: %s", code)
			}
			if rest, found := strings.CutPrefix(line, wanted); found {
				return rest, nil
			}
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// send offers files, and returns at once.
func (p *porter) send(paths ...string) error {
	_, err := io.WriteString(p.in, strings.Join(paths, "\t")+"\n")
	return err
}

// stop ends the process and removes what it has fetched.
func (p *porter) stop() error {
	var all []error
	for i := len(p.stops) - 1; i >= 0; i-- {
		all = append(all, p.stops[i]())
	}
	return errors.Join(all...)
}

func writeJSON(path string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o600)
}
