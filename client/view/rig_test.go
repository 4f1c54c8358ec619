package view

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/ui/uitest"
	"lobby/shared/wire"
)

// rig is the program without a window and without a network: the test plays the
// session, handing events in and looking at the effects that come out.
type rig struct {
	*uitest.Driver
	t       testing.TB
	app     *App
	album   *album
	inbox   []model.Event
	effects []model.Effect
	cids    int
	dark    bool
	still   bool // the system asks for less motion
}

var taipei = time.FixedZone("CST", 8*3600)

func newRig(t testing.TB, w, h float32) *rig { return newRigWith(t, w, h, "") }

// newRigWith starts the program with an invitation's code.
func newRigWith(t testing.TB, w, h float32, code string) *rig {
	r := &rig{t: t, album: newAlbum()}
	r.app = New(Options{
		Code:     code,
		Measurer: &uitest.Measurer{},
		Pictures: r.album,
		Drain: func(into []model.Event) []model.Event {
			into = append(into, r.inbox...)
			r.inbox = nil
			return into
		},
		Perform: func(e model.Effect) { r.effects = append(r.effects, e) },
		NewCID: func() string {
			r.cids++
			return fmt.Sprintf("cid-%d", r.cids)
		},
		Locale: "zh_TW.UTF-8",
		Dark:   func() bool { return r.dark },
		Still:  func() bool { return r.still },
		Zone:   taipei,
		Saving: Saving{Choose: true, Show: true},
	})
	r.inbox = []model.Event{model.Started{Settings: model.Settings{Theme: model.ThemeSystem, Server: "class.example:7070"}}}
	r.Driver = uitest.Drive(t, w, h, r.app.Frame)
	return r
}

// happen lets events come from the network and draws.
func (r *rig) happen(events ...model.Event) {
	r.t.Helper()
	r.inbox = append(r.inbox, events...)
	r.Send()
}

// took returns the effects of a kind since the last call for any kind, and
// forgets all.
func took[E model.Effect](r *rig) []E {
	var out []E
	for _, e := range r.effects {
		if e, ok := e.(E); ok {
			out = append(out, e)
		}
	}
	r.effects = nil
	return out
}

// sent returns the chat messages that were to be transmitted.
func (r *rig) sent() []wire.Send {
	var out []wire.Send
	for _, tr := range took[model.Transmit](r) {
		if s, ok := tr.Request.(wire.Send); ok {
			out = append(out, s)
		}
	}
	return out
}

// The members of the tests' server; the user is the first.
var everyone = []wire.Member{
	{ID: 1, Name: "建宏", Online: true}, {ID: 2, Name: "怡君", Online: true},
	{ID: 3, Name: "Mei", Online: true}, {ID: 4, Name: "佐藤"},
}

// logIn brings the chat up: the user is a member among others, the room has the
// events that are given.
func (r *rig) logIn(events ...wire.Event) {
	r.t.Helper()
	newest := uint64(0)
	for _, e := range events {
		newest = max(newest, e.Seq)
	}
	r.happen(
		model.Connected{Words: "river mango copper dawn lotus pine"},
		model.Welcomed{Welcome: wire.Welcome{Re: 1, Member: everyone[0], Server: "教室", Seq: newest}, Server: "class.example:7070"},
		model.Received{Message: wire.Members{Members: everyone}},
		model.Received{Message: wire.Convs{Convs: []wire.Conv{{Conv: wire.Room, Newest: newest, Read: newest}}}},
		model.Received{Message: wire.Ready{Re: 1}},
	)
	r.answerHistory(wire.Room, events)
}

// answerHistory answers the page that was asked for.
func (r *rig) answerHistory(conv string, events []wire.Event) {
	r.t.Helper()
	all := took[model.Transmit](r)
	i := slices.IndexFunc(all, func(tr model.Transmit) bool {
		h, ok := tr.Request.(wire.History)
		return ok && h.Conv == conv
	})
	if i < 0 {
		r.t.Fatalf("no page of %s was asked for, but %+v", conv, all)
	}
	r.happen(model.Answered{Request: all[i].Request, Message: wire.Page{Conv: conv, Events: events, Last: true}})
}

// said is a message of the room, minutes after the beginning of the test.
func said(seq, from uint64, minutes int, text string) wire.Event {
	return wire.Event{Seq: seq, Time: at(minutes), Kind: wire.KindMessage, Conv: wire.Room, From: from, CID: fmt.Sprint("c", seq), Text: text}
}

func at(minutes int) wire.Time {
	return wire.At(uitest.Start.Add(time.Duration(minutes) * time.Minute))
}

func (r *rig) labels(role ui.Role) []string {
	var out []string
	for _, n := range r.All(role, "") {
		out = append(out, n.Label)
	}
	return out
}
