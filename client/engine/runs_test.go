package engine

import (
	"strings"
	"testing"
)

// fakeFace has the characters of a string.
func fakeFace(chars string, color bool) *face {
	return &face{color: color, covers: newCoverage(func(r rune) bool { return strings.ContainsRune(chars, r) })}
}

func TestRuns(t *testing.T) {
	names := map[*face]string{}
	named := func(name string, f *face) *face { names[f] = name; return f }
	cjk := named("cjk", fakeFace("abct 1好嗎，☎⌚’“”", false))
	latin := named("latin", fakeFace("abcé́e’“”", false))
	latin.latin = true
	emoji := named("emoji", fakeFace("1🎉👍🏽👨👩👧❤☎⌚🇹🇼⃣\u200d\ufe0f", true))
	faces := []*face{cjk, latin, emoji}

	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"one face", "abc 好", "cjk:abc 好"},
		{"fallback in between", "aéb", "cjk:a latin:é cjk:b"},
		{"a base keeps its mark", "ae\u0301b", "cjk:a latin:e\u0301 cjk:b"},
		{"emoji", "好🎉嗎", "cjk:好 emoji:🎉 cjk:嗎"},
		{"skin tone", "👍🏽", "emoji:👍🏽"},
		{"family", "a👨\u200d👩\u200d👧b", "cjk:a emoji:👨\u200d👩\u200d👧 cjk:b"},
		{"flag", "🇹🇼", "emoji:🇹🇼"},
		{"keycap", "1\ufe0f\u20e31", "emoji:1\ufe0f\u20e3 cjk:1"},
		{"text by itself", "☎", "cjk:☎"},
		{"picture asked for", "☎\ufe0f", "emoji:☎\ufe0f"},
		{"picture by itself", "⌚", "emoji:⌚"},
		{"text asked for", "⌚\ufe0e", "cjk:⌚\ufe0e"},
		{"heart with selector", "❤\ufe0f", "emoji:❤\ufe0f"},
		{"nobody has it", "a☃b", "cjk:a☃b"},
		{"a part nobody has", "e\u0302", "latin:e\u0302"},
		{"apostrophe in Latin", "a’t", "cjk:a latin:’ cjk:t"},
		{"quotes round Latin", "好“a”嗎", "cjk:好 latin:“ cjk:a latin:” cjk:嗎"},
		{"quotes round Chinese", "“好”", "cjk:“好”"},
		{"apostrophe beside an emoji", "a’t🎉", "cjk:a latin:’ cjk:t emoji:🎉"},
		{"quote beside a digit", "“a 1”", "latin:“ cjk:a 1 latin:”"},
		{"broken UTF-8", "a\xffb", "cjk:a\xffb"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			whole := ""
			for _, r := range appendRuns(nil, test.text, faces, func(rune) {}) {
				got = append(got, names[r.face]+":"+r.text)
				whole += r.text
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("got %q, want %q", s, test.want)
			}
			if whole != test.text {
				t.Errorf("the runs make %q", whole)
			}
		})
	}
}

// What no face has is told, but not what has no glyph of its own. Words of a face
// of the system keep the spaces between them.
func TestMissing(t *testing.T) {
	cjk := fakeFace("ab 好e", false)
	for text, want := range map[string]string{
		"ab 好": "", "a☃b☃": "☃☃", "ไ\u200bทย": "ไทย", "e\u0301": "\u0301", "好️": "", "𠂉": "𠂉",
	} {
		missing := ""
		appendRuns(nil, text, []*face{cjk}, func(r rune) { missing += string(r) })
		for _, r := range want {
			if !strings.ContainsRune(missing, r) {
				t.Errorf("%q: missing %q, want %q", text, missing, want)
			}
		}
		if want == "" && missing != "" {
			t.Errorf("%q: missing %q", text, missing)
		}
	}
	arabic := fakeFace("مرحبا ", false)
	arabic.system = true
	runs := appendRuns(nil, "a مرحبا مرحبا b", []*face{cjk, arabic}, func(rune) {})
	if len(runs) != 3 || runs[1].text != "مرحبا مرحبا " || runs[1].face != arabic {
		t.Errorf("runs %+v", runs)
	}
}

func TestCoverageAsksOnce(t *testing.T) {
	asked := map[rune]int{}
	c := newCoverage(func(r rune) bool { asked[r]++; return r%2 == 0 })
	for range 2 {
		for _, r := range []rune{0, 1, 'A', 'B', 0x4e00, 0x4e01, 0x10fffe, 0x10ffff} {
			if c.has(r) != (r%2 == 0) {
				t.Errorf("%U: %v", r, c.has(r))
			}
		}
	}
	for r, n := range asked {
		if n != 1 {
			t.Errorf("%U was looked up %d times", r, n)
		}
	}
	if c.has(-1) || c.has(0x110000) {
		t.Error("there are characters outside Unicode")
	}
}
