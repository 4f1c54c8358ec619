package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"lobby/client/ui"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

const phoneWidth, phoneHeight = 390, 844

// The page of a phone: everything by one finger.
func TestPhone(t *testing.T) {
	long(t)
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	p := openPage(t, "phone", "http://"+srv.addr+"/", phoneWidth, phoneHeight, asPhone...)

	p.tapOn(ui.RoleTab, "註冊")
	find(t, p, "the form to register", func(n ui.Node) bool { return n.Role == ui.RoleTab && n.Label == "註冊" && n.Selected })
	p.typeInto("名稱", "怡君")
	p.typeInto("密碼", "long enough")
	p.press("Return")
	find(t, p, "the room", role(ui.RoleHeading, "# 大廳"))
	c := servertest.Connect(t, srv.addr)
	c.LogIn(wire.Register{ID: c.NextID(), Name: "Alex", Password: servertest.Password})
	for i := range 60 {
		c.Say(wire.Room, fmt.Sprint("cid", i), fmt.Sprintf("message %d of many", i))
	}
	newest := role(ui.RoleRow, "Alex")
	find(t, p, "the newest message", func(n ui.Node) bool { return newest(n) && n.Value == "message 59 of many" })

	t.Run("the keyboard comes with a tap on the composer", func(t *testing.T) {
		evaluate[bool](p, `document.activeElement.blur() || true`)
		p.tapOn(ui.RoleHeading, "# 大廳")
		if p.typing() {
			t.Error("a tap elsewhere asks for the keyboard")
		}
		p.tapOn(ui.RoleTextbox, "訊息")
		if !p.typing() {
			t.Error("when the finger was lifted the textarea had no focus")
		}
		// What the keyboard covers is taken from the page's height.
		p.size(phoneWidth, 500)
		wait(t, p, "a composer above the keyboard", func(nodes []ui.Node) bool {
			for _, n := range nodes {
				if n.Role == ui.RoleTextbox && n.Label == "訊息" {
					return n.Rect.Bottom() < 500
				}
			}
			return false
		})
		p.compose("ㄋㄧˇ")
		p.typeText("你好")
		find(t, p, "the button for it", func(n ui.Node) bool { return n.Role == ui.RoleButton && n.Label == "送出" && !n.Disabled })
		p.tapOn(ui.RoleButton, "送出")
		find(t, p, "what was composed", func(n ui.Node) bool { return n.Role == ui.RoleRow && n.Value == "你好" })
		if !p.typing() {
			t.Error("sending puts the keyboard away")
		}
		p.size(phoneWidth, phoneHeight)
		find(t, p, "the composer at the bottom again", func(n ui.Node) bool {
			return n.Role == ui.RoleTextbox && n.Label == "訊息" && n.Rect.Bottom() > phoneHeight-100
		})
	})

	list := role(ui.RoleDialog, "對話")
	open := func(t *testing.T) { t.Helper(); find(t, p, "the list", list) }
	closed := func(t *testing.T) { t.Helper(); p.gone("the list", list) }
	t.Run("the list comes and goes", func(t *testing.T) {
		p.tapOn(ui.RoleButton, "對話清單")
		open(t)
		p.tap(ui.Point{X: phoneWidth - 10, Y: 400})
		closed(t)
		p.drag(ui.Point{X: 4, Y: 300}, ui.Point{X: 200, Y: 310})
		open(t)
		p.drag(ui.Point{X: 250, Y: 300}, ui.Point{X: 60, Y: 310})
		closed(t)
		p.drag(ui.Point{X: 200, Y: 300}, ui.Point{X: 350, Y: 310})
		closed(t)
		p.tapOn(ui.RoleButton, "對話清單")
		open(t)
		p.tapOn(ui.RoleOption, "大廳") // to be read: nothing has the keyboard
		wait(t, p, "nothing with the focus", func(nodes []ui.Node) bool { return !slices.ContainsFunc(nodes, focused) })
		if evaluate[bool](p, "document.querySelector('canvas').hasAttribute('aria-label')") {
			t.Error("the page still tells what had the focus")
		}
	})
	t.Run("the way back closes what is open", func(t *testing.T) {
		p.tapOn(ui.RoleButton, "對話清單")
		open(t)
		p.tapOn(ui.RoleButton, "設定")
		settings := role(ui.RoleDialog, "設定")
		find(t, p, "the settings", settings)
		p.step("back")
		p.gone("the settings", settings)
		closed(t)
		find(t, p, "the room still", role(ui.RoleHeading, "# 大廳"))
		p.step("forward")
		closed(t)
		p.tapOn(ui.RoleButton, "對話清單")
		open(t)
		p.step("back")
		closed(t)
	})
	t.Run("a finger that rests selects", func(t *testing.T) {
		find(t, p, "what was said", func(n ui.Node) bool { return n.Role == ui.RoleRow && n.Value == "你好" })
		n := find(t, p, "a message", func(n ui.Node) bool { return n.Role == ui.RoleRow && n.Value == "message 59 of many" })
		p.touch("touchStart", ui.Point{X: 68 + 20, Y: n.Rect.Bottom() - 11})
		// Only what is selected has handles, and only they can be taken by the way back.
		for evaluate[bool](p, "history.state !== 'layer'") {
			if t.Context().Err() != nil {
				t.Fatal("nothing is selected")
			}
		}
		p.touch("touchEnd")
		p.tapOn(ui.RoleButton, "複製")
		p.gone("the bar", role(ui.RoleButton, "複製"))
	})
	t.Run("a finger moves the log", func(t *testing.T) {
		before := p.topMessage()
		p.drag(ui.Point{X: 200, Y: 300}, ui.Point{X: 200, Y: 600})
		wait(t, p, "older messages", func(nodes []ui.Node) bool { return len(messages(nodes)) > 0 && messages(nodes)[0] != before })
	})
	t.Run("a page that is loaded again has its way back", func(t *testing.T) {
		p.tapOn(ui.RoleButton, "對話清單")
		open(t)
		p.do(chromedp.Reload(), chromedp.WaitReady("#a11y"))
		p.watch()
		find(t, p, "the room again", role(ui.RoleHeading, "# 大廳"))
		p.tapOn(ui.RoleButton, "對話清單")
		open(t)
		p.step("back")
		closed(t)
	})
}

