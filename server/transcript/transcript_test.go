package transcript

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/net/html"

	"lobby/shared/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var taipei = time.FixedZone("Asia/Taipei", 8*60*60)

// write writes a transcript of some events that try to break out of it.
func write(t *testing.T, format string) string {
	t.Helper()
	at := func(minute int) wire.Time {
		return wire.At(time.Date(2026, 11, 22, 15, 58+minute, 0, 0, time.UTC))
	}
	events := []wire.Event{
		{Seq: 1, Time: at(0), Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{1, 2}},
		{Seq: 2, Time: at(0), Kind: wire.KindMessage, Conv: wire.Room, From: 1, Text: "早安\n第二行"},
		{Seq: 4, Time: at(1), Kind: wire.KindMessage, Conv: wire.Room, From: 1, Text: `<script>alert(1)</script> & "quotes"`},
		{Seq: 5, Time: at(3), Kind: wire.KindMessage, Conv: wire.Room, From: 2, Text: "after midnight </div></main>"},
		{Seq: 7, Time: at(3), Kind: wire.KindOffer, Conv: wire.Room, From: 2, File: &wire.File{Name: "<i>圖.png", Size: 1234}},
		{Seq: 8, Time: at(3), Kind: wire.KindFile, Conv: wire.Room, From: 2, Offer: 7},
		{Seq: 9, Time: at(3), Kind: wire.KindLeft, Conv: wire.Room, Members: []uint64{9}},
	}
	var out strings.Builder
	w, err := New(format, &out, About{
		Title:    `The <b>room</b>`,
		Names:    map[uint64]string{1: "王小明", 2: `<img src=x onerror="alert(2)">`},
		Exported: at(0).Time, Zone: taipei,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Begin(); err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if err := w.Event(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.End(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestText(t *testing.T) {
	want := `The <b>room</b>
Written down 2026-11-22 23:58 +0800; times are of Asia/Taipei.

2026-11-22 Sunday
23:58  * joined: 王小明, <img src=x onerror="alert(2)">
23:58  王小明: 早安
       第二行
23:59  王小明: <script>alert(1)</script> & "quotes"

2026-11-23 Monday
00:01  <img src=x onerror="alert(2)">: after midnight </div></main>
00:01  <img src=x onerror="alert(2)">: [<i>圖.png, 1234 bytes]
00:01  * left: member 9
`
	if got := write(t, "text"); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestLines(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(write(t, "jsonl"), "\n"), "\n")
	if len(lines) != 6 {
		t.Fatalf("%d lines", len(lines))
	}
	var second, last line
	for i, to := range map[int]*line{1: &second, 5: &last} {
		if err := json.Unmarshal([]byte(lines[i]), to); err != nil {
			t.Fatal(err)
		}
	}
	if second.Name != "王小明" || second.Text != "早安\n第二行" || second.Time.UTC().Hour() != 15 || last.Names[0] != "member 9" {
		t.Errorf("got %+v and %+v", second, last)
	}
}

// What people wrote is text in the page, whatever it looks like, and the page
// fetches nothing.
func TestPage(t *testing.T) {
	written := write(t, "html")
	elements := make(map[string]int)
	var text strings.Builder
	for z := html.NewTokenizer(strings.NewReader(written)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() != io.EOF {
				t.Fatal(z.Err())
			}
			break
		}
		token := z.Token()
		switch kind {
		case html.StartTagToken:
			elements[token.Data]++
			for _, a := range token.Attr {
				if a.Key == "src" || a.Key == "href" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("an element <%s> has %s", token.Data, a.Key)
				}
			}
		case html.TextToken:
			text.WriteString(token.Data)
		}
	}
	for element, count := range map[string]int{"script": 0, "img": 0, "b": 0, "link": 0, "i": 0, "div": 4, "h2": 2, "main": 1} {
		if elements[element] != count {
			t.Errorf("%d elements <%s>, want %d", elements[element], element, count)
		}
	}
	for _, said := range []string{`<script>alert(1)</script> & "quotes"`, "早安\n第二行", "</div></main>", `<img src=x onerror="alert(2)">`, "The <b>room</b>"} {
		if !strings.Contains(text.String(), said) {
			t.Errorf("the page does not say %q", said)
		}
	}
}

func TestNoFormat(t *testing.T) {
	if _, err := New("docx", io.Discard, About{}); err == nil || !strings.Contains(err.Error(), "jsonl") {
		t.Errorf("an unknown format: %v", err)
	}
}
