//go:build !js

package engine

import (
	"errors"
	"io/fs"
	"os/exec"
	"path/filepath"
	"runtime"
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

// dropped returns the paths of what was dropped onto the window, or pasted, since
// the last frame. Files and folders that are dropped together come from one folder.
func dropped() []string {
	brought.Lock()
	paths := brought.paths
	brought.paths = nil
	brought.Unlock()
	return append(paths, droppedNow()...)
}

// brought is what was pasted since the last frame.
var brought struct {
	sync.Mutex
	paths []string
}

func bring(paths []string) {
	brought.Lock()
	defer brought.Unlock()
	brought.paths = append(brought.paths, paths...)
}

func droppedNow() []string {
	files := ebiten.DroppedFiles()
	if files == nil {
		return nil
	}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil
	}
	var paths []string
	for _, e := range entries {
		if e, ok := e.(ebiten.AbsPather); ok {
			paths = append(paths, e.AbsPath())
		}
	}
	return paths
}
