package engine

import (
	"slices"

	"lobby/client/ui"
)

// state is what a mirror shows of a frame.
type state struct {
	w, h    float32 // logical pixels
	scale   float64
	focused bool
	lang    string // BCP 47 tag
	nodes   []ui.Node
}

func (s state) equal(o state) bool {
	return s.w == o.w && s.h == o.h && s.scale == o.scale && s.focused == o.focused && s.lang == o.lang && slices.Equal(s.nodes, o.nodes)
}
