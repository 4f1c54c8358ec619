package e2e

import (
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"lobby/client/ui"
)

// shelf is where a page's browser takes files from and puts its downloads.
type shelf struct {
	page      *webPage
	downloads string
	ended     chan browser.EventDownloadProgress
	choosers  chan cdp.BackendNodeID
	left      atomic.Int64 // times that the browser asked before the page was left
}

// call gives a command to the page's tab.
func call[P, R any](p *webPage, c cdp.Command[P, R], params P) R {
	p.t.Helper()
	result, err := chromedp.Call(p.ctx, c, params)
	if err != nil {
		p.t.Fatalf("%s: %v", p.label, err)
	}
	return result
}

// newShelf has the browser put its downloads into a folder, and answer its
// dialog for files as choose says.
func newShelf(p *webPage) *shelf {
	p.t.Helper()
	s := &shelf{page: p, downloads: p.t.TempDir(), ended: make(chan browser.EventDownloadProgress, 100), choosers: make(chan cdp.BackendNodeID, 1)}
	hear := func(event any) {
		switch e := event.(type) {
		case *browser.EventDownloadProgress:
			if e.State != browser.DownloadProgressStateInProgress {
				s.ended <- *e
			}
		case *cdppage.EventFileChooserOpened:
			s.choosers <- e.BackendNodeID
		case *cdppage.EventJavascriptDialogOpening:
			go s.leave()
		}
	}
	if err := chromedp.Listen(p.ctx, hear); err != nil {
		p.t.Fatal(err)
	}
	if err := chromedp.ListenBrowser(p.ctx, hear); err != nil {
		p.t.Fatal(err)
	}
	events := true
	set := browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: s.downloads, EventsEnabled: &events}
	if _, err := chromedp.CallBrowser(p.ctx, browser.SetDownloadBehavior, set); err != nil {
		p.t.Fatal(err)
	}
	call(p, cdppage.SetInterceptFileChooserDialog, cdppage.SetInterceptFileChooserDialogParams{Enabled: true})
	return s
}

// leave leaves the page although it has files to send.
func (s *shelf) leave() {
	s.left.Add(1)
	// An error here means that the test has ended.
	_, _ = chromedp.Call(s.page.ctx, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: true})
}

// choose waits for the browser's dialog for files and answers it.
func (s *shelf) choose(paths ...string) {
	s.page.t.Helper()
	select {
	case node := <-s.choosers:
		call(s.page, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: paths, BackendNodeID: node})
	case <-patient(s.page.t).Done():
		s.page.t.Fatalf("%s never asked for files", s.page.label)
	}
}

// drop drops files onto the conversation that the page shows.
func (s *shelf) drop(paths ...string) {
	s.page.t.Helper()
	s.dropAt(ui.Point{X: 300, Y: 300}, paths...)
}

// dropAt drops files onto a place in the page.
func (s *shelf) dropAt(at ui.Point, paths ...string) {
	s.page.t.Helper()
	for _, kind := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
		call(s.page, input.DispatchDragEvent, input.DispatchDragEventParams{
			Type: kind, X: float64(at.X), Y: float64(at.Y), Data: &input.DragData{Items: []*input.DragDataItem{}, Files: paths, DragOperationsMask: 1},
		})
	}
}

// gets waits until the browser has a download of a name, and compares it.
func (s *shelf) gets(name string, want []byte) {
	s.page.t.Helper()
	select {
	case e := <-s.ended:
		if e.State != browser.DownloadProgressStateCompleted {
			s.page.t.Errorf("the download of %s ended with %s", name, e.State)
		}
		holds(s.page.t, filepath.Join(s.downloads, name), want)
	case <-patient(s.page.t).Done():
		nodes, _ := s.page.nodes()
		s.page.t.Fatalf("%s never had a download of %s; it shows:\n%s", s.page.label, name, describe(nodes))
	}
}

// has checks what lies in the browser's folder for downloads.
func (s *shelf) has(names ...string) {
	s.page.t.Helper()
	entries, err := os.ReadDir(s.downloads)
	if err != nil || len(entries) != len(names) {
		s.page.t.Errorf("%s has %v, %v, and not %q", s.page.label, entries, err, names)
	}
}
