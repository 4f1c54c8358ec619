package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"lobby/client/ui"
	"lobby/client/view/lang"
)

// atDesk is a member in a page, with what the browser fetches from and saves to.
type atDesk struct {
	member
	page  *webPage
	shelf *shelf
}

func sitDown(t testing.TB, addr, label, nick, password string) atDesk {
	t.Helper()
	p := openPage(t, label, "http://"+addr+"/", 1100, 720)
	d := atDesk{member{p, nick, password}, p, newShelf(p)}
	register(t, d.member)
	return d
}

// reload loads the page again, and opens a conversation.
func (d atDesk) reload(t testing.TB, conv string) {
	t.Helper()
	d.page.do(chromedp.Reload(), chromedp.WaitReady("#a11y"))
	d.page.watch()
	open(t, d.member, conv, conv)
}

// TestPageFiles carries files between a window and two pages, every way.
func TestPageFiles(t *testing.T) {
	long(t)
	system := fakeChooser(t)
	srv := startServer(t, "--multicast", "off")
	downloads := t.TempDir()
	ming := member{system.openWindow(t, "window", 1100, 720, "--server", srv.addr, "--downloads", downloads), "志明", "zhiming-secret-1"}
	register(t, ming)
	line := startSluice(t, srv.addr)
	mei := sitDown(t, line.addr, "page 1", "Mei", "meiling-secret-2")
	yi := sitDown(t, srv.addr, "page 2", "怡君", "yijun-secret-3")
	open(t, ming, mei.nick, mei.nick)
	open(t, mei.member, ming.nick, ming.nick)
	asked := func(m member, by, file string) {
		t.Helper()
		find(t, m, "the question whether it wants "+file, func(n ui.Node) bool {
			return n.Role == ui.RoleDialog && n.Label == lang.Get("zh-TW").T("ask.title", "name", by) && (n.Note == file || file == "")
		})
	}
	fromWindow := func(name string, size int) []byte {
		t.Helper()
		path, content := newFile(t, name, size)
		system.choose(t, path)
		clickOn(t, ming, ui.RoleButton, "傳送檔案")
		card(t, ming, name, "等待對方回答")
		return content
	}

	// From the window to a page: accepted, saved in a place, declined, taken back.
	content := fromWindow("期末報告.pdf", 5_000_000)
	asked(mei.member, ming.nick, "期末報告.pdf")
	picture(t, mei, "page-file-ask")
	clickOnTop(t, mei, "接受")
	mei.shelf.gets("期末報告.pdf", content)
	card(t, mei.member, "期末報告.pdf", "已儲存")
	card(t, ming, "期末報告.pdf", "已送達")

	evaluate[bool](mei.page, placeInPage)
	content = fromWindow("照片.jpg", 3_000_000)
	asked(mei.member, ming.nick, "照片.jpg")
	clickOnTop(t, mei, "另存…")
	card(t, mei.member, "照片.jpg", "已儲存")
	card(t, ming, "照片.jpg", "已送達")
	mei.holdsInPage("照片.jpg", content)

	fromWindow("不要.bin", 100_000)
	asked(mei.member, ming.nick, "不要.bin")
	clickOnTop(t, mei, "拒絕")
	card(t, ming, "不要.bin", "已拒絕")
	fromWindow("算了.bin", 100_000)
	asked(mei.member, ming.nick, "算了.bin")
	clickOn(t, ming, ui.RoleButton, "取消")
	card(t, mei.member, "算了.bin", "已取消")

	// From a page to the window, several at once.
	mei.press("ctrl+u")
	one, first := newFile(t, "一.bin", 2_000_000)
	two, second := newFile(t, "二.bin", 70_000)
	mei.shelf.choose(one, two)
	for _, file := range []string{"一.bin", "二.bin"} {
		asked(ming, mei.nick, file)
		clickOnTop(t, ming, "接受")
	}
	card(t, mei.member, "一.bin", "已送達")
	card(t, mei.member, "二.bin", "已送達")
	holds(t, filepath.Join(downloads, "一.bin"), first)
	holds(t, filepath.Join(downloads, "二.bin"), second)

	// From page to page: dropped, pasted, changed on the disk, and stopped half way.
	open(t, mei.member, yi.nick, yi.nick)
	open(t, yi.member, mei.nick, mei.nick)
	path, content := newFile(t, "拖曳.bin", 1_500_000)
	mei.shelf.drop(path)
	asked(yi.member, mei.nick, "拖曳.bin")
	clickOnTop(t, yi, "接受")
	yi.shelf.gets("拖曳.bin", content)
	card(t, mei.member, "拖曳.bin", "已送達")

	evaluate[bool](mei.page, pastePicture, chromedp.EvalAwaitPromise)
	asked(yi.member, mei.nick, "")
	find(t, mei, "the picture", func(n ui.Node) bool { return n.Role == ui.RoleImage && strings.HasSuffix(n.Label, ".png") })
	mei.page.tree().find(t, "image", ".png")
	clickOnTop(t, yi, "拒絕")

	path, content = newFile(t, "改過.bin", 300_000)
	mei.shelf.drop(path)
	asked(yi.member, mei.nick, "改過.bin")
	content[1000] ^= 1
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, time.Time{}, time.Now().Add(2*time.Second)); err != nil {
		t.Fatal(err)
	}
	clickOnTop(t, yi, "接受")
	card(t, yi.member, "改過.bin", "已取消")

	// To the room, from where anybody takes it. A picture that would fill the memory is
	// a file like any other, at both ends.
	open(t, mei.member, "大廳", "# 大廳")
	open(t, yi.member, "大廳", "# 大廳")
	bomb := bombPNG(t, 16_000)
	path, content = newFile(t, "大家.bin", 700_000)
	mei.press("ctrl+u")
	mei.shelf.choose(path, writeFile(t, "黑.png", bomb))
	for _, file := range []string{"大家.bin", "黑.png"} {
		card(t, mei.member, file, "已上傳")
		offered := find(t, yi, "the card of "+file, func(n ui.Node) bool { return n.Role == ui.RoleRow && n.Value == file })
		if strings.Contains(offered.Note, "×") {
			t.Errorf("%s is offered as a picture: %s", file, offered.Note)
		}
	}
	for file, content := range map[string][]byte{"大家.bin": content, "黑.png": bomb} {
		accept := find(t, yi, "what takes "+file, func(n ui.Node) bool {
			return n.Role == ui.RoleButton && n.Label == "接受" && n.Note == file
		})
		yi.page.click(ui.Point{X: accept.Rect.X + accept.Rect.W/2, Y: accept.Rect.Y + accept.Rect.H/2})
		yi.shelf.gets(file, content)
		card(t, yi.member, file, "已儲存")
	}
	for _, d := range []atDesk{mei, yi} {
		if nodes, _ := d.page.nodes(); anyNode(nodes, func(n ui.Node) bool {
			return n.Role == ui.RoleButton && n.Label == "放大圖片" && n.Value == "黑.png"
		}) {
			t.Errorf("%s shows a picture of 256 million pixels", d.name())
		}
	}
	open(t, mei.member, yi.nick, yi.nick)
	open(t, yi.member, mei.nick, mei.nick)

	// On its way when the receiver pauses it, and when the server is killed: it goes
	// on where it was.
	line.shut()
	path, content = newFile(t, "重來.bin", 12_000_000)
	mei.shelf.drop(path)
	asked(yi.member, mei.nick, "重來.bin")
	clickOnTop(t, yi, "接受")
	card(t, mei.member, "重來.bin", "%")
	card(t, yi.member, "重來.bin", "%")
	clickOn(t, yi, ui.RoleButton, "暫停")
	clickOn(t, yi, ui.RoleButton, "繼續")
	find(t, yi, "the way to pause again", role(ui.RoleButton, "暫停"))
	srv.kill()
	line.open()
	srv.start()
	yi.shelf.gets("重來.bin", content)
	card(t, mei.member, "重來.bin", "已送達")

	// The sender pauses, the receiver's page is loaded again and asks anew, and then
	// gives up: nothing is left where the file was to be.
	line.shut()
	path, _ = newFile(t, "停.bin", 12_000_000)
	mei.shelf.drop(path)
	asked(yi.member, mei.nick, "停.bin")
	clickOnTop(t, yi, "接受")
	card(t, yi.member, "停.bin", "%")
	picture(t, yi, "page-file-running")
	if bar := yi.page.tree().find(t, "progressbar", "停.bin"); bar.within("article") == nil || bar.value == "" {
		t.Errorf("how far the file is: %q", bar.value)
	}
	if words := evaluate[string](yi.page, `document.querySelector('[role=progressbar]').ariaValueText`); !strings.Contains(words, "%") {
		t.Errorf("how far the file is, in words: %q", words)
	}
	clickOn(t, mei, ui.RoleButton, "暫停")
	find(t, mei, "the way to go on", role(ui.RoleButton, "繼續"))
	yi.reload(t, mei.nick)
	evaluate[bool](yi.page, placeInPage)
	clickOn(t, yi, ui.RoleButton, "另存…")
	clickOn(t, mei, ui.RoleButton, "繼續")
	card(t, yi.member, "停.bin", "%")
	clickOn(t, yi, ui.RoleButton, "取消")
	card(t, mei.member, "停.bin", "已拒絕")
	card(t, yi.member, "停.bin", "已拒絕")
	line.open()
	yi.shelf.has("大家.bin", "拖曳.bin", "重來.bin", "黑.png")
	yi.hasNothingInPage()

	// The receiver is away, and the sender's page is loaded again before it comes
	// back: the file has to be chosen once more.
	yi.page.do(chromedp.Navigate("about:blank"))
	path, content = newFile(t, "明天.bin", 400_000)
	mei.shelf.drop(path)
	card(t, mei.member, "明天.bin", "等待對方回答")
	mei.reload(t, yi.nick)
	if mei.shelf.left.Load() == 0 {
		t.Error("the browser did not ask before a page was left that has a file to send")
	}
	card(t, mei.member, "明天.bin", "請再選一次")
	picture(t, mei, "page-file-lost")
	yi.page.do(chromedp.Navigate("http://"+srv.addr+"/"), chromedp.WaitReady("#a11y"))
	yi.page.watch()
	open(t, yi.member, mei.nick, mei.nick)
	clickOnTop(t, yi, "接受")
	clickOn(t, mei, ui.RoleButton, "再選一次檔案")
	mei.shelf.choose(path)
	yi.shelf.gets("明天.bin", content)
	card(t, mei.member, "明天.bin", "已送達")

	// Dropped onto somebody else in the list, who is meant then.
	row := find(t, mei, "the row of "+ming.nick, role(ui.RoleOption, ming.nick)).Rect
	path, content = newFile(t, "給志明.bin", 60_000)
	mei.shelf.dropAt(ui.Point{X: row.X + row.W/2, Y: row.Y + row.H/2}, path)
	find(t, mei, "the conversation with "+ming.nick, role(ui.RoleHeading, ming.nick))
	asked(ming, mei.nick, "給志明.bin")
	clickOnTop(t, ming, "接受")
	card(t, mei.member, "給志明.bin", "已送達")
	holds(t, filepath.Join(downloads, "給志明.bin"), content)
	sendsFolders(t, mei, ming, line, downloads)

	// Accepted just before the user goes to another tab: it comes while nobody looks.
	open(t, ming, yi.nick, yi.nick)
	content = fromWindow("背景.bin", 3_000_000)
	asked(yi.member, ming.nick, "背景.bin")
	show := yi.page.hideAfter(func() { clickOnTop(t, yi, "接受") })
	card(t, ming, "背景.bin", "已送達")
	yi.shelf.gets("背景.bin", content)
	if !evaluate[bool](yi.page, "document.hidden") {
		t.Error("the page was seen meanwhile")
	}
	show()
	yi.page.gone("the question", func(n ui.Node) bool { return n.Role == ui.RoleDialog && n.Note == "背景.bin" })
}

