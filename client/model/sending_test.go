package model

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lobby/shared/wire"
)

func TestTextThatCannotBeSentStays(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       *Problem
	}{
		{name: "one character", text: "好"},
		{name: "longest", text: strings.Repeat("字", wire.MaxText)},
		{name: "lines", text: "a\n\tb"},
		{name: "empty", want: &Problem{Code: wire.CodeText, Reason: wire.ReasonEmpty, Field: FieldText}},
		{name: "spaces", text: " \n\u3000\u200d", want: &Problem{Code: wire.CodeText, Reason: wire.ReasonEmpty, Field: FieldText}},
		{name: "too long", text: strings.Repeat("字", wire.MaxText+3),
			want: &Problem{Code: wire.CodeText, Reason: wire.ReasonLong, Field: FieldText, Over: 3}},
		{name: "control", text: "a\x1bb", want: &Problem{Code: wire.CodeText, Reason: wire.ReasonCharacters, Field: FieldText}},
		{name: "broken", text: "a\xffb", want: &Problem{Code: wire.CodeText, Reason: wire.ReasonEncoding, Field: FieldText}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := chat(t)
			m.state.Do(SetDraft{wire.Room, c.text})
			got := m.send(c.text, "c1")
			if c.want == nil {
				if len(m.room().Pending) != 1 || m.room().Draft != "" || m.state.Notice != nil {
					t.Fatalf("%+v %+v", m.room(), m.state.Notice)
				}
				return
			}
			if got != nil || m.room().Draft != c.text {
				t.Errorf("effects %v, draft %q", got, m.room().Draft)
			}
			if d := cmp.Diff(&Notice{Problem: *c.want, Conv: wire.Room}, m.state.Notice); d != "" {
				t.Errorf("notice (-want +got):\n%s", d)
			}
			m.state.Do(SetDraft{wire.Room, c.text + "x"})
			if m.state.Notice != nil {
				t.Error("the notice stays while the text is mended")
			}
		})
	}
}

func TestPendingRowBecomesASentOne(t *testing.T) {
	for _, order := range []string{"acknowledgement first", "event first"} {
		t.Run(order, func(t *testing.T) {
			m := chat(t)
			got := requests(m.send("一\r\n二", "c1"))
			want := wire.Send{Conv: wire.Room, CID: "c1", Text: "一\n二"}
			if d := cmp.Diff([]wire.Request{want}, got); d != "" {
				t.Fatal(d)
			}
			event := wire.Event{Seq: 1, Time: wire.At(noon), Kind: wire.KindMessage, Conv: wire.Room, From: me, CID: "c1", Text: want.Text}
			both := []Event{
				Answered{want, wire.Sent{CID: "c1", Seq: 1, Time: wire.At(noon)}},
				Received{event},
			}
			if order == "event first" {
				both[0], both[1] = both[1], both[0]
			}
			for _, e := range both {
				m.do(m.state.Apply(e))
				row := Row{Seq: 1, Time: noon, Kind: wire.KindMessage, From: me, Text: want.Text, CID: "c1"}
				if d := cmp.Diff([]Row{row}, m.room().Rows); d != "" {
					t.Error(d)
				}
				if len(m.room().Pending) != 0 || len(m.outbox.Rows) != 0 {
					t.Errorf("still pending: %+v, stored: %+v", m.room().Pending, m.outbox)
				}
			}
			if m.room().Newest != 1 || m.room().Unread != 0 {
				t.Errorf("%+v", m.room())
			}
		})
	}
}

func TestOfflineTextIsStoredAndSentInOrder(t *testing.T) {
	m := chat(t)
	m.cut()
	m.do(m.send("一", "c1"))
	m.do(m.send("二", "c2"))
	if n := m.state.Unsent(); n != 2 {
		t.Fatalf("%d unsent", n)
	}
	m.restart()
	m.connect()
	m.settle()
	if len(m.log) != 2 || m.log[0].CID != "c1" || m.log[1].CID != "c2" {
		t.Errorf("%+v", m.log)
	}
}

func TestSameCIDTwiceIsOneRow(t *testing.T) {
	m := chat(t)
	m.send("a", "c1")
	if got := m.send("a", "c1"); got != nil || len(m.room().Pending) != 1 {
		t.Errorf("%v", m.room().Pending)
	}
}

