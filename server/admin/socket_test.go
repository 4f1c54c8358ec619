package admin

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// listen opens a socket in a new folder that answers with what it was asked.
func listen(t *testing.T) (dir string, s *Socket) {
	t.Helper()
	dir, err := os.MkdirTemp("", "lobby") // for a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	echo := func(_ context.Context, r Request) Answer { return Answer{Error: r.Do} }
	if s, err = Listen(dir, echo, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	return dir, s
}

// talk writes to a socket and returns all that it answers.
func talk(t *testing.T, dir, text string) string {
	t.Helper()
	nc, err := net.Dial("unix", filepath.Join(dir, socketName))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	io.WriteString(nc, text) // fails where it is cut off, which the answer shows
	nc.(*net.UnixConn).CloseWrite()
	answer, _ := io.ReadAll(nc)
	return string(answer)
}

func TestSocket(t *testing.T) {
	dir, s := listen(t)
	defer s.Close()
	answer, err := ask(t.Context(), dir, Request{Do: "this"})
	if err != nil || answer.Error != "this" {
		t.Errorf("answered %+v, %v", answer, err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"nothing":       {"", ""},
		"half a line":   {`{"do":"this"`, ""},
		"no JSON":       {"hello\n", "not understood"},
		"unknown field": {`{"do":"this","more":1}` + "\n", "another version"},
		"too long":      {`{"do":"` + strings.Repeat("x", maxRequest) + "\"}\n", ""},
	} {
		got := talk(t, dir, c.text)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s is answered with %q", name, got)
		}
	}
}

// Closing does not wait for who asks nothing, and takes the file away; what a
// killed process left is replaced.
func TestSocketClose(t *testing.T) {
	dir, s := listen(t)
	idle, err := net.Dial("unix", filepath.Join(dir, socketName))
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	if _, err := ask(t.Context(), dir, Request{Do: "this"}); err != nil { // idle has been let in by then
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, socketName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is left: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, socketName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := Listen(dir, s.do, s.log)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

// The desk of no server has no snapshot, and what it does not know it says.
func TestDeskWithoutServer(t *testing.T) {
	d := Desk{Log: slog.New(slog.DiscardHandler)}
	for _, do := range []string{TakeSnapshot, "user sing"} {
		if answer := d.Do(t.Context(), Request{Do: do}); answer.Error == "" {
			t.Errorf("%s was carried out", do)
		}
	}
}

// A folder whose path has no room in a socket's address is asked like others.
func TestSocketInADeepFolder(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has paths through opened folders")
	}
	dir := filepath.Join(t.TempDir(), strings.Repeat("deep/", 30))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := Listen(dir, func(_ context.Context, r Request) Answer { return Answer{Error: r.Do} }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if answer, err := ask(t.Context(), dir, Request{Do: "this"}); err != nil || answer.Error != "this" {
		t.Errorf("answered %+v, %v", answer, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
