package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"lobby/client/ui"
)

// BenchmarkPageFile prints how fast a page sends and fetches a file, how far its
// frames were apart meanwhile, beside those of a page that does nothing, and how
// large the program's memory became.
func BenchmarkPageFile(b *testing.B) {
	const size = 100_000_000
	system := fakeChooser(b)
	srv := startServer(b, "--multicast", "off")
	downloads := b.TempDir()
	ming := member{openWindow(b, "window", 1000, 700, "--server", srv.addr, "--downloads", downloads), "志明", "zhiming-secret-1"}
	register(b, ming)
	mei := sitDown(b, srv, "page", "Mei", "meiling-secret-2")
	call(mei.page, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: watchMemory})
	open(b, ming, mei.nick, mei.nick)
	for b.Loop() {
		mei.reload(b, ming.nick)
		evaluate[bool](mei.page, watchFrames)
		evaluate[bool](mei.page, "new Promise(done => setTimeout(() => done(true), 1000))", chromedp.EvalAwaitPromise)
		frames(b, mei.page, "idle")
		evaluate[bool](mei.page, watchFrames)
		path, _ := newFile(b, "up.bin", size)
		mei.press("ctrl+u")
		mei.shelf.choose(path)
		find(b, ming, "the question", role(ui.RoleDialog, mei.nick+" 想傳送檔案給你"))
		began := time.Now()
		clickOnTop(b, ming, "接受")
		card(b, mei.member, "up.bin", "已送達")
		b.ReportMetric(size/1e6/time.Since(began).Seconds(), "MB/s-sent")
		frames(b, mei.page, "sending")

		evaluate[bool](mei.page, watchFrames)
		path, content := newFile(b, "down.bin", size)
		system.choose(b, path)
		clickOn(b, ming, ui.RoleButton, "傳送檔案")
		find(b, mei, "the question", role(ui.RoleDialog, ming.nick+" 想傳送檔案給你"))
		began = time.Now()
		clickOnTop(b, mei, "接受")
		mei.shelf.gets("down.bin", content)
		b.ReportMetric(size/1e6/time.Since(began).Seconds(), "MB/s-fetched")
		frames(b, mei.page, "fetching")
		b.ReportMetric(evaluate[float64](mei.page, "memory.buffer.byteLength / 1048576"), "MiB-memory")
		for _, file := range []string{filepath.Join(downloads, "up.bin"), filepath.Join(mei.shelf.downloads, "down.bin")} {
			if err := os.Remove(file); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// watchFrames notes the time between animation frames from now on, in
// milliseconds.
const watchFrames = `(() => {
	window.frames = [];
	let last = performance.now();
	const frame = () => {
		const now = performance.now();
		frames.push(now - last);
		last = now;
		requestAnimationFrame(frame);
	};
	if (!window.watching) requestAnimationFrame(frame);
	window.watching = true;
	return true;
})()`

// frames reports on what watchFrames has noted.
func frames(b *testing.B, p *webPage, meanwhile string) {
	b.Helper()
	b.ReportMetric(evaluate[float64](p, "frames.sort((a, b) => a - b)[Math.floor(frames.length * 0.99)]"), "ms-frame-p99-"+meanwhile)
	b.ReportMetric(evaluate[float64](p, "frames.at(-1)"), "ms-frame-max-"+meanwhile)
}

// watchMemory keeps hold of the program's memory.
const watchMemory = `(() => {
	const real = WebAssembly.instantiateStreaming;
	WebAssembly.instantiateStreaming = async (...args) => {
		const result = await real.apply(WebAssembly, args);
		window.memory = result.instance.exports.mem;
		return result;
	};
})()`
