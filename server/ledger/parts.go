package ledger

import (
	"fmt"
	"os"
	"path/filepath"
)

// Part is a segment of a log, as far as it is durable. What lies behind is no
// part of the log yet.
type Part struct {
	Name string `json:"name"` // of the file, without its folder
	Size int64  `json:"size"` // bytes
}

// Parts returns the parts of the log in the folder dir, in order, each as long
// as its file. It is for a log that nobody has open; for an open one, Ledger
// knows better.
func Parts(dir string) ([]Part, error) {
	firsts, err := listSegments(dir)
	if err != nil {
		return nil, err
	}
	var parts []Part
	for _, first := range firsts {
		path := segmentPath(dir, first)
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("look at log segment: %w", err)
		}
		parts = append(parts, Part{Name: filepath.Base(path), Size: info.Size()})
	}
	return parts, nil
}

// Parts returns the parts of the log at this moment. They hold every event that
// was acknowledged, and stay as they are while the log goes on.
func (l *Ledger) Parts() []Part {
	l.mu.RLock()
	defer l.mu.RUnlock()
	parts := make([]Part, len(l.index.segments))
	for i, s := range l.index.segments {
		parts[i] = Part{Name: filepath.Base(s.path), Size: s.size}
	}
	return parts
}

// GreatestSender is the greatest member id that an event is from, 0 if there is
// none.
func (l *Ledger) GreatestSender() uint64 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	greatest := uint64(0)
	for _, id := range l.index.members {
		greatest = max(greatest, id)
	}
	return greatest
}

// IsPart tells whether a file of this name is a segment of a log.
func IsPart(name string) bool {
	_, ok := segmentFirst(name)
	return ok
}

// HasEvents tells whether any of the parts is longer than its header.
func HasEvents(parts []Part) bool {
	for _, p := range parts {
		first, _ := segmentFirst(p.Name)
		if p.Size > int64(len(appendHeader(nil, first))) {
			return true
		}
	}
	return false
}