// placeInPage stands in for the dialog that asks where to save, which no test can
// answer: the place is a file of the page's own file system.
const placeInPage = `(() => {
	window.showSaveFilePicker = async (options) =>
		(await navigator.storage.getDirectory()).getFileHandle(options.suggestedName, {create: true});
	return true;
})()`

// holdsInPage compares a file of the page's own file system.
func (d atDesk) holdsInPage(name string, want []byte) {
	d.page.t.Helper()
	sum := sha256.Sum256(want)
	got := evaluate[string](d.page, `(async () => {
		const place = await (await navigator.storage.getDirectory()).getFileHandle('`+name+`');
		const sum = await crypto.subtle.digest('SHA-256', await (await place.getFile()).arrayBuffer());
		return [...new Uint8Array(sum)].map(b => b.toString(16).padStart(2, '0')).join('');
	})()`, chromedp.EvalAwaitPromise)
	if got != hex.EncodeToString(sum[:]) {
		d.page.t.Errorf("%s in the page is another file", name)
	}
}

// hasNothingInPage waits until the page's own file system is empty: a file goes
// beside what is shown.
func (d atDesk) hasNothingInPage() {
	d.page.t.Helper()
	for ctx := patient(d.page.t); ; time.Sleep(10 * time.Millisecond) {
		if evaluate[bool](d.page, `navigator.storage.getDirectory().then(place => place.keys().next()).then(first => first.done)`, chromedp.EvalAwaitPromise) {
			return
		}
		if ctx.Err() != nil {
			d.page.t.Fatal("something is left in the page's file system")
		}
	}
}

// pastePicture pastes as a browser does when the clipboard has a picture.
const pastePicture = `(async () => {
	const canvas = new OffscreenCanvas(320, 240);
	canvas.getContext('2d').fillRect(80, 60, 160, 120);
	const data = new DataTransfer();
	data.items.add(new File([await canvas.convertToBlob()], 'image.png', {type: 'image/png'}));
	document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
	return true;
})()`
