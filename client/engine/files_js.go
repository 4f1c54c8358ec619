package engine

import "errors"

// Files reports whether files of the system can be chosen, dropped and opened.
const Files = false

// ErrNoChooser means that the system has no dialog for files that can be used.
var ErrNoChooser = errors.New("no dialog for files")

// ChooseFiles is for windows.
func ChooseFiles(string) ([]string, error) { return nil, ErrNoChooser }

// ChoosePlace is for windows.
func ChoosePlace(_, _ string) (string, error) { return "", ErrNoChooser }

// ShowFile is for windows.
func ShowFile(string, bool) error { return errors.ErrUnsupported }

func dropped() []string { return nil }
