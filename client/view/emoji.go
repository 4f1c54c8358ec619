package view

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed emoji.txt
var emojiTable string

// emoji is one sign with what it is called.
type emoji struct {
	sign     string
	english  []string // the shown name first, with underscores for spaces; so below
	chinese  []string
	japanese []string
}

// emojis returns the table, in the order in which it is shown.
var emojis = sync.OnceValue(func() []emoji {
	var all []emoji
	for line := range strings.Lines(emojiTable) {
		columns := strings.Split(line, "|")
		if len(columns) != 3 || line[0] == '#' {
			continue // a heading or a remark
		}
		names := strings.Fields(columns[0])
		all = append(all, emoji{names[0], names[1:], strings.Fields(columns[1]), strings.Fields(columns[2])})
	}
	return all
})

// name is what the sign is called in the user's language.
func (a *App) emojiName(e emoji) string {
	switch a.lang.Tag() {
	case "zh-TW":
		return e.chinese[0]
	case "ja":
		return e.japanese[0]
	}
	return strings.ReplaceAll(e.english[0], "_", " ")
}

// answers tells how far the name that answers best is from what was typed: 0 is the
// name itself, then names that begin so, the shorter the nearer, then names that
// contain it; false where none does.
func (e *emoji) answers(typed string) (distance int, ok bool) {
	distance = nowhere
	for _, names := range [3][]string{e.english, e.chinese, e.japanese} {
		for _, n := range names {
			switch {
			case strings.HasPrefix(n, typed):
				distance = min(distance, len(n)-len(typed))
			case strings.Contains(n, typed):
				distance = min(distance, within+len(n)-len(typed))
			}
		}
	}
	return distance, distance < nowhere
}

const (
	within  = 100
	nowhere = 1000
)

// findEmoji returns what answers to a name or a part of one in any language,
// the nearest first; all where nothing was typed. Colons may stand around a name, as
// they do in the composer.
func findEmoji(typed string) []emoji {
	typed = strings.ReplaceAll(strings.ToLower(strings.Trim(typed, " :：")), " ", "_")
	if typed == "" {
		return emojis()
	}
	var found []emoji
	var distances []int
	for _, e := range emojis() {
		distance, ok := e.answers(typed)
		if !ok {
			continue
		}
		at, _ := slices.BinarySearch(distances, distance+1)
		found, distances = slices.Insert(found, at, e), slices.Insert(distances, at, distance)
	}
	return found
}

// emojiNamed returns the sign that has exactly this name.
func emojiNamed(name string) (sign string, ok bool) {
	all := emojis()
	i := slices.IndexFunc(all, func(e emoji) bool {
		distance, ok := e.answers(strings.ToLower(name))
		return ok && distance == 0
	})
	if i < 0 {
		return "", false
	}
	return all[i].sign, true
}
