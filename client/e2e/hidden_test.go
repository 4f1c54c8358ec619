package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"lobby/server/servertest"
	"lobby/shared/wire"
)

// countsWhileHidden has the user look at another tab. What comes meanwhile is counted in
// the title, and in the room, which is muted, in the list; it has been read only when the
// page was looked at again.
func countsWhileHidden(t *testing.T, yi member, p *webPage, alex *servertest.Client) {
	t.Helper()
	const unread = `Number((document.title.match(/^\((\d+)\)/) || [0, 0])[1])`
	before := evaluate[int](p, unread)
	show := p.hide()
	alex.Say(wire.Pair(alex.ID(), alex.ID()+1), "hidden-1", "看得到嗎？")
	alex.Say(wire.Room, "hidden-2", "看得到嗎？")
	p.awaitTrue(fmt.Sprintf("%s === %d", unread, before+1))
	marked(t, yi, "大廳", "1 則新訊息")
	show()
	marked(t, yi, "大廳", "")
}

// hide opens another tab in front of the page. What it returns shows the page again.
func (p *webPage) hide() (show func()) {
	p.t.Helper()
	p.emulateFocus(false)
	newWindow := false
	other, err := chromedp.CallBrowser(p.ctx, target.CreateTarget, target.CreateTargetParams{
		URL: "about:blank", BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID, NewWindow: &newWindow,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.awaitTrue("document.hidden")
	return func() {
		p.t.Helper()
		if _, err := chromedp.CallBrowser(p.ctx, target.CloseTarget, target.CloseTargetParams(other)); err != nil {
			p.t.Fatal(err)
		}
		p.emulateFocus(true)
		p.awaitTrue("!document.hidden")
	}
}

// hideAfter has the user do something with the pointer and go to another tab before the
// page has had a frame to answer in. What it returns shows the page again.
func (p *webPage) hideAfter(last func()) (show func()) {
	p.t.Helper()
	evaluate[bool](p, holdFrames)
	last()
	p.awaitTrue("window.heard")
	again := p.hide()
	return func() {
		p.t.Helper()
		again()
		evaluate[bool](p, "giveFrames()")
	}
}

// holdFrames is a browser that is slower with its next frame than any user. It notes
// when the page has heard of a click.
const holdFrames = `(() => {
	const own = window.requestAnimationFrame, held = [];
	window.requestAnimationFrame = (f) => held.push(f);
	window.heard = false;
	window.addEventListener('pointerup', () => { window.heard = true; }, {once: true});
	window.giveFrames = () => {
		window.requestAnimationFrame = own;
		held.forEach((f) => own(f));
		return true;
	};
	return true;
})()`

// emulateFocus has the page take itself for the one that is used, whichever is.
func (p *webPage) emulateFocus(on bool) {
	p.t.Helper()
	call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: on})
}

// awaitTrue waits until the page says that something is true, of which it tells
// nobody.
func (p *webPage) awaitTrue(expression string) {
	p.t.Helper()
	for ctx := patient(p.t); !evaluate[bool](p, expression); time.Sleep(10 * time.Millisecond) {
		if ctx.Err() != nil {
			p.t.Fatalf("%s: %s is never true", p.label, expression)
		}
	}
}
