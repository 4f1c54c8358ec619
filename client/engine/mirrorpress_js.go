package engine

import (
	"strconv"
	"strings"
	"syscall/js"

	"lobby/client/ui"
)

// pressed takes a click on an element of the mirror. The pointer reaches none of them,
// so it is a screen reader that pressed the element by its name.
func (m *mirror) pressed(event js.Value) {
	at := event.Get("target").Call("closest", "[role]")
	if !at.Truthy() {
		return
	}
	id, err := strconv.ParseUint(strings.TrimPrefix(at.Get("id").String(), elementPrefix), 10, 64)
	if err == nil {
		m.presses = append(m.presses, ui.Event{Kind: ui.Activate, Widget: ui.ID(id)})
		Wake()
	}
}

// take returns what was pressed since the last frame.
func (m *mirror) take() []ui.Event {
	presses := m.presses
	m.presses = nil
	return presses
}
