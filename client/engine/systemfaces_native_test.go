//go:build !js

package engine

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"

	"lobby/client/ui"
	"lobby/fonts"
)

// printOf is a font that is said to have some characters.
func printOf(family, file string, aspect font.Aspect, has string) fontscan.Footprint {
	p := fontscan.Footprint{Family: family, Aspect: aspect, Location: fontscan.Location{File: file}}
	for _, r := range has {
		p.Runes.Add(r)
	}
	return p
}

var (
	upright = font.Aspect{Style: font.StyleNormal, Weight: font.WeightNormal, Stretch: font.StretchNormal}
	bold    = font.Aspect{Style: font.StyleNormal, Weight: font.WeightBold, Stretch: font.StretchNormal}
	italic  = font.Aspect{Style: font.StyleItalic, Weight: font.WeightNormal, Stretch: font.StretchNormal}
)

func TestCandidates(t *testing.T) {
	prints := []fontscan.Footprint{
		printOf("notoserifthai", "1", upright, "ก"), printOf("notosansthai", "2", bold, "ก"),
		printOf("dejavusans", "3", upright, "ก"), printOf("notosansthai", "4", upright, "ก"),
		printOf("notosansthai", "5", italic, "ก"), printOf("unifont", "6", upright, "ก"),
		printOf("notosanshebrew", "7", upright, "א"), printOf("microsoftsansserif", "8", upright, "ก"),
	}
	got := ""
	for _, p := range candidates('ก', prints) {
		got += p.Location.File
	}
	if got != "4381"+"25" {
		t.Errorf("the order is %s", got)
	}
}

// seeking is a systemFaces that keeps what it finds, on this goroutine.
func seeking() (*systemFaces, *[]*face) {
	var found []*face
	return &systemFaces{arrive: func(f *face) { found = append(found, f) }}, &found
}

func TestFindSystemFace(t *testing.T) {
	dir := t.TempDir()
	keep := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	latin := keep("latin.ttf", fonts.Latin())
	prints := []fontscan.Footprint{
		printOf("a-gone", filepath.Join(dir, "none"), upright, "ł"),
		printOf("b-broken", keep("broken.ttf", fonts.Latin()[:1000]), upright, "ł"),
		printOf("c-liar", keep("liar.otf", fonts.Latin()), upright, "łก"),
		printOf("d-right", latin, upright, "ł"),
	}
	s, found := seeking()
	s.find('ก', prints) // the file has it not, whatever was said of it
	if len(*found) != 0 {
		t.Fatal("a face that has not the character was taken")
	}
	s.find('ł', prints)
	s.find('ł', prints)
	s.find('đ', prints) // the same face has it
	if len(*found) != 1 || !(*found)[0].system || !(*found)[0].covers.has('ł') || s.bytes < len(fonts.Latin())/2 {
		t.Fatalf("found %d faces of %d bytes", len(*found), s.bytes)
	}

	// What would be too much together is left.
	s, found = seeking()
	s.bytes = maxSystemFaces - 1000
	s.find('ł', prints)
	if len(*found) != 0 {
		t.Error("there is no bound")
	}
}

// A name that the program's own faces lack shows with a face of the system.
func TestSystemFaceArrives(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	if len(candidates('ก', systemFootprints())) == 0 {
		t.Skip("the system has no font for Thai")
	}
	text := newText()
	text.load()
	text.settle()
	arrived := make(chan struct{})
	text.seeker.arrive = func(f *face) {
		text.arrive(slotSystem, f)
		close(arrived)
	}
	before := text.Generation()
	font := ui.Font{Size: 15}
	text.Advance(font, "สมชาย")
	<-arrived
	if !text.settle() || text.Generation() == before {
		t.Fatal("nothing has changed")
	}
	runs := text.split(ui.Regular, "สมชาย Lee")
	if len(runs) != 2 || !runs[0].face.system || !runs[0].face.covers.hasAll("สมชาย") || runs[1].face.system {
		t.Errorf("%d runs", len(runs))
	}
	if text.Advance(font, "สมชาย") <= 0 {
		t.Error("the name has no width")
	}
}