// asPhone makes a browser small, fine, and touched.
var asPhone = []chromedp.EmulateViewportOption{chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulateScale(3)}

// size gives a phone's page another size, as a keyboard that comes does.
func (p *webPage) size(width, height int64) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, height, asPhone...))
	wait(p.t, p, fmt.Sprintf("itself %d x %d", width, height), func(nodes []ui.Node) bool {
		for _, n := range nodes {
			if n.Rect.Right() > float32(width) || n.Rect.Bottom() > float32(height) {
				return false
			}
		}
		return true
	})
}

func (p *webPage) touch(kind input.DispatchTouchEventType, at ...ui.Point) {
	p.t.Helper()
	points := []*input.TouchPoint{}
	for _, pos := range at {
		points = append(points, &input.TouchPoint{X: float64(pos.X), Y: float64(pos.Y)})
	}
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
		return err
	}))
}

// tap puts a finger down and lifts it, both by the browser itself: between two
// commands of ours so much time may pass that the finger rests.
func (p *webPage) tap(at ui.Point) {
	p.t.Helper()
	call(p, input.SynthesizeTapGesture, input.SynthesizeTapGestureParams{
		X: float64(at.X), Y: float64(at.Y), TapCount: 1, GestureSourceType: input.GestureSourceTypeTouch,
	})
}

func (p *webPage) tapOn(r ui.Role, label string) {
	p.t.Helper()
	n := find(p.t, p, fmt.Sprintf("a %s %q", r, label), role(r, label))
	p.tap(ui.Point{X: n.Rect.X + n.Rect.W/2, Y: n.Rect.Y + n.Rect.H/2})
}

// drag moves a finger and lifts it, as tap does.
func (p *webPage) drag(from, to ui.Point) {
	p.t.Helper()
	call(p, input.SynthesizeScrollGesture, input.SynthesizeScrollGestureParams{
		X: float64(from.X), Y: float64(from.Y), XDistance: float64(to.X - from.X), YDistance: float64(to.Y - from.Y),
		GestureSourceType: input.GestureSourceTypeTouch,
	})
}

// typing reports whether the page has the focus where a phone shows its keyboard.
func (p *webPage) typing() bool {
	p.t.Helper()
	return evaluate[bool](p, `document.activeElement.id === 'ebitengine-textinput'`)
}

func (p *webPage) typeInto(label, text string) {
	p.t.Helper()
	p.tapOn(ui.RoleTextbox, label)
	find(p.t, p, "the focus in "+label, func(n ui.Node) bool { return n.Role == ui.RoleTextbox && n.Label == label && n.Focused })
	p.typeText(text)
	find(p.t, p, text+" in "+label, func(n ui.Node) bool {
		return n.Role == ui.RoleTextbox && n.Label == label && (n.Value == text || n.Value == strings.Repeat("•", len(text)))
	})
}

// step goes one step through the browser's history.
func (p *webPage) step(way string) {
	p.t.Helper()
	evaluate[bool](p, "history."+way+"() || true")
}

// gone waits until nothing fits.
func (p *webPage) gone(what string, fits func(ui.Node) bool) {
	p.t.Helper()
	wait(p.t, p, "itself without "+what, func(nodes []ui.Node) bool {
		for _, n := range nodes {
			if fits(n) {
				return false
			}
		}
		return true
	})
}

func (p *webPage) topMessage() string {
	p.t.Helper()
	nodes, _ := p.nodes()
	if all := messages(nodes); len(all) > 0 {
		return all[0]
	}
	return ""
}
