package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lobby/client/ui"
)

// The members of the talk. Their names and passwords must not appear on the line.
type member struct {
	screen
	nick, password string
}

// register makes a member's account through the form.
func register(t testing.TB, m member) {
	t.Helper()
	chooseTab(t, m, "註冊")
	fill(t, m, "名稱", m.nick)
	fill(t, m, "密碼", m.password)
	m.press("Return")
	find(t, m, "the room", role(ui.RoleHeading, "# 大廳"))
}

// say writes into the open conversation.
func say(t *testing.T, m member, text string) {
	t.Helper()
	fill(t, m, "訊息", text)
	m.press("Return")
	find(t, m, "an empty composer", func(n ui.Node) bool {
		return n.Role == ui.RoleTextbox && n.Label == "訊息" && n.Value == ""
	})
}

// open chooses a conversation in the list.
func open(t testing.TB, m member, conv, title string) {
	t.Helper()
	clickOn(t, m, ui.RoleOption, conv)
	find(t, m, "the conversation "+title, role(ui.RoleHeading, title))
}

// shows waits until the log holds exactly these messages, in this order, all
// of them stored.
func shows(t *testing.T, m member, want []string) {
	t.Helper()
	wait(t, m, fmt.Sprintf("exactly %q", want), func(nodes []ui.Node) bool {
		return slices.Equal(messages(nodes), want) && !slices.ContainsFunc(nodes, waiting)
	})
}

// waiting reports whether a row is a message that is not stored yet.
func waiting(n ui.Node) bool {
	return n.Role == ui.RoleRow && (n.Note == "傳送中…" || n.Note == "等待連線後傳送")
}

// marked waits until the list shows a conversation with a note.
func marked(t *testing.T, m member, conv, note string) {
	t.Helper()
	find(t, m, fmt.Sprintf("%s with %q", conv, note), func(n ui.Node) bool {
		return n.Role == ui.RoleOption && n.Label == conv && n.Note == note
	})
}

// TestTalk is the whole path: three members on two windows and a page write to
// the room and in private, through a restart of a client and of the server, and
// nobody on the line can read a word of it.
func TestTalk(t *testing.T) {
	t.Parallel()
	const group = "224.111.1.1:5017"
	srv := startServer(t, "--multicast", group)
	tap := startWiretap(t, srv.addr, group)

	first := openWindow(t, "window 1", 1000, 700, "--server", tap.addr)
	second := openWindow(t, "window 2", 1000, 700, "--server", tap.addr)
	ming := member{first, "志明同學", "zhiming-secret-1"}
	mei := member{second, "Meiling Chen", "meiling-secret-2"}
	yi := member{openPage(t, "page", "http://"+tap.addr+"/", 1000, 700), "怡君同學", "yijun-secret-3"}
	all := []member{ming, mei, yi}
	for _, m := range all {
		register(t, m)
	}
	for _, m := range all {
		for _, other := range all {
			if other != m {
				marked(t, m, other.nick, "在線上")
			}
		}
	}

	room := []string{}
	speak := func(m member, text string) {
		t.Helper()
		say(t, m, text)
		room = append(room, m.nick+": "+text)
		for _, other := range all {
			shows(t, other, room)
		}
	}
	speak(ming, "明天網路程式設計的展示幾點開始？")
	speak(mei, "10:30, room 204. 記得帶筆電 🎉")
	speak(yi, "好，我十點到 👍")

	// In private: the marker comes, stays through a restart, and goes.
	open(t, ming, mei.nick, mei.nick)
	private := []string{}
	for _, text := range []string{"這句話只有你看得到 🤫", "第二句悄悄話"} {
		say(t, ming, text)
		private = append(private, ming.nick+": "+text)
		shows(t, ming, private)
	}
	marked(t, mei, ming.nick, "2 則新訊息")
	second.kill()
	second.start()
	marked(t, mei, ming.nick, "2 則新訊息")
	open(t, mei, ming.nick, ming.nick)
	shows(t, mei, private)
	marked(t, mei, ming.nick, "在線上")
	say(t, mei, "收到，不會說出去")
	private = append(private, mei.nick+": 收到，不會說出去")
	shows(t, ming, private)
	shows(t, mei, private)

	// The third sees nothing of it.
	shows(t, yi, room)
	marked(t, yi, ming.nick, "在線上")
	marked(t, yi, mei.nick, "在線上")

	// The server goes away and comes back; what was written meanwhile is sent once.
	for _, m := range []member{ming, mei} {
		open(t, m, "大廳", "# 大廳")
		shows(t, m, room)
	}
	srv.stop()
	for _, m := range all {
		find(t, m, "that the line is down", func(n ui.Node) bool {
			return n.Role == ui.RoleStatus && strings.HasPrefix(n.Label, "連線中斷") || strings.HasPrefix(n.Label, "正在連線到")
		})
	}
	say(t, yi, "伺服器停了，這句先排隊")
	find(t, yi, "a message that waits", waiting)
	srv.start()
	room = append(room, yi.nick+": 伺服器停了，這句先排隊")
	for _, m := range all {
		shows(t, m, room)
	}
	speak(ming, "大家都回來了嗎？")
	speak(mei, "回來了 ✅")
	open(t, ming, mei.nick, mei.nick)
	shows(t, ming, private)
	open(t, yi, mei.nick, mei.nick)
	shows(t, yi, []string{})

	streams, size, datagrams := tap.volume()
	t.Logf("captured %d streams of %d bytes and %d datagrams", streams, size, datagrams)
	if datagrams == 0 {
		t.Error("no multicast notice was captured")
	}
	var words []string
	for _, line := range slices.Concat(room, private) {
		name, text, _ := strings.Cut(line, ": ")
		words = append(words, name, text)
	}
	for _, m := range all {
		words = append(words, m.password)
	}
	if found := tap.search(words); len(found) > 0 {
		t.Errorf("in clear on the line: %q", found)
	}
}
