package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"lobby/server/servertest"
	"lobby/shared/wire"
)

// does runs lobbyd with this standard input, expects it to succeed, and returns
// what it prints.
func does(t *testing.T, input string, args ...string) string {
	t.Helper()
	p := command(t, args...)
	p.Stdin = strings.NewReader(input)
	out, err := p.Output()
	if err != nil {
		t.Fatalf("%q: %v: %s", args, err, p.stderr)
	}
	return string(out)
}

// says expects a text to have these parts.
func says(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q lacks %q", text, part)
		}
	}
}

var setupLine = regexp.MustCompile(`^There is no administrator yet: who registers at http://127\.0\.0\.1:\d+/#code=((?:[0-9A-Z]{4}-?){3}) becomes one\n$`)

// The commands of an operator, as they are typed, with the server running and
// not.
func TestUserCommands(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, data, "--registration", "invite")
	line, err := p.stdout.ReadString('\n')
	found := setupLine.FindStringSubmatch(line)
	if err != nil || found == nil {
		t.Fatalf("lobbyd goes on with %q, %v", line, err)
	}
	ann := servertest.Connect(t, p.addr)
	if f := ann.Refused(wire.Register{ID: ann.NextID(), Name: "Ann", Password: servertest.Password}); f.Code != wire.CodeInvite || f.Field != "code" {
		t.Errorf("without a code: %v", &f)
	}
	ann.LogIn(wire.Register{ID: ann.NextID(), Name: "Ann", Password: servertest.Password, Code: found[1]})

	mallory := servertest.Connect(t, p.addr)
	if f := mallory.Refused(wire.Register{ID: mallory.NextID(), Name: "Mallory", Password: servertest.Password, Code: found[1]}); f.Code != wire.CodeInvite {
		t.Errorf("the link used twice: %v", &f)
	}
	mallory.Close()

	says(t, does(t, servertest.Password+"\n", "user", "add", "Bob", "--data", data), "Bob is member 2")
	bob := servertest.Connect(t, p.addr)
	bob.LogIn(wire.Login{ID: bob.NextID(), Name: "Bob", Password: servertest.Password, Device: "laptop"})
	says(t, does(t, "", "user", "list", "--data", data), "administrator", "Ann", "Bob")
	device, _, _ := strings.Cut(strings.Split(does(t, "", "device", "list", "Bob", "--data", data), "\n")[1], " ")
	does(t, "", "device", "revoke", "Bob", device, "--data", data)
	if bye := bob.Ended(); bye.Code != wire.CodeLoggedOut {
		t.Errorf("the revoked device was told %+v", bye)
	}
	bob.Close()
	does(t, "", "user", "disable", "Bob", "--data", data)
	says(t, does(t, "", "user", "list", "--data", data), "disabled")
	code, _, _ := strings.Cut(does(t, "", "invite", "add", "--count", "2", "--data", data), "\n")
	carl := servertest.Connect(t, p.addr)
	carl.LogIn(wire.Register{ID: carl.NextID(), Name: "Carl", Password: servertest.Password, Code: code})
	says(t, does(t, "", "invite", "list", "--data", data), code)
	fails(t, []string{"user", "disable", "Nobody", "--data", data}, "Nobody")

	p.Process.Signal(syscall.SIGTERM)
	for _, c := range []*servertest.Client{ann, carl} {
		c.Ended()
		c.Close()
	}
	p.Wait()
	does(t, "", "user", "enable", "Bob", "--data", data)
	does(t, "", "user", "rename", "Bob", "Robert", "--data", data)
	does(t, "a new long password\n", "user", "reset", "Robert", "--data", data)
	does(t, "", "invite", "revoke", code, "--data", data)
	again := serve(t, data, "--registration", "closed")
	robert := servertest.Connect(t, again.addr)
	robert.LogIn(wire.Login{ID: robert.NextID(), Name: "robert", Password: "a new long password"})
	eve := servertest.Connect(t, again.addr)
	if f := eve.Refused(wire.Register{ID: 1, Name: "Eve", Password: servertest.Password, Code: code}); f.Code != wire.CodeClosed {
		t.Errorf("where registration is closed: %v", &f)
	}
	robert.Close()
	eve.Close()
	again.Process.Signal(syscall.SIGTERM)
	again.Wait()
	for _, p := range []*program{p, again} {
		if strings.Contains(p.stderr.String(), "password") {
			t.Errorf("the log has a password, or speaks of one: %s", p.stderr)
		}
		if strings.Contains(p.stderr.String(), found[1]) {
			t.Errorf("the log has the code for the administrator: %s", p.stderr)
		}
	}
	fails(t, []string{"user", "list", "--data", filepath.Join(data, "missing")}, "missing")
}

