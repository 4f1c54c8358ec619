package main

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lobby/server/servertest"
	"lobby/shared/wire"
)

// newerHeads are first lines as a newer version might write them.
var newerHeads = map[string]string{
	"identity.json":        `{"type":"identity","schema":9}`,
	"accounts.jsonl":       `{"type":"accounts","schema":9,"next":3,"crc":"8745be09"}`,
	"log/0000000001.jsonl": `{"type":"log","schema":9,"first":1,"crc":"e4e16fc2"}`,
}

// Whatever part of a folder is newer, every command refuses the whole of it with
// one line, and changes nothing.
func TestNewerFolderIsRefused(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, data)
	ann := servertest.Connect(t, p.addr)
	ann.LogIn(wire.Register{ID: 1, Name: "Ann", Password: servertest.Password})
	ann.Say(wire.Room, "1", "hello")
	p.Process.Kill()
	p.Wait()
	ann.Close()
	device, _, _ := strings.Cut(strings.Split(does(t, "", "device", "list", "Ann", "--data", data), "\n")[1], " ")
	code, _, _ := strings.Cut(does(t, "", "invite", "add", "--data", data), "\n")
	good := filesIn(t, data)

	out := filepath.Join(t.TempDir(), "out")
	commands := [][]string{
		{"serve", "--listen", "127.0.0.1:0", "--multicast", "off"},
		{"user", "list"}, {"user", "add", "Ben"}, {"user", "reset", "Ann"}, {"user", "disable", "Ann"},
		{"user", "enable", "Ann"}, {"user", "rename", "Ann", "Anna"},
		{"device", "list", "Ann"}, {"device", "revoke", "Ann", device},
		{"invite", "add"}, {"invite", "list"}, {"invite", "revoke", code},
		{"export", "--conv", "r1", "--out", out}, {"backup", "--to", out}, {"verify"}, {"repair", "--to", out},
	}
	for name, head := range newerHeads {
		t.Run(filepath.Base(name), func(t *testing.T) {
			_, rest, _ := strings.Cut(good[name], "\n")
			if err := os.WriteFile(filepath.Join(data, name), []byte(head+"\n"+rest), 0o600); err != nil {
				t.Fatal(err)
			}
			before := filesIn(t, data)
			for _, args := range commands {
				refusesNewer(t, append(args, "--data", data), "schema 9", name)
				if !maps.Equal(before, filesIn(t, data)) {
					t.Errorf("%q has changed the folder", args)
				}
			}
			backup := filepath.Join(t.TempDir(), "lobby.tar.gz")
			archive(t, backup, before)
			refusesNewer(t, []string{"restore", "--from", backup, "--data", out}, "schema 9", name)
			if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("something was written: %v", err)
			}
			if err := os.WriteFile(filepath.Join(data, name), []byte(good[name]), 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
	does(t, "", "verify", "--data", data)
}

// refusesNewer expects a command that is given a password to fail with one line that
// has these parts.
func refusesNewer(t *testing.T, args []string, parts ...string) {
	t.Helper()
	p := command(t, args...)
	p.Stdin = strings.NewReader(servertest.Password + "\n")
	printed, err := p.Output()
	if p.ProcessState.ExitCode() != 1 || len(printed) > 0 || strings.Count(p.stderr.String(), "\n") != 1 {
		t.Errorf("%q ended with %v, printed %q and said %q", args, err, printed, p.stderr)
	}
	says(t, p.stderr.String(), parts...)
}

// filesIn reads all files of a data folder that are more than a lock.
func filesIn(t *testing.T, data string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	err := filepath.WalkDir(data, func(path string, entry os.DirEntry, err error) error {
		name, relErr := filepath.Rel(data, path)
		if err = errors.Join(err, relErr); err != nil || !entry.Type().IsRegular() || name == "lock" {
			return err
		}
		content, err := os.ReadFile(path)
		found[filepath.ToSlash(name)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// archive writes files as a backup has them.
func archive(t *testing.T, to string, files map[string]string) {
	t.Helper()
	f, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	zip := gzip.NewWriter(f)
	tape := tar.NewWriter(zip)
	for name, content := range files {
		if name == "log/id" {
			continue // is in no backup
		}
		err := tape.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o600})
		if err == nil {
			_, err = tape.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(tape.Close(), zip.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
}
