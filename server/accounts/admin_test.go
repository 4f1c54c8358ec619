package accounts

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lobby/shared/wire"
)

// codeOf is the code of a Fault, or what else the error is.
func codeOf(err error) wire.Code {
	if err == nil {
		return ""
	}
	if f, ok := err.(*wire.Fault); ok {
		return f.Code
	}
	return wire.Code(err.Error())
}

// tryCode registers with a code and says what came of it.
func tryCode(s *Store, name, code string) wire.Code {
	_, err := s.Register(context.Background(), home, name, goodPassword, code, phone(1))
	return codeOf(err)
}

func TestDisable(t *testing.T) {
	path := newPath(t)
	s := open(t, path, Options{})
	ann := register(t, s, "Ann", phone(1))
	if err := s.Disable(ann.ID, true); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	s = open(t, path, Options{})
	_, err := s.Login(t.Context(), home, "Ann", goodPassword, phone(1))
	if codeOf(err) != wire.CodeDisabled {
		t.Errorf("login of a disabled member: %v", err)
	}
	if _, err = s.Login(t.Context(), home, "Ann", "a wrong password", phone(1)); codeOf(err) != wire.CodeDenied {
		t.Errorf("with a wrong password: %v", err)
	}
	if _, err = s.Resume("Ann", phone(1).Key); codeOf(err) != wire.CodeDisabled {
		t.Errorf("resume of a disabled member: %v", err)
	}
	if s.Admits(ann.ID, phone(1).Key) {
		t.Error("a disabled member is admitted")
	}
	if err := s.Disable(ann.ID, false); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Resume("Ann", phone(1).Key); err != nil || !s.Admits(ann.ID, phone(1).Key) {
		t.Errorf("resume when enabled again: %v", err)
	}
}

func TestRename(t *testing.T) {
	path := newPath(t)
	s := open(t, path, Options{})
	ann, bob := register(t, s, "Ann", phone(1)), register(t, s, "Bob", phone(2))
	if _, err := s.Rename(bob.ID, "ANN"); codeOf(err) != wire.CodeNameTaken {
		t.Errorf("a taken name: %v", err)
	}
	if _, err := s.Rename(bob.ID, " "); codeOf(err) != wire.CodeName {
		t.Errorf("no name: %v", err)
	}
	if name, err := s.Rename(ann.ID, " ann "); err != nil || name != "ann" {
		t.Errorf("only the case differs: %q, %v", name, err)
	}
	if name, err := s.Rename(bob.ID, "Bert"); err != nil || name != "Bert" {
		t.Errorf("renamed %q, %v", name, err)
	}
	register(t, s, "Bob", phone(3)) // the name is free again
	if _, err := s.Resume("Bert", phone(2).Key); err != nil {
		t.Errorf("resume by the new name: %v", err)
	}
	closeStore(t, s)
	if diff := cmp.Diff([]string{"ann", "Bert", "Bob"}, names(open(t, path, Options{}))); diff != "" {
		t.Error(diff)
	}
}

