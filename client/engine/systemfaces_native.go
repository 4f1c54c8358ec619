//go:build !js

package engine

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"
)

// Bounds of what is taken from the system, in bytes of font files: one face, and
// all of them together.
const (
	maxSystemFace  = 24 << 20
	maxSystemFaces = 48 << 20
)

// systemFaces finds, among the fonts of the user's system, faces for characters
// that the program's own lack. Looking through them takes from milliseconds to
// seconds, so it is done beside the frames; what was found is kept in the user's
// cache for the next start.
type systemFaces struct {
	arrive func(*face) // takes what was found, on any goroutine

	mu      sync.Mutex
	wanted  []rune
	seeking bool

	// What follows belongs to the goroutine that seeks.
	found []*face
	tried map[fontscan.Location]bool
	bytes int // of the files of found
}

// want has a face for r found, soon.
func (s *systemFaces) want(r rune) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wanted = append(s.wanted, r)
	if !s.seeking {
		s.seeking = true
		go s.seek()
	}
}

// seek works until nothing is wanted.
func (s *systemFaces) seek() {
	for {
		s.mu.Lock()
		wanted := s.wanted
		s.wanted = nil
		s.seeking = len(wanted) > 0
		s.mu.Unlock()
		if len(wanted) == 0 {
			return
		}
		prints := systemFootprints()
		for _, r := range wanted {
			s.find(r, prints)
		}
	}
}

// systemFootprints says what each font of the system covers. A system that does
// not let itself be looked at has none.
func systemFootprints() []fontscan.Footprint {
	folder, err := cacheFolder()
	if err != nil {
		return nil
	}
	prints, err := fontscan.SystemFonts(log.New(io.Discard, "", 0), folder)
	if err != nil {
		return nil
	}
	return prints
}

// find hands over the best face for a character, unless one has it already.
func (s *systemFaces) find(r rune, prints []fontscan.Footprint) {
	if slices.ContainsFunc(s.found, func(f *face) bool { return f.covers.lookup(r) }) {
		return
	}
	for _, p := range candidates(r, prints) {
		if s.tried[p.Location] {
			continue
		}
		if s.tried == nil {
			s.tried = make(map[fontscan.Location]bool)
		}
		s.tried[p.Location] = true
		f, size, err := loadSystemFace(p.Location, maxSystemFaces-s.bytes)
		if err != nil || !f.covers.lookup(r) {
			continue // the next may do
		}
		s.bytes += size
		s.found = append(s.found, f)
		s.arrive(f)
		return
	}
}

// candidates are the fonts that have a character, the one that goes best with the
// program's own faces first: upright, of regular weight, without serifs.
func candidates(r rune, prints []fontscan.Footprint) []fontscan.Footprint {
	var all []fontscan.Footprint
	for _, p := range prints {
		if p.Runes.Contains(r) && !isPlaceholder(p.Family) {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b fontscan.Footprint) int {
		return cmp.Or(
			cmp.Compare(unlike(a), unlike(b)),
			strings.Compare(a.Family, b.Family),
			strings.Compare(a.Location.File, b.Location.File),
		)
	})
	return all
}

// isPlaceholder reports whether a family has a picture of its script, or of its
// number, in the place of each character.
func isPlaceholder(family string) bool {
	return strings.Contains(family, "lastresort") || strings.Contains(family, "unifont")
}

// unlike says how unlike the program's own faces a font is. Families are written
// without spaces and in lower case.
func unlike(p fontscan.Footprint) int {
	n := 0
	if p.Aspect.Style == font.StyleItalic {
		n += 8
	}
	if p.Aspect.Weight != font.WeightNormal {
		n += 4
	}
	for _, kind := range []string{"serif", "mono", "looped", "kufi", "nastaliq", "rashi", "ui"} {
		if strings.Contains(strings.ReplaceAll(p.Family, "sansserif", ""), kind) {
			n += 2
		}
	}
	if !strings.HasPrefix(p.Family, "notosans") {
		n++
	}
	return n
}

// loadSystemFace reads a face from a font file and returns the size of what it
// took of it, at most limit bytes.
func loadSystemFace(at fontscan.Location, limit int) (*face, int, error) {
	file, err := os.Open(at.File)
	if err != nil {
		return nil, 0, fmt.Errorf("reading a font of the system: %w", err)
	}
	defer file.Close()
	loaders, err := opentype.NewLoaders(file)
	if err != nil {
		return nil, 0, fmt.Errorf("reading %s: %w", at.File, err)
	}
	if int(at.Index) >= len(loaders) {
		return nil, 0, fmt.Errorf("reading %s: there is no face %d", at.File, at.Index)
	}
	data, err := oneFace(loaders[at.Index], min(limit, maxSystemFace))
	if err != nil {
		return nil, 0, fmt.Errorf("reading %s: %w", at.File, err)
	}
	f, err := newFace(bytes.NewReader(data), false)
	if err != nil {
		return nil, 0, err
	}
	f.system = true
	return f, len(data), nil
}

var errFaceTooLarge = errors.New("the face is too large")

// oneFace returns one face of a file that may hold several as a file of its own.
func oneFace(l *opentype.Loader, limit int) ([]byte, error) {
	var tables []opentype.Table
	size := 0
	for _, tag := range l.Tables() {
		content, err := l.RawTable(tag)
		if err != nil {
			return nil, err
		}
		if size += len(content); size > limit {
			return nil, errFaceTooLarge
		}
		tables = append(tables, opentype.Table{Tag: tag, Content: content})
	}
	return opentype.WriteTTF(tables), nil
}
