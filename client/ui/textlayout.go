package ui

import "github.com/rivo/uniseg"

// textLayout is a text as it stands in a field: in one line or in several. Places
// are byte offsets into text; x is counted from the left of the text.
type textLayout struct {
	m    Measurer
	font Font
	text string
	rows []span
}

// rowOf returns the row that shows the place at; upstream chooses, where a row was
// wrapped, the end of the one above and not the beginning of the one below.
func (l *textLayout) rowOf(at int, upstream bool) int {
	row := 0
	for i, s := range l.rows {
		if s.start > at || s.start == at && upstream && i > 0 && l.rows[i-1].end == at {
			break
		}
		row = i
	}
	return row
}

// x returns where the place at is in its row.
func (l *textLayout) x(row, at int) float32 {
	s := l.rows[row]
	return l.m.Advance(l.font, l.text[s.start:max(s.start, min(at, s.end))])
}

// at returns the place in a row whose x is nearest to x, or else the last one that
// is not right of it. It is found by halving, so that few beginnings of the row are
// measured.
func (l *textLayout) at(row int, x float32, nearest bool) int {
	s := l.rows[row]
	edges := graphemeEdges(l.text[s.start:s.end])
	low, high := 0, len(edges)-1
	for low < high {
		mid := (low + high + 1) / 2
		if l.m.Advance(l.font, l.text[s.start:s.start+edges[mid]]) <= x {
			low = mid
		} else {
			high = mid - 1
		}
	}
	if nearest && low+1 < len(edges) {
		left := l.x(row, s.start+edges[low])
		right := l.x(row, s.start+edges[low+1])
		if x-left > right-x {
			low++
		}
	}
	return s.start + edges[low]
}

// graphemeEdges returns the places between the grapheme clusters of s, its
// beginning and end included.
func graphemeEdges(s string) []int {
	edges := make([]int, 1, len(s)+1)
	at, state := 0, -1
	for s != "" {
		var cluster string
		cluster, s, _, state = uniseg.FirstGraphemeClusterInString(s, state)
		at += len(cluster)
		edges = append(edges, at)
	}
	return edges
}
