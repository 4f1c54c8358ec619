package lang

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Every language says the same things with the same placeholders. Only the
// plural forms, which not all languages have, may differ.
func TestCataloguesAgree(t *testing.T) {
	placeholder := regexp.MustCompile(`\{[a-z]+\}`)
	first := Get(Tags[0])
	for _, tag := range Tags {
		c := Get(tag)
		if c.Tag() != tag {
			t.Errorf("Get(%q) gives %q", tag, c.Tag())
		}
		for key, text := range c.words {
			base := strings.TrimSuffix(key, ".one")
			if base != key && c.Has(base) {
				continue // plural form of base
			}
			want, ok := first.words[key]
			if !ok {
				t.Errorf("%s has %q, which %s has not", tag, key, first.tag)
				continue
			}
			a, b := placeholder.FindAllString(want, -1), placeholder.FindAllString(text, -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s %q has placeholders %v, %s has %v", tag, key, b, first.tag, a)
			}
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s %q is empty", tag, key)
			}
		}
		for key := range first.words {
			if !c.Has(key) {
				t.Errorf("%s lacks %q", tag, key)
			}
		}
	}
}

func TestGet(t *testing.T) {
	for tag, want := range map[string]string{
		"zh_TW.UTF-8": "zh-TW", "zh-TW": "zh-TW", "": "zh-TW", "en": "en", "en_GB.UTF-8": "en", "EN-us": "en",
		"C": "en", "C.UTF-8": "en", "POSIX": "en", "ja": "ja", "ja_JP.eucJP": "ja", "de_DE": "zh-TW",
	} {
		if got := Get(tag).Tag(); got != want {
			t.Errorf("Get(%q) = %s, want %s", tag, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	en, zh := Get("en"), Get("zh-TW")
	for _, c := range []struct{ got, want string }{
		{en.N("new.count", 1), "1 new message"},
		{en.N("new.count", 2), "2 new messages"},
		{zh.N("new.count", 1), "1 則新訊息"},
		{en.T("joined.two", "a", "Mei", "b", "{a}"), "Mei and {a} joined"},
		{en.T("no such key"), "no such key"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestTimes(t *testing.T) {
	taipei := time.FixedZone("CST", 8*3600)
	at := time.Date(2026, 11, 21, 18, 2, 0, 0, taipei)
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, taipei)
	for _, c := range []struct{ got, want string }{
		{Get("zh-TW").Clock(at), "下午 6:02"},
		{Get("zh-TW").Clock(at.Add(6 * time.Hour)), "上午 12:02"},
		{Get("zh-TW").Clock(at.Add(-6 * time.Hour)), "下午 12:02"},
		{Get("en").Clock(at), "6:02 PM"},
		{Get("ja").Clock(at), "18:02"},
		{Get("zh-TW").Day(at, now), "11月21日 星期六"},
		{Get("zh-TW").Day(at.AddDate(-1, 0, 0), now), "2025年11月21日 星期五"},
		{Get("en").Day(at, now), "Saturday, November 21"},
		{Get("en").Day(at.AddDate(-1, 0, 0), now), "Friday, November 21, 2025"},
		{Get("ja").Day(at, now), "11月21日\uff08土\uff09"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
