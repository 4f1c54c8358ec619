package accounts

import (
	"strings"
	"testing"
	"unicode/utf8"

	"lobby/shared/wire"
)

func TestNamesKept(t *testing.T) {
	for name, want := range map[string]string{
		"Ann":                             "Ann",
		"  Ann   Lee\u3000":               "Ann Lee",
		"Ａｎｎ":                             "Ann",
		"ｶﾞｯｺｳ":                           "ガッコウ",
		"e\u0301tienne":                   "\u00e9tienne",
		"王小明":                             "王小明",
		"小明 ㄇㄧㄥˊ":                         "小明 ㄇㄧㄥˊ",
		"田中さん Taro タロー":                   "田中さん Taro タロー",
		"김철수 金 Kim":                       "김철수 金 Kim",
		"Анна":                            "Анна",
		"Ελένη":                           "Ελένη",
		"שרה":                             "שרה",
		"สมชาย":                           "สมชาย",
		"क्\u200dष":                       "क्\u200dष", // a joiner that the script needs
		"🐱":                               "🐱",
		"Ann 🇹🇼":                          "Ann 🇹🇼",
		"👩\u200d💻 Ann":                    "👩\u200d💻 Ann",
		"\u2764\ufe0f Bob":                "\u2764\ufe0f Bob",
		"🕵🏻\u200d\u2642\ufe0f":            "🕵🏻\u200d\u2642\ufe0f",
		"\u2764\ufe0e":                    "\u2764", // asks for the text form
		"A\ufe0f":                         "A",
		"\u2122\ufe0f":                    "TM",
		"葛\U000e0100城":                    "葛城",
		"...":                             "...",
		"7":                               "7",
		strings.Repeat("名", wire.MaxName): strings.Repeat("名", wire.MaxName),
		strings.Repeat("e\u0301", wire.MaxName/2): strings.Repeat("\u00e9", wire.MaxName/2),
	} {
		got, err := cleanName(name)
		if err != nil || got != want {
			t.Errorf("%q is kept as %q (%v), want %q", name, got, err, want)
		}
	}
}

func TestNamesRefused(t *testing.T) {
	for _, tt := range []struct {
		reason wire.Reason
		names  []string
	}{
		{wire.ReasonEmpty, []string{
			"", " ", "\u3000\u00a0", "\u200b", "\u200d\u200d", "\ufe0f", "\u2800", "\u3164", "\t\n", "\u202e", "\u00ad",
		}},
		{wire.ReasonLong, []string{
			strings.Repeat("a", wire.MaxName+1),
			strings.Repeat("名", wire.MaxName+1),
			strings.Repeat("\ufdfa", 2), // becomes 18 code points each
			strings.Repeat(" ", wire.MaxName) + "a",
		}},
		{wire.ReasonEncoding, []string{"\xff", "Ann\x80", "\xed\xa0\x80", "\xc0\xaf"}},
		{wire.ReasonCharacters, []string{
			"Ann\x00", "Ann\n", "A\tnn", "Ann\x7f", "Ann\u0085", "Ann\x1b[31m",
			"Ann\u202e", "\u202aAnn\u202c", "\u2066Ann\u2069", "Ann\u200e", "Ann\u200f", "Ann\u061c",
			"An\u200bn", "An\u200cn", "An\u200dn", "An\u2060n", "An\ufeffn", "An\u00adn", "An\u034fn", "An\u180en",
			"An\u2028n", "An\u2029n", "An\u2061n", "An\ufff9n", "An\u115fn", "An\u3164n", "An\U000e0041n", "An\U0001d173n",
			"An\u2800n", "An\ufffcn", "An\ufffdn", "\ue000", "\ufdd0", "\U000fffff", "\U0010ffff", "\u0378",
			"\u0301Ann", "Ann \u0301", "Zalgo\u0316\u0317\u0318\u0319\u031c", "a\u0323\u0323", "😀\u200d", "😀\u200dA", "A\u200d😀",
		}},
		{wire.ReasonMixed, []string{
			"pаypal", // Cyrillic а
			"Αnn",    // Greek Α
			"Annя", "Анна Ann", "Ελένη Анна", "Ann สม", "王 Анна", "あㄅ", "あ김", "ㄅ김", "µTorrent", "Ωmega",
		}},
	} {
		for _, name := range tt.names {
			got, err := cleanName(name)
			if err == nil {
				t.Errorf("%+q is kept as %+q, want reason %s", name, got, tt.reason)
				continue
			}
			if f := wantFault(t, err, wire.CodeName); f.Reason != tt.reason || f.Field != "name" {
				t.Errorf("%+q: %v, want reason %s in name", name, f, tt.reason)
			}
		}
	}
}