func TestRefusedText(t *testing.T) {
	for _, c := range []struct {
		fault   wire.Fault
		delay   time.Duration // of the attempt by itself, 0 for none
		again   bool          // on the next connection
		problem Problem
	}{
		{wire.Fault{Code: wire.CodeText, Reason: wire.ReasonCharacters, Field: "text"}, 0, false,
			Problem{Code: wire.CodeText, Reason: wire.ReasonCharacters, Field: "text"}},
		{wire.Fault{Code: wire.CodeConv}, 0, false, Problem{Code: wire.CodeConv}},
		{wire.Fault{Code: wire.CodeNotStored, Text: "disk full"}, 0, true, Problem{Code: wire.CodeNotStored, Detail: "disk full"}},
		{wire.Fault{Code: wire.CodeWait, RetryMS: 300}, 300 * time.Millisecond, true, Problem{Code: wire.CodeWait, RetryMS: 300}},
		{wire.Fault{Code: wire.CodeBusy}, defaultRetry, true, Problem{Code: wire.CodeBusy, RetryMS: defaultRetry.Milliseconds()}},
	} {
		t.Run(string(c.fault.Code), func(t *testing.T) {
			m := chat(t)
			m.send("a", "c1")
			send := wire.Send{Conv: wire.Room, CID: "c1", Text: "a"}
			got := m.state.Apply(Answered{send, c.fault})
			if d := cmp.Diff(&c.problem, m.room().Pending[0].Failed); d != "" {
				t.Errorf("problem (-want +got):\n%s", d)
			}
			if c.delay > 0 {
				if d := cmp.Diff(Transmit{Request: send, Delay: c.delay}, got[len(got)-1]); d != "" {
					t.Error(d)
				}
			} else if len(requests(got)) > 0 {
				t.Errorf("sent again at once: %v", got)
			}

			m.cut()
			m.connect()
			for len(m.toClient) > 0 {
				m.deliver()
			}
			if again := m.sent["c1"] > 0; again != c.again {
				t.Errorf("sent again on the next connection: %v", again)
			}
			if !c.again {
				m.do(m.state.Do(Retry{wire.Room, "c1"}))
				if m.sent["c1"] != 1 || m.room().Pending[0].Failed != nil {
					t.Error("was not sent again when asked to")
				}
			}
		})
	}
}

func TestDiscard(t *testing.T) {
	m := chat(t)
	m.cut()
	m.do(m.send("a", "c1"))
	m.do(m.state.Do(Discard{wire.Room, "c1"}))
	if m.state.Unsent() != 0 || len(m.outbox.Rows) != 0 {
		t.Errorf("%+v", m.room().Pending)
	}
	for _, i := range []Intent{Discard{wire.Room, "c1"}, Retry{wire.Room, "c1"}, Discard{"d8-9", "x"}, Retry{"d8-9", "x"}} {
		if got := m.state.Do(i); got != nil {
			t.Errorf("%#v: %v", i, got)
		}
	}
}

// What was put off is sent by itself in a moment, unless its writer thinks better of
// it, and once where its writer does not wait.
func TestPutOffTextIsWithdrawn(t *testing.T) {
	for name, i := range map[string]Intent{"discarded": Discard{wire.Room, "c1"}, "sent now": Retry{wire.Room, "c1"}} {
		t.Run(name, func(t *testing.T) {
			m := chat(t)
			m.send("a", "c1")
			send := wire.Send{Conv: wire.Room, CID: "c1", Text: "a"}
			if slices.Contains(m.state.Do(i), Effect(Withdraw{"c1"})) {
				t.Error("what is on its way is withdrawn")
			}
			m = chat(t)
			m.send("a", "c1")
			m.state.Apply(Answered{send, wire.Fault{Code: wire.CodeWait, RetryMS: 300}})
			at := -1
			for n, e := range m.state.Do(i) {
				switch e.(type) {
				case Withdraw:
					at = n
				case Transmit:
					if at < 0 {
						t.Error("sent before it is withdrawn")
					}
				}
			}
			if at < 0 {
				t.Error("not withdrawn")
			}
		})
	}
}

// What the server puts off for a moment is not overtaken by what was said after it.
func TestTextsKeepTheirOrder(t *testing.T) {
	texts := func(effects []Effect) (cids []string) {
		for _, r := range requests(effects) {
			if r, ok := r.(wire.Send); ok {
				cids = append(cids, r.CID)
			}
		}
		return cids
	}
	m := chat(t)
	first := wire.Send{Conv: wire.Room, CID: "c1", Text: "一"}
	if got := texts(m.send("一", "c1")); !slices.Equal(got, []string{"c1"}) {
		t.Fatalf("sent %v", got)
	}
	for _, cid := range []string{"c2", "c3"} {
		if got := texts(m.send("later", cid)); got != nil {
			t.Errorf("%v went while the first was on its way", got)
		}
	}
	if got := texts(m.state.Apply(Answered{first, wire.Fault{Code: wire.CodeWait, RetryMS: 300}})); !slices.Equal(got, []string{"c1"}) {
		t.Errorf("put off, and %v are sent", got)
	}
	if got := texts(m.state.Apply(Answered{first, wire.Sent{CID: "c1", Seq: 1, Time: wire.At(noon)}})); !slices.Equal(got, []string{"c2"}) {
		t.Errorf("after the first, %v are sent", got)
	}

	// Its own event may come before the acknowledgement, and moves on as well.
	event := wire.Event{Seq: 2, Time: wire.At(noon), Kind: wire.KindMessage, Conv: wire.Room, From: me, CID: "c2", Text: "later"}
	if got := texts(m.state.Apply(Received{event})); !slices.Equal(got, []string{"c3"}) {
		t.Errorf("after the second, %v are sent", got)
	}

	// One that is refused for good holds up none.
	m.send("last", "c4")
	third := wire.Send{Conv: wire.Room, CID: "c3", Text: "later"}
	if got := texts(m.state.Apply(Answered{third, wire.Fault{Code: wire.CodeConv}})); !slices.Equal(got, []string{"c4"}) {
		t.Errorf("after the one that was refused, %v are sent", got)
	}
}
