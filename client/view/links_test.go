package view

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func found(text string) []string {
	var out []string
	for _, l := range links(text) {
		out = append(out, text[l.Start:l.End])
	}
	return out
}

func TestLinks(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"no link: example.com", nil},
		{"http://192.168.1.20:7070/#room=demo", []string{"http://192.168.1.20:7070/#room=demo"}},
		{"See https://go.dev/doc/.", []string{"https://go.dev/doc/"}},
		{"HTTPS://GO.DEV/x", []string{"HTTPS://GO.DEV/x"}},
		{"請看https://example.com/a，謝謝", []string{"https://example.com/a"}},
		{"（https://example.com/a）。", []string{"https://example.com/a"}},
		{"「https://example.com/」", []string{"https://example.com/"}},
		{"https://zh.wikipedia.org/wiki/臺灣。", []string{"https://zh.wikipedia.org/wiki/臺灣"}},
		{"(see http://a.example/b_(c))", []string{"http://a.example/b_(c)"}},
		{"<http://a.example/>", []string{"http://a.example/"}},
		{"http://a.example/?q=1,2&r=3!", []string{"http://a.example/?q=1,2&r=3"}},
		{"http://a.example http://b.example", []string{"http://a.example", "http://b.example"}},
		{"http://[::1]:7070/x", []string{"http://[::1]:7070/x"}},
		{"http://例え.jp/あ", []string{"http://例え.jp/あ"}},
		{"ftp://a.example file:///etc/passwd javascript://x", nil},
		{"xhttp://a.example", nil},
		{"http:// https://", nil},
		{"https://bank.example@evil.example/", nil},
		{"http://a.example\u202e/moc", []string{"http://a.example"}},
		{"http://a.example\nhttp://b.example", []string{"http://a.example", "http://b.example"}},
		{"https://https://a.example", []string{"https://https://a.example"}},
	} {
		if got := found(c.text); !slices.Equal(got, c.want) {
			t.Errorf("links in %q: %q, want %q", c.text, got, c.want)
		}
	}
}

// What is shown is where it leads, whatever the text looks like.
func TestLinkTarget(t *testing.T) {
	for address, want := range map[string]string{
		"http://a.example/b":       "http://a.example/b",
		"HTTP://a.example":         "http://a.example",
		"https://аpple.example:8/": "https://xn--pple-43d.example:8/", // the first letter is Cyrillic
		"http://a.example/臺":       "http://a.example/%E8%87%BA",
		"javascript:alert(1)":      "",
		"https://a@b.example":      "",
		"https:///path":            "",
		"http://a.example/%zz":     "",
	} {
		got, ok := linkTarget(address)
		if got != want || ok != (want != "") {
			t.Errorf("linkTarget(%q) = %q, %v; want %q", address, got, ok, want)
		}
	}
}

func FuzzLinks(f *testing.F) {
	for _, s := range []string{"http://a.example/b，c", "(https://x.example/)", "https://[::1", "http://\xff.example"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, l := range links(text) {
			if l.Start < last || l.End <= l.Start || l.End > len(text) {
				t.Fatalf("%+v in %q", l, text)
			}
			last = l.End
			address := text[l.Start:l.End]
			target, ok := linkTarget(address)
			if !ok || !strings.HasPrefix(target, "http://") && !strings.HasPrefix(target, "https://") {
				t.Fatalf("%q leads to %q", address, target)
			}
			for _, r := range target {
				if r <= ' ' || r >= utf8.RuneSelf {
					t.Fatalf("%q leads to %q, which is not plain", address, target)
				}
			}
		}
	})
}