func TestReset(t *testing.T) {
	s := open(t, newPath(t), Options{})
	ann := register(t, s, "Ann", phone(1))
	if err := s.Reset(t.Context(), ann.ID, "short"); codeOf(err) != wire.CodePassword {
		t.Errorf("a short password: %v", err)
	}
	if err := s.Reset(t.Context(), ann.ID, "quite another password"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Resume("Ann", phone(1).Key); codeOf(err) != wire.CodeDevice {
		t.Errorf("the old device: %v", err)
	}
	if _, err := s.Login(t.Context(), home, "Ann", goodPassword, phone(1)); codeOf(err) != wire.CodeDenied {
		t.Errorf("the old password: %v", err)
	}
	if _, err := s.Login(t.Context(), home, "Ann", "quite another password", phone(1)); err != nil {
		t.Errorf("the new password: %v", err)
	}
}

// Who has the setup code becomes the administrator, once, whatever the policy.
func TestSetupCode(t *testing.T) {
	for _, policy := range []Registration{OpenToAll, ByInvite, Closed} {
		t.Run(string(policy), func(t *testing.T) {
			path := newPath(t)
			s := open(t, path, Options{Registration: policy})
			code := s.SetupCode()
			if code := tryCode(s, "Eve", "0000-0000-0000"); code != wire.CodeInvite && code != wire.CodeClosed {
				t.Errorf("a wrong code: %q", code)
			}
			if got := tryCode(s, "Ann", ShowCode(code)); got != "" {
				t.Fatalf("the setup code: %q", got)
			}
			if s.SetupCode() != "" || tryCode(s, "Bob", code) == "" {
				t.Error("the setup code works twice")
			}
			closeStore(t, s)
			s = open(t, path, Options{Registration: policy})
			if ann, _ := s.Named("ann"); !ann.Admin || s.SetupCode() != "" {
				t.Errorf("after a restart there is %+v and the code %q", ann, s.SetupCode())
			}
		})
	}
}

func TestInvites(t *testing.T) {
	path := newPath(t)
	now := time.Date(2026, 11, 22, 3, 4, 5, 0, time.UTC)
	options := Options{Registration: ByInvite, Clock: func() time.Time { return now }}
	s := open(t, path, options)
	if code := tryCode(s, "Ann", ""); code != wire.CodeInvite {
		t.Errorf("without a code: %q", code)
	}
	invite, err := s.Invite(2, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if code := tryCode(s, "Ann", " "+ShowCode(invite.Code)+" "); code != "" {
		t.Errorf("with the code: %q", code)
	}
	if code := tryCode(s, "ann", invite.Code); code != wire.CodeNameTaken {
		t.Errorf("for a taken name: %q", code)
	}
	closeStore(t, s)
	s = open(t, path, options)
	if left := s.Invites(); len(left) != 1 || left[0].Left != 1 {
		t.Errorf("after one of two: %+v", left)
	}
	if code := tryCode(s, "Bob", invite.Code); code != "" {
		t.Errorf("the second: %q", code)
	}
	if code := tryCode(s, "Carl", invite.Code); code != wire.CodeInvite {
		t.Errorf("the third of two: %q", code)
	}

	invite, err = s.Invite(2, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Hour)
	if code := tryCode(s, "Carl", invite.Code); code != wire.CodeInvite {
		t.Errorf("an hour later: %q", code)
	}
	if found, err := s.Revoke(ShowCode(invite.Code)); !found || err != nil || len(s.Invites()) != 0 {
		t.Errorf("revoked: %t, %v; left %+v", found, err, s.Invites())
	}
	closeStore(t, s)
	if left := open(t, path, options).Invites(); len(left) != 0 {
		t.Errorf("after a restart: %+v", left)
	}
}

// A file of the form before this one is read, and written anew.
func TestOlderSchema(t *testing.T) {
	path, data := threeMembers(t)
	head, err := encodeLine(header{Type: "accounts", Schema: 1, Next: 4})
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, path, string(head)+records(data))
	s := open(t, path, Options{})
	if diff := cmp.Diff([]string{"Ann", "Bob", "Carl"}, names(s)); diff != "" {
		t.Error(diff)
	}
	if got := readFile(t, path); records(got) != records(data) || !strings.Contains(got, `"schema":2`) {
		t.Errorf("the file is now\n%s", got)
	}
}

// Each damaged line is told with its place, and the rest goes into a copy that
// opens.
func TestInspect(t *testing.T) {
	_, data := threeMembers(t)
	lines := bytes.SplitAfter([]byte(data), []byte("\n"))
	join := func(lines ...[]byte) []byte { return bytes.Join(lines, nil) }
	second := int64(len(lines[0]))
	third := second + int64(len(lines[1]))
	again := bytes.Clone(lines[1]) // Ann, renamed to Bob, whose old name was in a damaged line
	again = again[:bytes.Index(again, []byte(crcField))]
	again = seal(bytes.Replace(again, []byte(`"Ann"`), []byte(`"Bob"`), 1))
	cases := map[string]struct {
		data   []byte
		damage []DamageError
		names  []string
	}{
		"nothing":  {[]byte(data), nil, []string{"Ann", "Bob", "Carl"}},
		"line":     {bytes.Replace([]byte(data), []byte("Bob"), []byte("Rob"), 1), []DamageError{{Line: 3, Offset: third}}, []string{"Ann", "Carl"}},
		"header":   {join([]byte("{}\n"), lines[1], lines[2]), []DamageError{{Line: 1}}, []string{"Ann", "Bob"}},
		"torn":     {[]byte(data)[:len(data)-5], []DamageError{{Line: 4, Offset: third + int64(len(lines[2]))}}, []string{"Ann", "Bob"}},
		"empty":    {nil, []DamageError{{}}, nil},
		"one name": {join([]byte(data), again), []DamageError{{}}, []string{"member 1", "Bob", "Carl"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var damage []DamageError
			contents, err := Inspect("f", c.data, func(d *DamageError) {
				damage = append(damage, DamageError{Line: d.Line, Offset: d.Offset})
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.damage, damage); diff != "" {
				t.Errorf("damage: %s", diff)
			}
			path := filepath.Join(t.TempDir(), "accounts.jsonl")
			if err := contents.WriteNew(path, 9); err != nil {
				t.Fatal(err)
			}
			s := open(t, path, Options{})
			if diff := cmp.Diff(c.names, names(s)); diff != "" || s.Next() != 9 {
				t.Errorf("the copy goes on with id %d and has other members: %s", s.Next(), diff)
			}
			if err := contents.WriteNew(path, 9); !errors.Is(err, fs.ErrExist) {
				t.Errorf("written over a file: %v", err)
			}
		})
	}
}
