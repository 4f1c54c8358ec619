//go:build linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"lobby/client/ui"
)

// webPage is the program in a browser, which fills a display of its own.
type webPage struct {
	display *display
	ctx     context.Context
	cancel  func()
}

// startPage starts a browser with a profile of its own, which shows nothing yet.
func (l *lab) startPage(ctx context.Context) (*webPage, error) {
	dir, err := os.MkdirTemp(l.dir, "page-")
	if err != nil {
		return nil, err
	}
	d, err := startDisplay(ctx, dir)
	if err != nil {
		return nil, err
	}
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	// A window like a user's. VisibleWindow would look for a display of this program's own.
	for _, name := range []string{"headless", "hide-scrollbars", "enable-automation"} {
		options = append(options, chromedp.Flag(name, false))
	}
	for _, name := range []string{"disable-quic", "disable-component-update", "enable-unsafe-swiftshader", "kiosk"} {
		options = append(options, chromedp.Flag(name, true))
	}
	options = append(options,
		chromedp.ExecPath("chromium"), chromedp.Flag("use-gl", "angle"), chromedp.Flag("use-angle", "swiftshader"),
		chromedp.Flag("lang", "zh-TW"), chromedp.Flag("accept-lang", "zh-TW"), chromedp.Flag("ozone-platform", "x11"),
		chromedp.Flag("window-position", "0,0"), chromedp.WindowSize(screenWidth, screenHeight),
		chromedp.Env(d.env()...), chromedp.UserDataDir(filepath.Join(dir, "profile")),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	alloc, cancelAlloc := chromedp.NewExecAllocator(ctx, options...)
	tab, cancel := chromedp.NewContext(alloc)
	p := &webPage{display: d, ctx: tab, cancel: func() { cancel(); cancelAlloc() }}
	if err := chromedp.Do(tab, chromedp.Navigate("about:blank")); err != nil {
		p.stop()
		return nil, err
	}
	return p, d.settle(ctx)
}

func (p *webPage) stop() {
	p.cancel()
	p.display.stop()
}

// observer notes when things happen, and where the program has its memory. It runs
// before any script of a page.
const observer = `(() => {
	const seen = globalThis.bench = {form: 0, tasks: [], memory: null};
	new PerformanceObserver(list => {
		for (const task of list.getEntries()) seen.tasks.push([task.startTime, task.duration]);
	}).observe({type: 'longtask', buffered: true});
	const real = WebAssembly.instantiateStreaming;
	WebAssembly.instantiateStreaming = async (...args) => {
		const result = await real(...args);
		seen.memory = result.instance.exports.mem;
		return result;
	};
	document.addEventListener('DOMContentLoaded', () => {
		const boot = document.getElementById('boot');
		if (!boot) return;
		new MutationObserver((_, watch) => {
			if (!boot.hidden) return;
			watch.disconnect();
			// What is on the canvas now is on the screen with the next frame.
			requestAnimationFrame(() => setTimeout(() => { seen.form = performance.now(); }, 0));
		}).observe(boot, {attributes: true});
	});
})()`

// visit goes to an address with what a client keeps, in a folder, in the page's
// local storage.
func (p *webPage) visit(address, folder string) error {
	script := observer
	if folder != "" {
		kept, err := filepath.Glob(filepath.Join(folder, "*.json"))
		if err != nil {
			return err
		}
		for _, path := range kept {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			name, err := json.Marshal("lobby/" + filepath.Base(path))
			if err != nil {
				return err
			}
			text, err := json.Marshal(string(data))
			if err != nil {
				return err
			}
			script += fmt.Sprintf(";if (location.protocol === 'http:' && localStorage.getItem(%s) === null) localStorage.setItem(%s, %s)", name, name, text)
		}
	}
	_, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	if err != nil {
		return err
	}
	return chromedp.Do(p.ctx, chromedp.Navigate(address))
}

func evaluate[T any](p *webPage, script string) (T, error) {
	return chromedp.Run(p.ctx, chromedp.Evaluate[T](script))
}

func (p *webPage) nodes(context.Context) ([]ui.Node, error) {
	type mirrored struct {
		Role, Label, Value string
		Rect               ui.Rect
	}
	found, err := evaluate[[]mirrored](p, `[...document.querySelectorAll('#a11y [role]')].map(e => {
		const r = e.getBoundingClientRect();
		return {Role: e.getAttribute('role'), Label: e.getAttribute('aria-label') || '', Value: e.textContent,
			Rect: {X: r.x, Y: r.y, W: r.width, H: r.height}};
	})`)
	var nodes []ui.Node
	for _, n := range found {
		nodes = append(nodes, ui.Node{Role: ui.Role(n.Role), Label: n.Label, Value: n.Value, Rect: n.Rect})
	}
	return nodes, err
}

// place has nothing to do where the page fills the display.
func (p *webPage) place(r ui.Rect) image.Rectangle {
	return image.Rect(int(r.X), int(r.Y), int(r.Right()), int(r.Bottom()))
}

// processes are the page's own and the one that draws; the browser's others
// belong to no page.
func (p *webPage) processes() ([]int, error) {
	browser := chromedp.FromContext(p.ctx).Browser.Process()
	var all []int
	for _, kind := range []string{"--type=renderer", "--type=gpu-process"} {
		found, err := childrenOf(browser.Pid, kind)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if len(all) < 2 {
		return nil, errors.New("the browser's processes were not found")
	}
	return all, nil
}

func (p *webPage) shown() *display { return p.display }

// heap is what the page's scripts and the program have taken, in bytes, after a
// collection.
func (p *webPage) heap() (scripts, program int64, err error) {
	type sizes struct{ Scripts, Program int64 }
	s, err := evaluate[sizes](p, `({Scripts: performance.memory.usedJSHeapSize, Program: bench.memory ? bench.memory.buffer.byteLength : 0})`)
	return s.Scripts, s.Program, err
}

// address is the page of a server.
func address(s *server) string { return "http://" + strings.TrimSpace(s.addr) + "/" }
