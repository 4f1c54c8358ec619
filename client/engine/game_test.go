package engine

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lobby/client/ui"
)

func TestInOrder(t *testing.T) {
	text := func(s string) ui.Event { return ui.Event{Kind: ui.Text, Text: s} }
	preedit := func(s string) ui.Event { return ui.Event{Kind: ui.Preedit, Text: s} }
	enter := func(after int) press { return press{key: ui.KeyEnter, after: after} }
	tab := func(after int) press { return press{key: ui.KeyTab, after: after} }
	written := func(events []ui.Event) string {
		var words []string
		for _, e := range events {
			switch {
			case e.Kind == ui.Text:
				words = append(words, e.Text)
			case e.Kind == ui.Preedit:
				words = append(words, "("+e.Text+")")
			case e.Kind == ui.PointerDown:
				words = append(words, "press")
			case e.Key == ui.KeyEnter:
				words = append(words, "Enter")
			case e.Key == ui.KeyTab:
				words = append(words, "Tab")
			}
		}
		return strings.Join(words, " ")
	}
	for _, test := range []struct {
		name   string
		before []ui.Event
		typed  [][]ui.Event // what the input method gives, call by call
		keys   []press
		want   []string // what each frame gets
	}{
		{"nothing", nil, [][]ui.Event{{}}, nil, []string{""}},
		{"keys alone", nil, [][]ui.Event{{}}, []press{tab(0), enter(0)}, []string{"Tab Enter"}},
		{"the pointer goes first", []ui.Event{{Kind: ui.PointerDown}}, [][]ui.Event{{text("a")}, {}}, nil, []string{"press a", ""}},
		{"in order", nil, [][]ui.Event{{text("a"), text("b")}, {}}, []press{tab(1), enter(2)}, []string{"a Tab b Enter", ""}},
		{"a key waits for its text", nil, [][]ui.Event{{text("a")}, {text("b")}, {}}, []press{enter(2)}, []string{"a", "b Enter", ""}},
		{"and not for ever", nil, [][]ui.Event{{text("a")}, {}}, []press{enter(9)}, []string{"a", "Enter"}},
		{"order not known", nil, [][]ui.Event{{text("a")}, {text("b")}, {}}, []press{enter(afterAll)}, []string{"a", "b", "Enter"}},
		{"a composition is no text", nil, [][]ui.Event{{preedit("x"), preedit(""), text("好")}, {}}, []press{enter(1)}, []string{"(x) () 好 Enter", ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			events, keys, texts := test.before, test.keys, 0
			for i, typed := range test.typed {
				events, keys, texts = inOrder(events, typed, keys, texts)
				if got := written(events); got != test.want[i] {
					t.Errorf("frame %d gets %q, want %q", i, got, test.want[i])
				}
				events = nil
			}
			if len(keys) != 0 {
				t.Errorf("%d keys are lost", len(keys))
			}
		})
	}
}

func TestTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tm timer
		sleepTo := func(d time.Duration) bool {
			woken.Store(false)
			time.Sleep(d)
			synctest.Wait()
			return woken.Load()
		}
		start := time.Now()
		tm.set(start, start.Add(time.Second))
		tm.set(start, start.Add(time.Second))
		if sleepTo(999 * time.Millisecond) {
			t.Error("woke too early")
		}
		if !sleepTo(time.Millisecond) {
			t.Error("did not wake")
		}
		now := time.Now()
		tm.set(now, now.Add(time.Second))
		tm.set(now, time.Time{})
		if sleepTo(2 * time.Second) {
			t.Error("woke though nobody wants it any more")
		}
		now = time.Now()
		tm.set(now, now.Add(-time.Second))
		if !sleepTo(soonest) {
			t.Error("a moment that has passed does not wake soon")
		}
		tm.stop()
	})
}

func TestEarliest(t *testing.T) {
	a := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	b := a.Add(time.Second)
	var never time.Time
	for _, test := range []struct{ x, y, want time.Time }{{a, b, a}, {b, a, a}, {never, a, a}, {a, never, a}, {never, never, never}} {
		if got := earliest(test.x, test.y); !got.Equal(test.want) {
			t.Errorf("earliest(%v, %v) = %v", test.x, test.y, got)
		}
	}
}

func TestErase(t *testing.T) {
	var ty typing
	ty.erase(ui.KeyBackspace, "ab👨\u200d👩\u200d👧", "a")
	ty.erase(ui.KeyDelete, "x", "x")
	if len(ty.events) != 2 || ty.events[0].Key != ui.KeyBackspace {
		t.Errorf("pressed %+v", ty.events)
	}
}

// children are what this test binary does when it is run by a test.
var children = map[string]func() int{"panic": panicking}

type app func(ui.Input) ui.Output

func (a app) Frame(in ui.Input) ui.Output { return a(in) }

// panicking runs a window whose first frame panics.
func panicking() int {
	var log bytes.Buffer
	err := Run(app(func(ui.Input) ui.Output { panic("over a cliff") }), NewText(), Options{
		Title: "panic", Width: 320, Height: 240,
		Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	fmt.Println("error:", err)
	fmt.Println("log:", log.String())
	return 0
}

func TestPanicIsLogged(t *testing.T) {
	needScreen(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "ENGINE_TEST_CHILD=panic")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"error: drawing a frame: over a cliff", "panicking", "stack="} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}
