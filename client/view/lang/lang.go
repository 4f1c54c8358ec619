// Package lang holds what the program says: one catalogue of sentences for each
// language, and how each language writes times and dates.
package lang

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

//go:embed *.json
var files embed.FS

// Tags are the languages there are catalogues for, the first users' first.
var Tags = []string{"zh-TW", "en", "ja"}

// Catalogue is one language's sentences. It is safe for concurrent use.
type Catalogue struct {
	tag   string
	words map[string]string
}

var load = sync.OnceValue(func() map[string]*Catalogue {
	all := make(map[string]*Catalogue, len(Tags))
	for _, tag := range Tags {
		data, err := files.ReadFile(tag + ".json")
		if err != nil {
			panic(err) // embedded: can only fail where the program was built wrong
		}
		c := &Catalogue{tag: tag}
		if err := json.Unmarshal(data, &c.words); err != nil {
			panic(fmt.Sprintf("catalogue %s: %v", tag, err))
		}
		all[tag] = c
	}
	return all
})

// Get returns the catalogue that fits best to a language tag such as "ja-JP",
// "zh_TW.UTF-8" or "C"; where none fits, that of the first users.
func Get(tag string) *Catalogue {
	tag = strings.ToLower(strings.ReplaceAll(tag, "_", "-"))
	switch {
	case strings.HasPrefix(tag, "en"), tag == "c", strings.HasPrefix(tag, "c."), tag == "posix":
		return load()["en"]
	case strings.HasPrefix(tag, "ja"):
		return load()["ja"]
	}
	return load()["zh-TW"]
}

// Tag returns the catalogue's language tag.
func (c *Catalogue) Tag() string { return c.tag }

// Has reports whether there is a sentence of that key.
func (c *Catalogue) Has(key string) bool {
	_, ok := c.words[key]
	return ok
}

// T returns the sentence of a key with its {placeholders} filled: args are
// pairs of a name and a value. A key that does not exist returns itself.
func (c *Catalogue) T(key string, args ...any) string {
	s, ok := c.words[key]
	if !ok {
		return key
	}
	values := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		values[args[i].(string)] = fmt.Sprint(args[i+1])
	}
	return fill(s, values)
}

// N is T for a sentence about n things: where the language has another form
// for one, it is taken from the key with ".one". The value is {n}.
func (c *Catalogue) N(key string, n int, args ...any) string {
	if n == 1 && c.Has(key+".one") {
		key += ".one"
	}
	return c.T(key, append(args, "n", n)...)
}
