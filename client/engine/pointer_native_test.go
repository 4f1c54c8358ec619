//go:build !js

package engine

import (
	"slices"
	"testing"
	"time"

	"lobby/client/ui"
)

func TestButton(t *testing.T) {
	down, up := ui.PointerDown, ui.PointerUp
	for _, test := range []struct {
		name              string
		was               bool
		pressed, released bool
		want              []ui.EventKind
		is                bool
	}{
		{"nothing", false, false, false, nil, false},
		{"pressed", false, true, false, []ui.EventKind{down}, true},
		{"released", true, false, true, []ui.EventKind{up}, false},
		{"a short click", false, true, true, []ui.EventKind{down, up}, false},
		{"released and pressed again", true, true, true, []ui.EventKind{up, down}, true},
		{"a release of a press that was elsewhere", false, false, true, nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := pointer{}
			p.down[0] = test.was
			p.button(time.Now(), 0, test.pressed, test.released, 0)
			var got []ui.EventKind
			for _, e := range p.events {
				got = append(got, e.Kind)
			}
			if !slices.Equal(got, test.want) || p.down[0] != test.is {
				t.Errorf("got %v, held %v", got, p.down[0])
			}
		})
	}
}
