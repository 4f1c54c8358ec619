package e2e

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lobby/client/ui"
)

// webPage is the client in a browser of its own.
type webPage struct {
	t     testing.TB
	label string
	ctx   context.Context
}

// mirror reads what the page tells screen readers, and waits for it to change.
const mirror = `(() => {
	const root = document.getElementById('a11y');
	window.mirror = {
		version: 1,
		waiting: [],
		read() {
			const nodes = [...root.querySelectorAll('[role]')].map(e => {
				const r = e.getBoundingClientRect(), role = e.getAttribute('role');
				const text = e.firstChild && e.firstChild.nodeType === Node.TEXT_NODE ? e.firstChild.data : '';
				let label = e.getAttribute('aria-label') || '', note = e.getAttribute('aria-description') || '';
				if (role === 'option' && label.startsWith(text + ', ')) {
					[label, note] = [text, label.slice(text.length + 2)];
				}
				return {
					ID: e.id.replace('node-', ''), Role: ['group', 'paragraph'].includes(role) ? 'text' : role, Label: label, Note: note,
					Value: ['textbox', 'article'].includes(role) || text !== label ? text : '',
					Focused: e.hasAttribute('data-focused'), Selected: e.getAttribute('aria-selected') === 'true',
					Disabled: e.getAttribute('aria-disabled') === 'true',
					Rect: {X: r.x, Y: r.y, W: r.width, H: r.height},
				};
			});
			return {Version: this.version, Nodes: nodes};
		},
		changed(since) {
			return this.version !== since ? true : new Promise(done => this.waiting.push(done));
		},
	};
	new MutationObserver(() => {
		mirror.version++;
		mirror.waiting.splice(0).forEach(done => done(true));
	}).observe(root, {subtree: true, childList: true, attributes: true, characterData: true});
	return true;
})()`

// openPage opens the page of a server in a browser of its own, which may be like a
// phone's.
func openPage(t testing.TB, label, url string, width, height int, as ...chromedp.EmulateViewportOption) *webPage {
	t.Helper()
	need(t, "chromium")
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	for _, name := range []string{"disable-quic", "disable-component-update", "enable-unsafe-swiftshader"} {
		options = append(options, chromedp.Flag(name, true))
	}
	options = append(options,
		chromedp.ExecPath("chromium"), chromedp.Flag("use-gl", "angle"), chromedp.Flag("use-angle", "swiftshader"),
		chromedp.Flag("lang", "zh-TW"), chromedp.Flag("accept-lang", "zh-TW"), chromedp.Env("TZ=Asia/Taipei"),
		chromedp.WindowSize(width, height), chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(patience),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	alloc, cancelAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(func() {
		cancel()
		cancelAlloc()
	})
	p := &webPage{t: t, label: label, ctx: ctx}
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		return err
	}))
	if err := chromedp.Listen(ctx, p.report); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.EmulateViewport(int64(width), int64(height), as...), chromedp.Navigate(url), chromedp.WaitReady("#a11y"))
	p.watch()
	wait(t, p, "anything", func(nodes []ui.Node) bool { return len(nodes) > 0 })
	return p
}

// report logs what goes wrong in the page's scripts.
func (p *webPage) report(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.t.Logf("%s: %+v", p.label, e.ExceptionDetails)
	case *runtime.EventConsoleAPICalled:
		for _, a := range e.Args {
			p.t.Logf("%s console: %s", p.label, a.Value)
		}
	}
}

// watch begins to follow the mirror; needed again after the page was loaded.
func (p *webPage) watch() {
	p.t.Helper()
	evaluate[bool](p, mirror)
}

func (p *webPage) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.t.Fatalf("%s: %v", p.label, err)
	}
}

func evaluate[T any](p *webPage, script string, options ...chromedp.EvaluateOption) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](script, options...))
	if err != nil {
		p.t.Fatalf("%s: %v", p.label, err)
	}
	return v
}

// mirrored is what mirror.read returns.
type mirrored struct {
	Version int
	Nodes   []struct {
		ID                          ui.ID `json:",string"`
		Role, Label, Value, Note    string
		Focused, Selected, Disabled bool
		Rect                        ui.Rect
	}
}

func (p *webPage) nodes() ([]ui.Node, <-chan struct{}) {
	p.t.Helper()
	now := evaluate[mirrored](p, "mirror.read()")
	changed := make(chan struct{})
	go func() {
		defer close(changed)
		// An error here means that the page or the test has ended; the next look at it says so.
		_, _ = chromedp.Run(p.ctx, chromedp.Evaluate[bool](fmt.Sprintf("mirror.changed(%d)", now.Version), chromedp.EvalAwaitPromise))
	}()
	nodes := make([]ui.Node, len(now.Nodes))
	for i, n := range now.Nodes {
		nodes[i] = ui.Node{ID: n.ID, Role: ui.Role(n.Role), Label: n.Label, Value: n.Value, Note: n.Note, Focused: n.Focused, Selected: n.Selected, Disabled: n.Disabled, Rect: n.Rect}
	}
	return nodes, changed
}

func (p *webPage) click(at ui.Point) {
	p.t.Helper()
	p.do(chromedp.MouseClickXY(float64(at.X), float64(at.Y)))
}

// typeText presses the keys of ASCII text and inserts the rest as an input
// method does.
func (p *webPage) typeText(text string) {
	p.t.Helper()
	if strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		p.do(chromedp.KeyEvent(text))
		return
	}
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}))
}

func (p *webPage) press(keys string) {
	p.t.Helper()
	var mods kb.Modifier
	parts := strings.Split(keys, "+")
	for _, m := range parts[:len(parts)-1] {
		mods |= map[string]kb.Modifier{"ctrl": kb.ModifierCtrl, "shift": kb.ModifierShift, "alt": kb.ModifierAlt}[m]
	}
	key := parts[len(parts)-1]
	if named, ok := map[string]string{"Return": kb.Enter, "Escape": kb.Escape, "Tab": kb.Tab, "BackSpace": kb.Backspace, "Up": kb.ArrowUp, "Down": kb.ArrowDown}[key]; ok {
		key = named
	}
	p.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(mods)))
}

// resize gives the page another size and waits until it is laid out anew: something
// has moved, and everything lies within.
func (p *webPage) resize(width, height int) {
	p.t.Helper()
	places := func(nodes []ui.Node) (all []ui.Rect) {
		for _, n := range nodes {
			all = append(all, n.Rect)
		}
		return all
	}
	nodes, _ := p.nodes()
	before := places(nodes)
	p.do(chromedp.EmulateViewport(int64(width), int64(height)))
	wait(p.t, p, fmt.Sprintf("itself in %d x %d", width, height), func(nodes []ui.Node) bool {
		right, bottom := float32(0), float32(0)
		for _, n := range nodes {
			right, bottom = max(right, n.Rect.Right()), max(bottom, n.Rect.Bottom())
		}
		return right <= float32(width) && bottom <= float32(height) && !slices.Equal(places(nodes), before)
	})
}

// preferDark makes the browser's system ask for dark pages.
func (p *webPage) preferDark() {
	p.t.Helper()
	p.prefer("prefers-color-scheme", "dark")
}

// prefer makes the browser's system ask for something by a media feature.
func (p *webPage) prefer(feature, value string) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
		})
		return err
	}))
}

func (p *webPage) picture() image.Image {
	p.t.Helper()
	data, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatalf("%s: %v", p.label, err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		p.t.Fatalf("%s: %v", p.label, err)
	}
	return picture
}

func (p *webPage) name() string             { return p.label }
func (p *webPage) context() context.Context { return p.t.Context() }
