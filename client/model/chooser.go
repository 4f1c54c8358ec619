package model

import (
	"path/filepath"
	"time"

	"lobby/shared/wire"
)

// MaxListed is how many entries of a folder are listed at most: more than anybody
// looks through, and few enough that a folder of millions is listed as soon.
const MaxListed = 10_000

// Chooser is the program's own dialog for files, where the system has none.
type Chooser struct {
	Question
	Folder  Folder   // what is shown of the disk; Path is "" until a folder was listed
	Visit   int      // counts the folders that were shown
	Busy    bool     // another folder is being looked at
	Problem *Problem // why the last one can't be shown; nil if it can

	asked string // path of the folder that is being looked at, "" where to begin
}

// Question is what is asked of the user: for files to send in a conversation, for
// the file of an offer that was made there or, with Save, for a place to put an
// offer's file.
type Question struct {
	Era   uint64 // State.Era when it was asked
	Conv  string
	Offer uint64 // 0 for none
	Save  bool
	Name  string // Save: suggested
}

// Folder is what a folder holds, folders first, each kind in the order that people
// expect of names with numbers.
type Folder struct {
	Path    string
	Up      []FolderPart // the folders that it is in, the outermost first, and itself
	Entries []FolderEntry
	At      string // the path of the file in it that was asked for; "" for none
	More    bool   // there are more than MaxListed, and the others are left out
}

// FolderPart is a folder on the way to another one.
type FolderPart struct{ Name, Path string }

// FolderEntry is a file or folder in a folder.
type FolderEntry struct {
	Name, Path string
	Folder     bool
	Hidden     bool
	Size       int64 // bytes, of a file
	Modified   time.Time
}

// The intents about the program's own dialog for files.
type (
	// OpenFolder shows another folder.
	OpenFolder struct{ Path string }

	// ChoosePaths answers the dialog with files and folders.
	ChoosePaths struct{ Paths []string }

	// ChooseName answers the dialog with a place: a name in the folder shown. It is
	// made one that every system can store.
	ChooseName struct{ Name string }

	// EndChooser closes the dialog without an answer.
	EndChooser struct{}
)

// NoDialog says that the system has no dialog for a question: the program asks it
// itself.
type NoDialog struct{ Question }

// Listed answers ListFolder.
type Listed struct {
	Asked   string // ListFolder's path
	Folder  Folder
	Problem *Problem // why there is no Folder
}

// ListFolder looks at what a folder holds, MaxListed entries at most; of a file's path,
// at what is beside it. Without a
// path it is the one where a user's files are or, with Save, that of downloads.
// Answered by Listed.
type ListFolder struct {
	Path string
	Save bool
}

func (OpenFolder) intent()  {}
func (ChoosePaths) intent() {}
func (ChooseName) intent()  {}
func (EndChooser) intent()  {}

func (NoDialog) event() {}
func (Listed) event()   {}

func (ListFolder) effect() {}

// ask opens the dialog, at the folder where the last one was answered.
func (s *State) ask(q Question) []Effect {
	if q.Era != s.Era {
		return nil
	}
	s.Chooser = &Chooser{Question: q}
	from := s.chosenFrom
	if q.Save {
		from = ""
	}
	return s.openFolder(from)
}

func (s *State) openFolder(path string) []Effect {
	c := s.Chooser
	if c == nil {
		return nil
	}
	c.asked, c.Busy = path, true
	return []Effect{ListFolder{Path: path, Save: c.Save}}
}

// listed shows a folder, unless another one was asked for meanwhile. A folder that
// can't be shown leaves the one before; where there is none, because the one of the
// last time is gone, it begins where files usually are.
func (s *State) listed(e Listed) []Effect {
	c := s.Chooser
	if c == nil || !c.Busy || e.Asked != c.asked {
		return nil
	}
	c.Busy, c.Problem = false, e.Problem
	switch {
	case e.Problem == nil:
		c.Folder = e.Folder
		c.Visit++
	case c.Folder.Path == "" && e.Asked != "":
		return s.openFolder("")
	}
	return nil
}

// doChooser takes in what the user does in the dialog.
func (s *State) doChooser(i Intent) []Effect {
	c := s.Chooser
	if c == nil {
		return nil
	}
	switch i := i.(type) {
	case OpenFolder:
		return s.openFolder(i.Path)
	case ChoosePaths:
		if c.Save || len(i.Paths) == 0 {
			return nil
		}
		s.Chooser, s.chosenFrom = nil, c.Folder.Path
		return []Effect{Examine{Era: c.Era, Conv: c.Conv, Offer: c.Offer, Paths: i.Paths}}
	case ChooseName:
		if !c.Save || c.Folder.Path == "" || i.Name == "" {
			return nil
		}
		s.Chooser = nil
		return s.accept(AcceptOffer{Offer: c.Offer, As: filepath.Join(c.Folder.Path, wire.CleanFileName(i.Name)), Fresh: true})
	case EndChooser:
		s.Chooser = nil
	}
	return nil
}
