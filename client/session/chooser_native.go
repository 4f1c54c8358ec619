//go:build !js

package session

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"lobby/client/model"
)

// listFolder looks at what a folder holds.
func (s *Session) listFolder(e model.ListFolder) model.Listed {
	path := e.Path
	if path == "" {
		path = s.usualFolder(e.Save)
	}
	at := ""
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		path, at = filepath.Dir(path), path
	}
	folder, err := readFolder(path, model.MaxListed)
	folder.At = at
	if err != nil {
		return model.Listed{Asked: e.Path, Problem: folderProblem(path, err)}
	}
	return model.Listed{Asked: e.Path, Folder: folder}
}

// usualFolder is where a user's files are: the folder of downloads, or the one of
// everything; the root of the disk where there is none.
func (s *Session) usualFolder(downloads bool) string {
	if downloads && folderThere(s.cfg.Downloads) {
		return s.cfg.Downloads
	}
	if home, err := os.UserHomeDir(); err == nil && folderThere(home) {
		return home
	}
	return string(filepath.Separator)
}

func folderThere(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// readFolder lists a folder, most entries at most. Entries that are neither a file
// nor a folder, nor lead to one, are left out.
func readFolder(path string, most int) (model.Folder, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return model.Folder{}, fmt.Errorf("find the folder: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return model.Folder{}, fmt.Errorf("look into the folder: %w", err)
	}
	defer f.Close()
	found, err := f.ReadDir(most + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return model.Folder{}, fmt.Errorf("look into the folder: %w", err)
	}
	folder := model.Folder{Path: path, Up: wayTo(path), More: len(found) > most}
	for _, d := range found[:min(len(found), most)] {
		if e, ok := entryOf(path, d); ok {
			folder.Entries = append(folder.Entries, e)
		}
	}
	sortEntries(folder.Entries)
	return folder, nil
}

// entryOf describes what is in a folder. A link is what it leads to.
func entryOf(folder string, d fs.DirEntry) (model.FolderEntry, bool) {
	path := filepath.Join(folder, d.Name())
	info, err := d.Info()
	if err == nil && d.Type()&fs.ModeSymlink != 0 {
		info, err = os.Stat(path)
	}
	if err != nil || !info.IsDir() && !info.Mode().IsRegular() {
		return model.FolderEntry{}, false
	}
	e := model.FolderEntry{
		Name: d.Name(), Path: path, Folder: info.IsDir(), Modified: info.ModTime(),
		Hidden: strings.HasPrefix(d.Name(), "."),
	}
	if !e.Folder {
		e.Size = info.Size()
	}
	return e, true
}

// sortEntries puts folders first, and names in the order of the Unicode Collation
// Algorithm with numbers taken as such: file 2 comes before file 10.
func sortEntries(entries []model.FolderEntry) {
	type keyed struct {
		model.FolderEntry
		key []byte
	}
	order, buf := collate.New(language.Und, collate.Numeric), &collate.Buffer{}
	all := make([]keyed, len(entries))
	for i, e := range entries {
		all[i] = keyed{e, order.KeyFromString(buf, e.Name)}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		switch {
		case a.Folder && !b.Folder:
			return -1
		case b.Folder && !a.Folder:
			return 1
		}
		return cmp.Or(slices.Compare(a.key, b.key), strings.Compare(a.Name, b.Name))
	})
	for i := range all {
		entries[i] = all[i].FolderEntry
	}
}

// wayTo names the folders from the root of the disk to a folder.
func wayTo(path string) []model.FolderPart {
	var way []model.FolderPart
	for {
		way = append(way, model.FolderPart{Name: filepath.Base(path), Path: path})
		up := filepath.Dir(path)
		if up == path {
			slices.Reverse(way)
			return way
		}
		path = up
	}
}

func folderProblem(path string, err error) *model.Problem {
	p := model.Problem{Code: model.CodeFile, Detail: err.Error()}
	switch {
	case errors.Is(err, fs.ErrPermission):
		p.Code, p.Field = model.CodeForbidden, filepath.Base(path)
	case errors.Is(err, fs.ErrNotExist):
		p.Code, p.Field = model.CodeNoFolder, filepath.Base(path)
	}
	return &p
}
