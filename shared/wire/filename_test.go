package wire

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCleanFileName(t *testing.T) {
	for name, want := range map[string]string{
		"報告_v3.pdf":                  "報告_v3.pdf",
		"../../x":                    "x",
		`..\..\windows\system.ini`:   "system.ini",
		"/etc/passwd":                "passwd",
		"a/":                         "file",
		"..":                         "file",
		"":                           "file",
		".bashrc":                    "bashrc",
		" spaced . ":                 "spaced",
		"a:b*c?.txt":                 "a_b_c_.txt",
		"line\nbreak\x00.txt":        "linebreak.txt",
		"photo\u202egpj.exe":         "photogpj.exe",
		"\u2066x\u2069.txt":          "x.txt",
		"con":                        "_con",
		"NUL.txt":                    "_NUL.txt",
		"Com1.tar.gz":                "_Com1.tar.gz",
		"LPT¹":                       "_LPT¹",
		"COMMAND.txt":                "COMMAND.txt",
		"family 👩‍👩‍👧.png":           "family 👩‍👩‍👧.png",
		"a\xffb":                     "a_b",
		"no\u00a0break\u3000space.c": "no break space.c",
	} {
		if got := CleanFileName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
	long := CleanFileName(strings.Repeat("長", 10_000) + ".jpeg")
	if len(long) > maxCleanName || !strings.HasSuffix(long, "長.jpeg") {
		t.Errorf("a name of 10,000 characters becomes %d bytes: %s", len(long), long)
	}
}

// Whatever a name was, what is left of it is one part of a path, and clean.
func FuzzCleanFileName(f *testing.F) {
	for _, name := range []string{"../../x", "con.", ". .", "a\u202eb", strings.Repeat("nul.", 80), "\u200d.\u200d"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := CleanFileName(name)
		switch {
		case got == "", got == ".", got == "..", len(got) > maxCleanName, !utf8.ValidString(got):
		case strings.ContainsAny(got, "/\\:\x00\n\u202e"), filepath.Base(got) != got, !filepath.IsLocal(got), isDevice(got):
		case CleanFileName(got) != got:
		default:
			return
		}
		t.Fatalf("%q becomes %q, and that %q", name, got, CleanFileName(got))
	})
}
