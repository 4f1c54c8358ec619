package main

import (
	"fmt"
	"maps"
	"slices"

	"lobby/client/model"
	"lobby/client/session"
	"lobby/shared/wire"
)

// porter is a model that nobody looks at.
type porter struct {
	options
	session *session.Session
	inbox   *session.Inbox
	wake    chan struct{} // has a value when there is something in the inbox
	state   *model.State
	batch   []model.Event

	up        bool
	waiting   [][]string // to be sent once the other member is known
	delivered int
	ended     map[uint64]bool // offers of which it was said
	failed    map[uint64]bool
}

func newPorter(o options) *porter {
	return &porter{
		options: o, wake: make(chan struct{}, 1), state: model.New(),
		ended: map[uint64]bool{}, failed: map[uint64]bool{},
	}
}

func (p *porter) takeIn() {
	p.batch = p.inbox.Drain(p.batch[:0])
	for _, e := range p.batch {
		p.perform(p.state.Apply(e))
		p.react(e)
	}
	p.logIn()
	p.sendWaiting()
	for _, seq := range slices.Clone(p.state.Asking) {
		p.do(model.AcceptOffer{Offer: seq})
	}
}

// goOn has another try at everything that nothing more is done about: what failed,
// and what was accepted by a process that was killed before it wrote that down.
func (p *porter) goOn() {
	for _, seq := range slices.Sorted(maps.Keys(p.state.Offers)) {
		switch o := p.state.Offers[seq]; {
		case !o.Open():
		case o.Transfer != nil && o.Transfer.Status == model.TransferFailed:
			delete(p.failed, seq)
			p.do(model.ResumeTransfer{Offer: seq})
		case o.Transfer == nil && o.From != p.state.Self.ID:
			p.do(model.AcceptOffer{Offer: seq})
		}
	}
}

// react says what an event has brought about.
func (p *porter) react(e model.Event) {
	switch e := e.(type) {
	case model.Received:
		if e, ok := e.Message.(wire.Event); ok && e.Kind == wire.KindFile {
			p.note(e.Offer)
		}
	case model.Carried:
		p.note(e.Offer)
		if e.Problem == nil && e.Path != "" && !p.isOwn(e.Offer) {
			fmt.Println("got", e.Path)
		}
	}
}

func (p *porter) isOwn(seq uint64) bool {
	o := p.state.Offers[seq]
	return o != nil && o.From == p.state.Self.ID
}

// note says how an offer stands, once.
func (p *porter) note(seq uint64) {
	o := p.state.Offers[seq]
	if o == nil {
		return
	}
	if p.isOwn(seq) && o.End == wire.StateReceived && !p.ended[seq] {
		p.ended[seq] = true
		p.delivered++
		fmt.Println("delivered", p.delivered)
	}
	if t := o.Transfer; t != nil && t.Status == model.TransferFailed && !p.failed[seq] {
		p.failed[seq] = true
		fmt.Println("failed", t.Problem.Code)
	}
}

// logIn makes an account where there was no login to go on with.
func (p *porter) logIn() {
	s := p.state
	switch {
	case s.Link.Status == model.LinkUp:
		if !p.up {
			fmt.Println("up", s.Self.ID)
			p.do(model.Open{Conv: wire.Pair(s.Self.ID, p.To)}) // its history has what is open
		}
		p.up = true
	case s.Phase == model.PhaseLogin && !s.Login.Busy && p.Name != "" && s.Login.Problem == nil:
		p.do(model.Register{Server: p.Server, Name: p.Name, Password: p.Password})
	}
}

func (p *porter) send(paths []string) {
	p.waiting = append(p.waiting, paths)
	p.sendWaiting()
}

func (p *porter) sendWaiting() {
	if !p.up || p.state.Members[p.To] == nil {
		return
	}
	for _, paths := range p.waiting {
		p.do(model.SendFiles{Conv: wire.Pair(p.state.Self.ID, p.To), Paths: paths})
	}
	p.waiting = nil
}

func (p *porter) do(i model.Intent) { p.perform(p.state.Do(i)) }

func (p *porter) perform(effects []model.Effect) {
	for _, e := range effects {
		p.session.Do(e)
	}
}
