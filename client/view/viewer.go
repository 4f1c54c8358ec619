package view

import (
	"fmt"
	"slices"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

var viewerID = ui.NewID("viewer")

// viewerBar is the height of what stands above and below a large picture.
const viewerBar = 64

// openViewer shows an offer's picture as large as the window.
func (a *App) openViewer(offer uint64) {
	a.openSheet(sheetPicture)
	a.viewing = offer
}

// drawViewer shows a picture as large as the window. A click anywhere or Esc closes
// it, the arrows go to the others of the conversation. It is dark in both themes,
// as what a picture is looked at on should be.
func (a *App) drawViewer() {
	all := a.pictures()
	i := slices.Index(all, a.viewing)
	if i < 0 {
		a.openSheet(sheetNone)
		return
	}
	o := a.state.Offers[a.viewing]
	c, page := a.ctx, a.bounds()
	defer func(before *ui.Theme) { a.theme = before; c.SetTheme(before) }(a.theme)
	a.theme = &ui.Dark
	c.SetTheme(a.theme)
	c.PushLayer(viewerID, page, true)
	defer c.PopLayer()
	c.Fill(page, 0, a.theme.Bg0)
	clicked := c.Interact(viewerID.Sub("page"), page, ui.InteractOptions{}).Clicked
	note := ""
	if len(all) > 1 {
		note = fmt.Sprintf("%d / %d", i+1, len(all))
	}
	c.Record(ui.Node{ID: viewerID, Role: ui.RoleDialog, Label: o.File.Name, Note: note, Rect: page})

	r := page
	closed := a.viewerHead(o, note, r.CutTop(viewerBar))
	a.viewerFoot(o, &r)
	at := middle(r, pictureSize(&o.File, r.W, r.H))
	p, whole := a.picture(o, "large", at.W, at.H)
	if !whole && a.underViewer != (ui.Picture{}) {
		p = a.underViewer // as it is in the log: better than its preview
	}
	c.DrawPicture(at, 0, p)
	c.Record(ui.Node{ID: viewerID.Sub("image"), Role: ui.RoleImage, Label: o.File.Name, Rect: at})

	switch {
	case clicked || closed || c.KeyPressed(ui.KeyEscape, 0):
		a.openSheet(sheetNone)
	case i > 0 && c.KeyPressed(ui.KeyLeft, 0):
		a.openViewer(all[i-1])
	case i < len(all)-1 && c.KeyPressed(ui.KeyRight, 0):
		a.openViewer(all[i+1])
	}
}

// pictures are the offers of the shown conversation that have one, in their order.
func (a *App) pictures() []uint64 {
	conv := a.state.Convs[a.state.Active]
	var found []uint64
	for _, row := range conv.Rows {
		if row.Kind != wire.KindOffer {
			continue
		}
		if o := a.state.Offers[row.Seq]; o != nil && a.hasPicture(o) {
			found = append(found, row.Seq)
		}
	}
	return found
}

// viewerHead says what is shown, and has the way out.
func (a *App) viewerHead(o *model.Offer, note string, r ui.Rect) (closed bool) {
	c, th := a.ctx, a.theme
	r = r.InsetXY(th.Space.WindowPadding, 10)
	closed = c.IconButton(viewerID.Sub("close"), r.CutRight(36).Center(36, 36), ui.IconClose, a.lang.T("action.close")).Clicked
	r.CutRight(12)
	if note != "" {
		w := c.Width(a.face.small, note)
		c.TextIn(r.CutRight(w), a.face.small, th.T2, ui.AlignRight, note)
		r.CutRight(12)
	}
	c.TextIn(r.CutTop(r.H/2), a.face.strong, th.T1, ui.AlignLeft, o.File.Name)
	c.TextIn(r, a.face.small, th.T2, ui.AlignLeft, a.fileDetail(o.File))
	return closed
}

// viewerFoot cuts off what can be done with the file, or says that this is but a
// preview.
func (a *App) viewerFoot(o *model.Offer, r *ui.Rect) {
	c := a.ctx
	if picturePath(o) == "" {
		text := a.lang.T("picture.preview")
		lines := c.Wrap(a.face.small, text, r.W-2*a.theme.Space.NarrowPadding)
		foot := r.CutBottom(float32(len(lines))*20+24).InsetXY(0, 12)
		c.Record(ui.Node{ID: viewerID.Sub("preview"), Role: ui.RoleStatus, Label: text, Rect: foot})
		for _, line := range lines {
			c.TextIn(foot.CutTop(20), a.face.small, a.theme.T2, ui.AlignCenter, line)
		}
		return
	}
	foot := r.CutBottom(viewerBar)
	if o.Transfer.Upload || !a.o.Saving.Show {
		return
	}
	acts := []cardAction{
		{key: "offer.open", do: model.OpenFile{Offer: o.Seq}},
		{key: "offer.folder", do: model.OpenFile{Offer: o.Seq, Folder: true}},
	}
	foot = foot.Center(min(foot.W, a.actionsWidth(acts)), a.theme.Space.ControlHeight)
	for _, act := range acts {
		if c.Button(viewerID.Sub(act.key), foot.CutLeft(a.actionWidth(act)), a.lang.T(act.key), ui.ButtonOptions{Note: o.File.Name}).Clicked {
			a.do(act.do)
		}
		foot.CutLeft(8)
	}
}
