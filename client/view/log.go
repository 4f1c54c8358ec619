package view

import (
	"time"

	"lobby/client/model"
	"lobby/client/ui"
)

// logView is the screen's part of one conversation: where it is scrolled to.
// It is the list's model too: a row is an event or a pending message, and
// carries above it whatever separates it from the row before.
type logView struct {
	app    *App
	conv   *model.Conv
	list   ui.ListState
	height float32 // of the area at the last frame
	pad    float32 // left and right of the rows
	now    time.Time

	selection logSelection
	blocks    []textBlock // on the screen, from above
	hovered   bool        // the pointer is over the log and nothing that is in or over it
	target    string      // of the link that is pointed at or has the focus
	targetAt  ui.Rect     // where that link is
}

var (
	logID     = ui.NewID("log")
	logTextID = logID.Sub("text")
)

// logOf returns the view of a conversation, made when first asked for.
func (a *App) logOf(conv string) *logView {
	l := a.logs[conv]
	if l == nil {
		l = &logView{app: a}
		a.logs[conv] = l
	}
	return l
}

// drawLog draws the messages that are in sight, asks for older ones before they
// are needed, and tells the model what was really seen.
func (a *App) drawLog(r ui.Rect, conv *model.Conv, pad float32, in ui.Input) {
	l := a.logOf(conv.ID)
	l.conv, l.height, l.pad, l.now = conv, r.H, pad, a.ctx.Now().In(a.o.Zone)
	c := a.ctx
	label := a.lang.T("log")
	c.Record(ui.Node{ID: logID, Role: ui.RoleLog, Label: label, Rect: r})
	c.PushGroup(logID)
	defer c.PopGroup()
	if l.Len() == 0 {
		text := a.lang.T("log.empty")
		if conv.Loading || !conv.Loaded {
			text = a.lang.T("log.loading")
		}
		c.TextIn(r, a.face.text, a.theme.T3, ui.AlignCenter, text)
		c.Record(ui.Node{ID: logID.Sub("empty"), Role: ui.RoleStatus, Label: text, Rect: r})
		return
	}
	l.keepSelection()
	l.selectText(r)
	l.blocks, l.target = l.blocks[:0], ""
	info := c.List(logID.Sub(conv.ID), r, &l.list, l)
	l.drawHandles(r)
	l.logMenu(r)
	if info.First < loadAhead && conv.More && !conv.Loading {
		a.do(model.LoadOlder{Conv: conv.ID})
	}
	a.markSeen(conv, info, in.Focused)
	if !info.AtEnd {
		a.drawJump(r, conv)
	}
	if l.target != "" {
		a.drawTarget(r, pad, l.target, l.targetAt)
	}
}

// loadAhead is how many rows before the oldest known one the next page is asked
// for: more than a tall window shows.
const loadAhead = 40

// markSeen tells the model how far the member has read: to the end of what was on
// the screen of a window that has the keyboard, and under nothing else.
func (a *App) markSeen(conv *model.Conv, info ui.ListInfo, focused bool) {
	last := min(info.Ended, len(conv.Rows)-1)
	if !focused || a.covered() || last < 0 {
		return
	}
	if seq := conv.Rows[last].Seq; seq > conv.Read && conv.Unread > 0 {
		a.do(model.Seen{Conv: conv.ID, Upto: seq})
	}
}

// drawJump offers the way back to the newest message.
func (a *App) drawJump(r ui.Rect, conv *model.Conv) {
	c := a.ctx
	label := a.lang.T("action.newest")
	if conv.Unread > 0 {
		label = a.newText(conv.Unread)
	}
	w := c.Width(a.face.strong, label) + 52
	area := ui.Rect{X: r.X + (r.W-w)/2, Y: r.Bottom() - a.theme.Space.ControlHeight - 8, W: w, H: a.theme.Space.ControlHeight}
	id := logID.Sub("jump")
	c.PushLayer(id, area, false)
	defer c.PopLayer()
	c.Shadow(area, a.theme.Radius.Control, 12, a.theme.Shade)
	if c.Button(id, area, label, ui.ButtonOptions{Style: ui.ButtonPlain, Icon: ui.IconDown}).Clicked {
		a.logOf(conv.ID).list.ToNewest()
		a.changed = true
	}
}

// Len is the number of rows: what is stored, then what waits to be sent.
func (l *logView) Len() int { return len(l.conv.Rows) + len(l.conv.Pending) }

// Key names a row for as long as it exists.
func (l *logView) Key(i int) uint64 {
	if i < len(l.conv.Rows) {
		return l.conv.Rows[i].Seq
	}
	return uint64(logID.Sub(l.conv.Pending[i-len(l.conv.Rows)].CID)) | 1<<63
}

// Height is the row's height at a width, with what stands above it.
func (l *logView) Height(i int, width float32) float32 {
	return l.layout(i, width-2*l.pad).height
}

// Draw draws the row.
func (l *logView) Draw(_ *ui.Context, i int, r ui.Rect) {
	r = r.InsetXY(l.pad, 0)
	l.app.drawRow(l, l.layout(i, r.W), r)
}