func TestNamesTaken(t *testing.T) {
	s := open(t, newPath(t), Options{})
	for i, name := range []string{"Bill", "Oslo", "Émile", "ガッコウ", "CAXAP", "👩\u200d💻", "Анна", "工口", "O'Neil", "earn"} {
		register(t, s, name, phone(byte(i)))
	}
	for _, name := range []string{
		"bill", "BILL", "Ｂｉｌｌ", " Bill ", "BiIl", "Bi1l", // case, width, spaces, look
		"0slo", "osl0", "OSL0",
		"E\u0301mile", "émile", "ÉMILE",
		"ｶﾞｯｺｳ",
		"👩💻", // the joiner can't be seen
		"анна", "АННА",
		"САХАР", "сахар", // Cyrillic for Latin
		"エロ",     // Katakana for Han
		"O’Neil", // another apostrophe
		"eam",    // rn reads as m
	} {
		_, err := s.Register(t.Context(), away, name, goodPassword, "", phone(1))
		if f := wantFault(t, err, wire.CodeNameTaken); f.Field != "name" {
			t.Errorf("%q: field %q", name, f.Field)
		}
	}
	for _, name := range []string{"Bil", "Billy", "Oslo 2", "Emile", "學校", "Lan", "Ian", "👩", "Аня", "student10", "student01"} {
		if _, err := s.Register(t.Context(), away, name, goodPassword, "", phone(1)); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// A login finds its name in every form that is the same name, and not in one
// that only looks alike.
func TestNamesFound(t *testing.T) {
	s := open(t, newPath(t), Options{})
	ann := register(t, s, "Ann\u2764\ufe0f", phone(1))
	for _, name := range []string{"Ann\u2764\ufe0f", "ann\u2764", " ＡＮＮ\u2764 "} {
		if m, err := s.Resume(name, key(1)); err != nil || m != ann {
			t.Errorf("%q: %v, %v", name, m, err)
		}
	}
	for _, name := range []string{"", "Ann", "Αnn\u2764", "\xff"} {
		_, err := s.Resume(name, key(1))
		wantFault(t, err, wire.CodeDevice)
	}
}

// A name of an account is never held against rules that were made after it.
func TestNameOutlivesTheRules(t *testing.T) {
	path := newPath(t)
	s := open(t, path, Options{})
	register(t, s, "Ann", phone(1))
	closeStore(t, s)
	l, err := load(path)
	if err != nil {
		t.Fatal(err)
	}
	r := l.accounts[1].record()
	r.Name = "Αnn\u200b"
	writeLines(t, path, header{Type: "accounts", Schema: schema, Next: 2}, r)
	s = open(t, path, Options{})
	if m := s.Members(); len(m) != 1 || m[0].Name != r.Name {
		t.Errorf("members %v", m)
	}
}

func FuzzCleanName(f *testing.F) {
	for _, seed := range []string{
		"Ann", "  Ann   Lee ", "ｶﾞ", "\u2764\ufe0f", "👩\u200d💻 x", "\u2122\ufe0f", "क्\u200dष", "\ufdfa", "e\u0301", "\ufb05", "\u1e9b\u0323",
		"ΑΣ", "İ", "ǰ", "\u1fbe", "a\u0345\u0301", "\u3000\u0308", "각\u11a8",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		clean, err := cleanName(name)
		if err != nil {
			wantFault(t, err, wire.CodeName)
			return
		}
		if again, err := cleanName(clean); err != nil || again != clean {
			t.Errorf("%+q is kept as %+q, that as %+q (%v)", name, clean, again, err)
		}
		if n := utf8.RuneCountInString(clean); n < 1 || n > wire.MaxName || wire.Blank(clean) || !utf8.ValidString(clean) {
			t.Errorf("%+q is kept as %+q", name, clean)
		}
		key, ok := nameKey(name)
		if !ok || key != keyOfClean(clean) {
			t.Errorf("%+q has key %+q, its clean form %+q", name, key, keyOfClean(clean))
		}
		if again := keyOfClean(key); again != key {
			t.Errorf("key %+q of %+q has key %+q", key, name, again)
		}
	})
}
