package main

import (
	"bytes"
	"fmt"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"lobby/server/servertest"
)

// terminal is a pseudo-terminal of a person and of the program that asks it.
type terminal struct {
	*testing.T
	person, program *os.File
}

func newTerminal(t *testing.T) terminal {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("there are no pseudo-terminals:", err)
	}
	t.Cleanup(func() { person.Close() })
	number, err := unix.IoctlGetUint32(int(person.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("the pseudo-terminal can't be opened:", err)
	}
	t.Cleanup(func() { program.Close() })
	return terminal{t, person, program}
}

// shows reports whether what is typed is shown.
func (t terminal) shows() bool {
	state, err := unix.IoctlGetTermios(int(t.program.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// answer types something when a question is there.
func (t terminal) answer(question, text string) {
	t.Helper()
	var seen []byte
	for buf := make([]byte, 1024); !bytes.HasSuffix(seen, []byte(question)); {
		n, err := t.person.Read(buf)
		if err != nil {
			t.Fatalf("after %q: %v", seen, err)
		}
		seen = append(seen, buf[:n]...)
	}
	if t.shows() {
		t.Errorf("after %q what is typed is shown", question)
	}
	if _, err := t.person.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// A password that is typed is never shown, and afterwards the terminal is as it
// was, also when whoever was asked thought better of it.
func TestPasswordOnATerminal(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for _, c := range []struct {
		name, first, second string
		code                int
	}{
		{"Ann", servertest.Password + "\r", servertest.Password + "\r", 0},
		{"Ben", servertest.Password + "\r", "another one\r", 1},
		{"Cy", "\x03", "", 1},
		{"Di", servertest.Password + "\r", "\x03", 1},
	} {
		term := newTerminal(t)
		p := command(t, "user", "add", c.name, "--data", data)
		p.Stdin, p.Stderr = term.program, term.program
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		hung := time.AfterFunc(servertest.Patience, func() {
			p.Process.Kill()
			term.program.Close() // which ends what the person waits for
		})
		term.answer("New password: ", c.first)
		if c.second != "" {
			term.answer("Once more: ", c.second)
		}
		p.Wait()
		hung.Stop()
		if code := p.ProcessState.ExitCode(); code != c.code || !term.shows() {
			t.Errorf("%s: the code is %d, and what is typed is shown: %t", c.name, code, term.shows())
		}
	}
}
