package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// span is a line of a wrapped text in bytes: its text runs from start to end, and
// the next line begins at next, which is after the newline where there was one.
type span struct{ start, end, next int }

// wrapped is a text in lines. There is always at least one; a text that ends in a
// newline ends in an empty line.
type wrapped struct {
	spans []span
	lines []string
}

// slack is how much a line may be too wide, in logical pixels: advances are sums
// of rounded numbers, and a text must fit into its own width.
const slack = 0.05

// wrapText breaks s into lines of at most width. Widths are summed over the
// pieces between which a line may break, so that the measurer sees the same short
// strings again and again.
func wrapText(m Measurer, f Font, s string, width float32) *wrapped {
	return wrapWhole(m, f, s, width, nil)
}

// wrapWhole is wrapText that breaks a line within one of the parts only where the
// part is wider than a line.
func wrapWhole(m Measurer, f Font, s string, width float32, parts []Span) *wrapped {
	w := &wrapper{m: m, f: f, s: s, width: width + slack}
	for _, p := range parts {
		if m.Advance(f, s[p.Start:p.End]) <= w.width {
			w.whole = append(w.whole, p)
		}
	}
	for from := 0; from <= len(s); {
		end, next := paragraphEnd(s, from)
		w.paragraph(from, end, next)
		if next == end {
			break
		}
		from = next
	}
	out := &wrapped{spans: w.spans, lines: make([]string, len(w.spans))}
	for i, l := range w.spans {
		out.lines[i] = s[l.start:l.end]
	}
	return out
}

// paragraphEnd returns where the paragraph that begins at from ends, without and
// with its newline.
func paragraphEnd(s string, from int) (end, next int) {
	i := strings.IndexByte(s[from:], '\n')
	if i < 0 {
		return len(s), len(s)
	}
	return from + i, from + i + 1
}

type wrapper struct {
	m     Measurer
	f     Font
	s     string
	width float32
	whole []Span // parts that fit into a line, in their order
	spans []span

	start int     // of the line being filled
	used  float32 // its width so far, spaces at its end included
}

// paragraph wraps s[from:end], piece by piece: a piece is the shortest run of text
// behind which a line may end. The line after the paragraph begins at next.
func (w *wrapper) paragraph(from, end, next int) {
	w.start, w.used = from, 0
	at, state := from, -1
	for stop, rest := from, w.s[from:end]; rest != ""; {
		var segment string
		segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		stop += len(segment)
		if mayBreak(w.s[at:stop], rest) && !w.within(stop) {
			w.piece(at, stop)
			at = stop
		}
	}
	w.spans = append(w.spans, span{w.start, end, next})
}

// piece puts s[at:stop] on the line, or on the next one where it does not fit.
func (w *wrapper) piece(at, stop int) {
	text := w.s[at:stop]
	ink := strings.TrimRight(text, " \t")
	advance := w.m.Advance(w.f, ink)
	if w.used+advance > w.width {
		if at > w.start {
			w.endLine(at)
		}
		if advance > w.width {
			w.tooWide(at, at+len(ink))
			advance = 0
		}
	}
	w.used += advance
	if len(ink) < len(text) {
		w.used += w.m.Advance(w.f, text[len(ink):])
	}
}

// tooWide spreads a piece over lines of its own, between graphemes, and where it
// can not before a closing or after an opening mark.
func (w *wrapper) tooWide(at, stop int) {
	good, goodUsed := at, float32(0) // the last place where the rules allow a break
	state := -1
	for i, rest := at, w.s[at:stop]; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		advance := w.m.Advance(w.f, cluster)
		if i > w.start && (w.beside(i) || mayBreak(w.s[at:i], w.s[i:stop]) && !w.within(i)) {
			good, goodUsed = i, w.used
		}
		for w.used+advance > w.width && i > w.start {
			if good > w.start {
				w.used -= goodUsed
				w.breakAt(good)
			} else {
				w.endLine(i)
			}
		}
		w.used += advance
		i += len(cluster)
	}
}

// within reports whether i is inside a part that stays whole.
func (w *wrapper) within(i int) bool {
	return slices.ContainsFunc(w.whole, func(p Span) bool { return p.Start < i && i < p.End })
}

// beside reports whether i is at an end of a part that stays whole: before a mark
// is broken off such a part, the part is not torn.
func (w *wrapper) beside(i int) bool {
	return slices.ContainsFunc(w.whole, func(p Span) bool { return p.Start == i || p.End == i })
}

// breakAt ends the line at i, keeping in used the width of what is after i.
func (w *wrapper) breakAt(i int) {
	rest := w.used
	w.endLine(i)
	w.used = rest
}

// endLine ends the line at i, where the next one begins.
func (w *wrapper) endLine(i int) {
	w.spans = append(w.spans, span{w.start, i, i})
	w.start, w.used = i, 0
}

// Marks that must not begin or end a line, beyond what UAX #14 says of them: it
// leaves some full-width forms and small kana to the taste of the language.
const (
	neverFirst = "，。、．：；！？）］｝」』】〉》〕〗〙〛”’…‥·・—～〜ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％‰℃,.:;!?)]}%"
	neverLast  = "（［｛「『【〈《〔〖〘〚“‘＄￥￡([{"
)

// mayBreak reports whether a line may end with before and the next begin with after.
func mayBreak(before, after string) bool {
	if before == "" || after == "" {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	if last == ' ' || last == '\t' {
		return true
	}
	return !strings.ContainsRune(neverFirst, first) && !strings.ContainsRune(neverLast, last)
}
