package model

import (
	"reflect"
	"testing"

	"lobby/shared/wire"
)

func TestChooserShowsFolders(t *testing.T) {
	m := chat(t)
	s := m.state
	if got := s.Apply(NoDialog{Question{Era: s.Era, Conv: wire.Room}}); !reflect.DeepEqual(got, []Effect{ListFolder{}}) {
		t.Fatalf("it begins with %+v", got)
	}
	home := Folder{Path: "/home/ming"}
	s.Apply(Listed{Folder: home})
	if s.Chooser.Busy || s.Chooser.Folder.Path != home.Path {
		t.Errorf("it shows %+v", s.Chooser)
	}

	// Only the answer to the last question counts.
	s.Do(OpenFolder{Path: "/slow"})
	s.Do(OpenFolder{Path: "/closed"})
	s.Apply(Listed{Asked: "/slow", Folder: Folder{Path: "/slow"}})
	if s.Chooser.Folder.Path != home.Path || !s.Chooser.Busy {
		t.Errorf("it shows %+v", s.Chooser)
	}
	s.Apply(Listed{Asked: "/closed", Problem: &Problem{Code: CodeForbidden}})
	if c := s.Chooser; c.Folder.Path != home.Path || c.Problem == nil || c.Problem.Code != CodeForbidden || c.Busy {
		t.Errorf("a folder that is closed leaves %+v", c)
	}

	got := s.Do(ChoosePaths{Paths: []string{"/home/ming/a"}})
	if want := []Effect{Examine{Era: s.Era, Conv: wire.Room, Paths: []string{"/home/ming/a"}}}; !reflect.DeepEqual(got, want) || s.Chooser != nil {
		t.Errorf("choosing leads to %+v", got)
	}
	// The next time it begins there; where that is gone, where it began first.
	if got := s.Apply(NoDialog{Question{Era: s.Era, Conv: wire.Room}}); !reflect.DeepEqual(got, []Effect{ListFolder{Path: home.Path}}) {
		t.Errorf("the second time it begins with %+v", got)
	}
	if got := s.Apply(Listed{Asked: home.Path, Problem: &Problem{Code: CodeNoFolder}}); !reflect.DeepEqual(got, []Effect{ListFolder{}}) {
		t.Errorf("without that folder it goes on with %+v", got)
	}
	s.Apply(Listed{Problem: &Problem{Code: CodeForbidden}})
	if c := s.Chooser; c.Busy || c.Problem == nil {
		t.Errorf("without any folder it is %+v", c)
	}
	s.Do(EndChooser{})
	if s.Chooser != nil {
		t.Error("it does not close")
	}
	if got := s.Apply(Listed{Folder: home}); got != nil || s.Chooser != nil {
		t.Error("what is listed late opens it again")
	}
}

func TestChooserOfAPlace(t *testing.T) {
	m := chat(t)
	s := m.state
	s.Offers[5] = &Offer{Seq: 5, Conv: wire.Room, From: 2, File: wire.File{Name: "a.bin", Size: 9}}
	if got := s.Apply(NoDialog{Question{Era: s.Era, Offer: 5, Save: true, Name: "a.bin"}}); !reflect.DeepEqual(got, []Effect{ListFolder{Save: true}}) {
		t.Fatalf("it begins with %+v", got)
	}
	if got := s.Do(ChooseName{Name: "b.bin"}); got != nil {
		t.Errorf("before a folder is there, a name leads to %+v", got)
	}
	s.Apply(Listed{Folder: Folder{Path: "/downloads"}})
	if got := s.Do(ChoosePaths{Paths: []string{"/downloads/c"}}); got != nil || s.Chooser == nil {
		t.Errorf("a file is no place, but leads to %+v", got)
	}
	s.Do(ChooseName{Name: "../b?.bin"})
	if f := s.cargo.Fetches; s.Chooser != nil || len(f) != 1 || f[0].As != "/downloads/b_.bin" || !f[0].Fresh {
		t.Errorf("it is fetched as %+v", f)
	}
}