func TestCareCommands(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, data)
	ann, bob := servertest.Connect(t, p.addr), servertest.Connect(t, p.addr)
	ann.LogIn(wire.Register{ID: 1, Name: "王小明", Password: servertest.Password})
	bob.LogIn(wire.Register{ID: 1, Name: "Bob", Password: servertest.Password})
	ann.Say(wire.Room, "1", "hello <b>room</b>")
	bob.Say("d1-2", "1", "hello 王小明")
	does(t, servertest.Password, "user", "add", "Bob, the other", "--data", data)

	// While the server runs.
	says(t, does(t, "", "verify", "--data", data), "3 members")
	says(t, does(t, "", "export", "--conv", "王小明,Bob, the other", "--data", data), "王小明, Bob, the other")
	says(t, does(t, "", "export", "--conv", "Bob,王小明", "--data", data), "Bob: hello 王小明", "times are of "+time.Now().Format("MST"))
	page := filepath.Join(t.TempDir(), "room.html")
	does(t, "", "export", "--conv", "r1", "--format", "html", "--out", page, "--data", data)
	html, err := os.ReadFile(page)
	if err != nil || !bytes.Contains(html, []byte("hello &lt;b&gt;room")) || bytes.Contains(html, []byte("hello 王")) {
		t.Errorf("the page of the room: %v\n%s", err, html)
	}
	says(t, does(t, "", "export", "--conv", "d1-2", "--format", "jsonl", "--data", data), `"name":"Bob","text":"hello 王小明"`)
	fails(t, []string{"export", "--conv", "r1", "--out", page, "--data", data}, "exists")
	fails(t, []string{"export", "--conv", "Bob,Eve", "--data", data}, "Bob,Eve")
	fails(t, []string{"export", "--conv", "../r1", "--data", data}, "no conversation")
	for _, empty := range [][]string{{"verify", "--data", ""}, {"backup", "--to", "", "--data", data}, {"restore", "--from", "", "--data", data}} {
		fails(t, empty, empty[1], "must")
	}
	backup := filepath.Join(t.TempDir(), "lobby.tar.gz")
	does(t, "", "backup", "--to", backup, "--data", data)
	fails(t, []string{"repair", "--to", t.TempDir(), "--data", data}, "stop it first")
	fails(t, []string{"restore", "--from", backup, "--data", data}, "not empty")

	// Killed, and then damaged.
	p.Process.Kill()
	p.Wait()
	segment := filepath.Join(data, "log", "0000000001.jsonl")
	log, err := os.ReadFile(segment)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Replace(log, []byte("hello <b>"), []byte("HELLO <b>"), 1)
	if err := os.WriteFile(segment, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	line := bytes.Count(log[:bytes.Index(log, []byte("hello <b>"))], []byte("\n")) + 1
	verify := command(t, "verify", "--data", data)
	out, _ := verify.Output()
	if verify.ProcessState.ExitCode() != 1 {
		t.Errorf("verify of a damaged folder ended with %v", verify.ProcessState)
	}
	says(t, string(out), segment+":"+string(rune('0'+line))+": byte offset ", "checksum")
	fails(t, []string{"export", "--conv", "r1", "--data", data}, "1 place is", segment)
	repaired := filepath.Join(t.TempDir(), "repaired")
	says(t, does(t, "", "repair", "--to", repaired, "--data", data), segment, "numbers that are empty: 1\n")
	if now, err := os.ReadFile(segment); err != nil || !bytes.Equal(now, damaged) {
		t.Error("repair has changed the original")
	}
	restored := filepath.Join(t.TempDir(), "restored")
	does(t, "", "restore", "--from", backup, "--data", restored)
	for _, dir := range []string{repaired, restored} {
		does(t, "", "verify", "--data", dir)
		again := serve(t, dir)
		if !strings.Contains(p.line, again.line[strings.Index(again.line, "its key is"):]) {
			t.Errorf("%s has another key: %q", dir, again.line)
		}
		back := servertest.Connect(t, again.addr)
		back.LogIn(wire.Login{ID: 1, Name: "Bob", Password: servertest.Password})
		if events, _ := back.History("d1-2", 0, 10); len(events) != 1 {
			t.Errorf("%s has %+v", dir, events)
		}
	}
}
