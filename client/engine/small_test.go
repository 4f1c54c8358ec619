//go:build !js

package engine

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"lobby/client/ui"
	"lobby/fonts"
)

// paged returns a Text with the small faces only, as a page begins.
func paged(t *testing.T) *Text {
	t.Helper()
	text := newText()
	for weight, name := range []string{ui.Regular: "core.otf", ui.Bold: "core-bold.otf"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "fonts", name))
		if err != nil {
			t.Fatal(err)
		}
		f, err := newFace(bytes.NewReader(data), false)
		if err != nil {
			t.Fatal(err)
		}
		text.small.faces[weight] = f
		text.arrive([]int{ui.Regular: slotRegular, ui.Bold: slotBold}[weight], f)
	}
	text.settle()
	return text
}

func TestArrivedFaceLeavesWhatStays(t *testing.T) {
	whole := at(1)
	slots := map[string]int{
		fonts.FileRegular: slotRegular, fonts.FileLatin: slotLatin, fonts.FileEmoji: slotEmoji,
		fonts.FileBold: slotBold, fonts.FileLatinBold: slotLatinBold,
	}
	for _, test := range []struct {
		name  string
		font  ui.Font
		text  string
		renew []string // the files after whose arrival it has to be laid out anew
	}{
		{"in the small face", ui.Font{Size: 15}, "登入 Lobby", nil},
		{"bold", ui.Font{Size: 15, Weight: ui.Bold}, "登入", nil},
		{"a rare character", ui.Font{Size: 15}, "登入 龘", []string{fonts.FileRegular}},
		{"a rare letter", ui.Font{Size: 15}, "Ж", []string{fonts.FileLatin}},
		{"a rare bold letter", ui.Font{Size: 15, Weight: ui.Bold}, "Ж", []string{fonts.FileLatin, fonts.FileBold, fonts.FileLatinBold}},
		{"a sign beside a letter", ui.Font{Size: 15}, "it’s", fonts.Fetched()},
		{"a picture", ui.Font{Size: 15}, "🎉", fonts.Fetched()},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := paged(t)
			text.Advance(test.font, test.text)
			for _, file := range fonts.Fetched() {
				before := text.Generation()
				text.arrive(slots[file], whole.faces[slots[file]])
				renewed := text.settle()
				wants := false
				for _, name := range test.renew {
					wants = wants || name == file
				}
				if wants && !renewed {
					t.Errorf("%s arrived, and %q stays as it was", file, test.text)
				}
				if renewed != (text.Generation() != before) {
					t.Error("the generation does not tell the same")
				}
				if test.renew == nil && renewed {
					t.Errorf("%s arrived, and %q is laid out anew", file, test.text)
				}
				text.Advance(test.font, test.text)
			}
			if got, want := text.Advance(test.font, test.text), whole.Advance(test.font, test.text); got != want {
				t.Errorf("with all faces %q is %v wide, and %v in a window", test.text, got, want)
			}
		})
	}
}
