//go:build !js

package engine

import (
	"errors"
	"io/fs"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/ncruces/zenity"
)

// ShowsFiles reports whether ShowFile can do anything.
const ShowsFiles = true

// ChoosesPlaces reports whether ChoosePlace can do anything.
func ChoosesPlaces() bool { return true }

// ErrNoChooser means that the system has no dialog for files that can be used.
var ErrNoChooser = errors.New("no dialog for files")

// ChooseFiles asks the user for files, and waits. Nothing is chosen when the
// dialog is closed.
func ChooseFiles(title string) ([]string, error) {
	paths, err := zenity.SelectFileMultiple(zenity.Title(title))
	return paths, chooserError(err)
}

// ChooseFolder asks the user for a folder, and waits. It returns its path, or nothing
// when the dialog is closed.
func ChooseFolder(title string) ([]string, error) {
	path, err := zenity.SelectFile(zenity.Title(title), zenity.Directory())
	if path == "" {
		return nil, chooserError(err)
	}
	return []string{path}, chooserError(err)
}

// ChoosePlace asks the user where to save a file, and waits. The dialog asks
// before another file's place is taken. Nothing is chosen when it is closed.
func ChoosePlace(title, suggested string) (string, error) {
	path, err := zenity.SelectFileSave(zenity.Title(title), zenity.Filename(suggested), zenity.ConfirmOverwrite())
	return path, chooserError(err)
}

func chooserError(err error) error {
	switch {
	case err == nil, errors.Is(err, zenity.ErrCanceled):
		return nil
	case errors.Is(err, exec.ErrNotFound):
		return ErrNoChooser
	}
	return err
}

// ShowFile opens a file with the program that the system has for it, or the
// folder that it is in. It waits for the program that does so.
func ShowFile(path string, folder bool) error {
	if folder {
		path = filepath.Dir(path)
	}
	command, ok := openers[runtime.GOOS]
	if !ok {
		command = []string{"xdg-open"}
	}
	return exec.Command(command[0], append(command[1:len(command):len(command)], path)...).Run()
}

// takeBrought returns the paths of what was dropped onto the window, and of what was
// pasted, since the last frame.
func takeBrought() (dropped, pasted []string) {
	brought.Lock()
	defer brought.Unlock()
	pasted, brought.pasted = brought.pasted, nil
	return droppedNow(), pasted
}

var brought struct {
	sync.Mutex
	pasted []string
}

func bringPasted(paths []string) {
	brought.Lock()
	defer brought.Unlock()
	brought.pasted = append(brought.pasted, paths...)
}

func droppedNow() []string {
	files := ebiten.DroppedFiles()
	if files == nil {
		return nil
	}
	return droppedIn(files, ".")
}

// droppedIn returns what was dropped of a folder's. Where not everything comes from one
// folder, the engine's list has folders too that only lead there: those are not opened
// as the system's, and nothing else in them was dropped.
func droppedIn(files fs.FS, folder string) (paths []string) {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		name := strings.TrimPrefix(folder+"/"+e.Name(), "./")
		if e.IsDir() && !isOfSystem(files, name) {
			paths = append(paths, droppedIn(files, name)...)
		} else if e, ok := e.(ebiten.AbsPather); ok {
			paths = append(paths, e.AbsPath())
		}
	}
	return paths
}

// isOfSystem reports whether a folder is opened as the system's.
func isOfSystem(files fs.FS, name string) bool {
	f, err := files.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	_, of := f.(interface{ Fd() uintptr })
	return of
}
