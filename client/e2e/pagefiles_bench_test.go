package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"

	"lobby/client/ui"
	"lobby/client/view/lang"
)

// BenchmarkPageFile prints how fast a page sends and fetches a file, its longest
// task above 50 ms meanwhile, or 0, and how large the program's memory became.
func BenchmarkPageFile(b *testing.B) {
	const size = 100_000_000
	system := fakeChooser(b)
	srv := startServer(b, "--multicast", "off")
	downloads := b.TempDir()
	ming := member{system.openWindow(b, "window", 1000, 700, "--server", srv.addr, "--downloads", downloads), "志明", "zhiming-secret-1"}
	register(b, ming)
	mei := sitDown(b, srv.addr, "page", "Mei", "meiling-secret-2")
	call(mei.page, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: watchMemory})
	open(b, ming, mei.nick, mei.nick)
	for n := 0; b.Loop(); n++ {
		up, down := fmt.Sprintf("up-%d.bin", n), fmt.Sprintf("down-%d.bin", n)
		mei.reload(b, ming.nick)
		path, _ := newFile(b, up, size)
		mei.press("ctrl+u")
		mei.shelf.choose(path)
		find(b, ming, "the question", role(ui.RoleDialog, lang.Get("zh-TW").T("ask.title", "name", mei.nick)))
		evaluate[bool](mei.page, watchTasks)
		began := time.Now()
		clickOnTop(b, ming, "接受")
		card(b, mei.member, up, "已送達")
		b.ReportMetric(size/1e6/time.Since(began).Seconds(), "MB/s-sent")
		b.ReportMetric(evaluate[float64](mei.page, "longest"), "ms-task-sending")

		path, content := newFile(b, down, size)
		system.choose(b, path)
		clickOn(b, ming, ui.RoleButton, "傳送檔案")
		find(b, mei, "the question", role(ui.RoleDialog, lang.Get("zh-TW").T("ask.title", "name", ming.nick)))
		evaluate[bool](mei.page, watchTasks)
		began = time.Now()
		clickOnTop(b, mei, "接受")
		mei.shelf.gets(down, content)
		b.ReportMetric(size/1e6/time.Since(began).Seconds(), "MB/s-fetched")
		b.ReportMetric(evaluate[float64](mei.page, "longest"), "ms-task-fetching")
		b.ReportMetric(evaluate[float64](mei.page, "memory.buffer.byteLength / 1048576"), "MiB-memory")
		for _, file := range []string{filepath.Join(downloads, up), filepath.Join(mei.shelf.downloads, down)} {
			if err := os.Remove(file); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// watchTasks notes the longest task of the page from now on, in milliseconds. A
// browser tells of those above 50 ms: a frame had to wait for them.
const watchTasks = `(() => {
	window.longest = 0;
	window.tasks ||= new PerformanceObserver(list => list.getEntries().forEach(e => { longest = Math.max(longest, e.duration); }));
	tasks.observe({type: 'longtask'});
	return true;
})()`

// watchMemory keeps hold of the program's memory.
const watchMemory = `(() => {
	const real = WebAssembly.instantiateStreaming;
	WebAssembly.instantiateStreaming = async (...args) => {
		const result = await real.apply(WebAssembly, args);
		window.memory = result.instance.exports.mem;
		return result;
	};
})()`
