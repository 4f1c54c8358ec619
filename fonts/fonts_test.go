//go:build !js

package fonts_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/encoding/traditionalchinese"

	"lobby/fonts"
)

func parse(t *testing.T, data []byte) *sfnt.Font {
	t.Helper()
	face, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return face
}

// lacking returns the runes that none of the faces has a glyph for.
func lacking(t *testing.T, runes []rune, faces ...*sfnt.Font) string {
	t.Helper()
	var none strings.Builder
	var buf sfnt.Buffer
	for _, r := range runes {
		found := false
		for _, face := range faces {
			glyph, err := face.GlyphIndex(&buf, r)
			if err != nil {
				t.Fatal(err)
			}
			found = found || glyph != 0
		}
		if !found {
			none.WriteRune(r)
		}
	}
	return none.String()
}

func span(low, high rune) []rune {
	var runes []rune
	for r := low; r <= high; r++ {
		runes = append(runes, r)
	}
	return runes
}

// big5 decodes the two-byte codes from first to last.
func big5(first, last uint16) []rune {
	decoder := traditionalchinese.Big5.NewDecoder()
	var runes []rune
	for code := int(first); code <= int(last); code++ {
		s, err := decoder.String(string([]byte{byte(code >> 8), byte(code)}))
		if r := []rune(s); err == nil && len(r) == 1 && r[0] != '\ufffd' {
			runes = append(runes, r[0])
		}
	}
	return runes
}

func TestCoverage(t *testing.T) {
	regular, bold := parse(t, fonts.Regular()), parse(t, fonts.Bold())
	latin, latinBold := parse(t, fonts.Latin()), parse(t, fonts.LatinBold())
	common, rare := big5(0xa440, 0xc67e), big5(0xc940, 0xf9d5)
	if len(common) != 5401 || len(rare) != 7652 {
		t.Fatalf("Big5 decoded to %d and %d characters", len(common), len(rare))
	}
	tests := []struct {
		name  string
		runes []rune
		faces []*sfnt.Font
	}{
		{"ASCII", span(0x20, 0x7e), []*sfnt.Font{regular}},
		{"ASCII, bold", span(0x20, 0x7e), []*sfnt.Font{bold}},
		{"Latin 1", span(0xa0, 0xff), []*sfnt.Font{regular}},
		{"Latin Extended", span(0x100, 0x24f), []*sfnt.Font{regular, latin}},
		{"Latin Extended, bold", span(0x100, 0x24f), []*sfnt.Font{bold, latinBold}},
		{"Vietnamese", span(0x1ea0, 0x1eff), []*sfnt.Font{regular, latin}},
		{"Greek", span(0x391, 0x3a1), []*sfnt.Font{regular, latin}},
		{"Cyrillic", span(0x400, 0x52f), []*sfnt.Font{regular, latin}},
		{"Cyrillic, bold", span(0x400, 0x52f), []*sfnt.Font{bold, latinBold}},
		{"arrows", span(0x2190, 0x21ff), []*sfnt.Font{regular, latin}},
		{"mathematics", span(0x2200, 0x22ff), []*sfnt.Font{regular, latin}},
		{"boxes and blocks", span(0x2500, 0x259f), []*sfnt.Font{regular}},
		{"check marks", []rune("✓✗☆★♪♫"), []*sfnt.Font{regular, latin}},
		{"kana", append(span(0x3041, 0x3096), span(0x30a0, 0x30ff)...), []*sfnt.Font{regular}},
		{"kana, bold", append(span(0x3041, 0x3096), span(0x30a0, 0x30ff)...), []*sfnt.Font{bold}},
		{"Bopomofo", append(span(0x3105, 0x312f), span(0x31a0, 0x31bb)...), []*sfnt.Font{regular}},
		{"fullwidth forms", span(0xff01, 0xff5e), []*sfnt.Font{regular}},
		{"Hangul", span(0xac00, 0xd7a3), []*sfnt.Font{regular}},
		{"Big5 level 1", common, []*sfnt.Font{regular}},
		{"Big5 level 1, bold", common, []*sfnt.Font{bold}},
		{"Big5 level 2", rare, []*sfnt.Font{regular}},
		{"ideographs that Big5 lacks", []rune("喆堃瀞煊峯働畑国沢辻榊"), []*sfnt.Font{regular}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if none := lacking(t, tt.runes, tt.faces...); none != "" {
				t.Errorf("no glyph for %q", none)
			}
		})
	}
}

// TestEmojiAreEmoji holds the division between the text faces and the emoji face:
// what must be drawn in colour is in the emoji face and in no other.
func TestEmojiAreEmoji(t *testing.T) {
	emoji := parse(t, fonts.Emoji())
	want := []rune("😀😂❤☀✈♂♀⌚⭐🎉👩💻👍🏽🇹🇼\u200d\u20e3")
	if none := lacking(t, want, emoji); none != "" {
		t.Errorf("the emoji face has no glyph for %q", none)
	}
	for name, data := range map[string][]byte{
		"regular": fonts.Regular(), "bold": fonts.Bold(), "latin": fonts.Latin(), "latin-bold": fonts.LatinBold(),
	} {
		if none := lacking(t, want, parse(t, data)); none != string(want) {
			t.Errorf("%s has some of %q and would hide the emoji", name, string(want))
		}
	}
}

// TestCoreShowsTheInterface reads the catalogues from the disk, since this package
// imports nothing of Lobby's. A new sentence with a new character fails here until
// `make fonts` has run.
func TestCoreShowsTheInterface(t *testing.T) {
	catalogues, err := filepath.Glob("../client/view/lang/*.json")
	if err != nil || len(catalogues) == 0 {
		t.Fatalf("no catalogue found: %v", err)
	}
	var runes []rune
	for _, path := range catalogues {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(data, &value); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		runes = append(runes, textOf(value)...)
	}
	for _, file := range []string{"core.otf", "core-bold.otf"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if none := lacking(t, runes, parse(t, data)); none != "" {
			t.Errorf("%s has no glyph for %q: run `make fonts`", file, none)
		}
		if len(data) > 300_000 {
			t.Errorf("%s takes %d bytes of every first visit, more than 300,000", file, len(data))
		}
	}
}

// textOf collects the printable runes of all strings in a decoded JSON value.
func textOf(value any) []rune {
	var runes []rune
	switch v := value.(type) {
	case string:
		for _, r := range v {
			if r >= ' ' {
				runes = append(runes, r)
			}
		}
	case []any:
		for _, e := range v {
			runes = append(runes, textOf(e)...)
		}
	case map[string]any:
		for _, e := range v {
			runes = append(runes, textOf(e)...)
		}
	}
	return runes
}

func TestFetched(t *testing.T) {
	for _, file := range fonts.Fetched() {
		onDisk, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(fonts.Data(file)) != string(onDisk) {
			t.Errorf("Data(%q) is not that file", file)
		}
	}
	if fonts.Data("../go.mod") != nil {
		t.Error("Data answers for a file that is no face")
	}
}

// TestLicences keeps the licence text beside the faces.
func TestLicences(t *testing.T) {
	for _, name := range []string{"OFL-NotoSansCJK.txt", "OFL-NotoSans.txt", "OFL-NotoColorEmoji.txt"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "SIL OPEN FONT LICENSE Version 1.1") {
			t.Errorf("%s does not hold the licence", name)
		}
	}
}
