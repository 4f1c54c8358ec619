package engine

import (
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// run is a part of a line that one face sets.
type run struct {
	face *face
	text string
}

// appendRuns cuts s into runs. Each grapheme cluster goes whole to the first
// of faces that has all of it, so that a base is never parted from its marks,
// nor a family of emoji into its members. A cluster that wants to be shown as
// a picture goes to the colour face first. One that no face has in full goes
// to the face that has its first character; if none has even that, to the
// first face, whose sign for a missing glyph is then the honest answer; miss is
// told of the characters that are missing.
//
// A space after letters of a face of the system stays with them: words that are
// written from right to left have to be in one run, to stand in their order.
func appendRuns(runs []run, s string, faces []*face, miss func(rune)) []run {
	start, current := 0, (*face)(nil)
	put := func(at int, f *face) {
		if f == current {
			return
		}
		if current != nil {
			runs = append(runs, run{current, s[start:at]})
		}
		start, current = at, f
	}
	last := rune(0)
	if plain(s) {
		for i, r := range s {
			if f := proportional(faces, last, r, s[i:]); f != nil {
				put(i, f)
			} else {
				put(i, faceFor(faces, r, miss))
			}
			last = r
		}
	} else {
		rest, state := s, -1
		for rest != "" {
			var cluster string
			at := len(s) - len(rest)
			cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
			if cluster == " " && current != nil && current.system && current.covers.has(' ') {
				last = ' '
				continue
			}
			r, size := utf8.DecodeRuneInString(cluster)
			if f := proportional(faces, last, r, s[at:]); f != nil && size == len(cluster) {
				put(at, f)
			} else {
				put(at, faceForCluster(faces, cluster, miss))
			}
			last = r
		}
	}
	if current != nil {
		runs = append(runs, run{current, s[start:]})
	}
	return runs
}

func faceFor(faces []*face, r rune, miss func(rune)) *face {
	for _, f := range faces {
		if f.covers.has(r) {
			return f
		}
	}
	if !invisible(r) {
		miss(r)
	}
	return faces[0]
}

// proportional returns the Latin face for a sign that wants it, nil for any other. The
// rest of the line begins with the sign.
func proportional(faces []*face, last, sign rune, rest string) *face {
	if !wantsLatin(last, sign, rest) {
		return nil
	}
	for _, f := range faces {
		if f.latin && f.covers.has(sign) {
			return f
		}
	}
	return nil
}

// wantsLatin reports whether a sign that faces for Chinese draw as wide as an ideograph
// stands beside a Latin letter or a sign of ASCII: as in it’s and “quoted.”
func wantsLatin(last, sign rune, rest string) bool {
	switch sign {
	case '‘', '’', '“', '”', '…', '·':
	default:
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest[utf8.RuneLen(sign):])
	return western(last) || western(next)
}

func western(r rune) bool { return r > ' ' && r < 0x7f || unicode.Is(unicode.Latin, r) }

func faceForCluster(faces []*face, cluster string, miss func(rune)) *face {
	if pictorial(cluster) {
		for _, f := range faces {
			if f.color && f.covers.hasAll(cluster) {
				return f
			}
		}
	}
	for _, f := range faces {
		if f.covers.hasAll(cluster) {
			return f
		}
	}
	first, _ := utf8.DecodeRuneInString(cluster)
	nearest := faceFor(faces, first, miss)
	for _, r := range cluster {
		if !invisible(r) && !nearest.covers.has(r) {
			miss(r)
		}
	}
	return nearest
}

// plain reports whether every character of s is surely a grapheme cluster of
// its own with no choice between text and picture. It covers nearly all lines
// of Latin and Chinese, which then need no segmentation.
func plain(s string) bool {
	for _, r := range s {
		switch {
		case r < 0x300:
		case r >= 0x3041 && r <= 0x3096, r >= 0x309b && r <= 0x3297, r >= 0x329a && r <= 0x9fff:
		case r >= 0x3000 && r <= 0x3020:
		case r >= 0xff01 && r <= 0xff9d:
		case r >= 0x2010 && r <= 0x2027:
		default:
			return false
		}
	}
	return true
}

// pictorial reports whether a cluster asks to be shown as a picture: by a
// variation selector or a joiner, or because its character is shown so unless
// told otherwise (property Emoji_Presentation of Unicode's emoji-data.txt).
func pictorial(cluster string) bool {
	first := true
	picture := false
	for _, r := range cluster {
		switch r {
		case 0xfe0e:
			return false
		case 0xfe0f, 0x20e3:
			return true
		}
		if first {
			picture = r >= 0x1f000 || unicode.Is(emojiPresentation, r)
			first = false
		}
	}
	return picture
}

// invisible reports whether a character has no glyph of its own to miss:
// joiners, direction marks, variation selectors and tags.
func invisible(r rune) bool {
	switch {
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0000 && r <= 0xe0fff:
	case r == 0xad, r == 0xfeff, r < 0x20:
	default:
		return false
	}
	return true
}

// emojiPresentation holds the characters below U+1F000 with that property.
var emojiPresentation = &unicode.RangeTable{R16: []unicode.Range16{
	{0x231a, 0x231b, 1}, {0x23e9, 0x23ec, 1}, {0x23f0, 0x23f0, 1}, {0x23f3, 0x23f3, 1},
	{0x25fd, 0x25fe, 1}, {0x2614, 0x2615, 1}, {0x2648, 0x2653, 1}, {0x267f, 0x267f, 1},
	{0x2693, 0x2693, 1}, {0x26a1, 0x26a1, 1}, {0x26aa, 0x26ab, 1}, {0x26bd, 0x26be, 1},
	{0x26c4, 0x26c5, 1}, {0x26ce, 0x26ce, 1}, {0x26d4, 0x26d4, 1}, {0x26ea, 0x26ea, 1},
	{0x26f2, 0x26f3, 1}, {0x26f5, 0x26f5, 1}, {0x26fa, 0x26fa, 1}, {0x26fd, 0x26fd, 1},
	{0x2705, 0x2705, 1}, {0x270a, 0x270b, 1}, {0x2728, 0x2728, 1}, {0x274c, 0x274c, 1},
	{0x274e, 0x274e, 1}, {0x2753, 0x2755, 1}, {0x2757, 0x2757, 1}, {0x2795, 0x2797, 1},
	{0x27b0, 0x27b0, 1}, {0x27bf, 0x27bf, 1}, {0x2b1b, 0x2b1c, 1}, {0x2b50, 0x2b50, 1},
	{0x2b55, 0x2b55, 1},
}}
