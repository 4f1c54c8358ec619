package hub

import (
	"errors"
	"time"

	"lobby/server/ledger"
	"lobby/shared/wire"
)

// messageKey names a message by its sender and the sender's own id for it.
type messageKey struct {
	from uint64
	cid  string
}

// message is a Send on its way to the disk, and those who wait for it: the
// first sender, and sessions of the same member that sent it again meanwhile.
type message struct {
	key     messageKey
	waiting []request
}

// request is one whose answer has to wait for the disk.
type request struct {
	session *Session
	id      uint64
}

// pending is an appended draft that knows what to do when it comes back.
type pending interface {
	stored(*Hub, wire.Event)
	failed(*Hub, error)
}

// retryFull is what a client is told to wait when the ledger's queue is full,
// in milliseconds: a few of its batches.
const retryFull = 500

// Send queues a message. The answer is delivered once it is stored, or at once
// when it can't be.
func (s *Session) Send(req wire.Send) {
	s.hub.do(func() { s.hub.send(s, req) })
}

func (h *Hub) send(s *Session, req wire.Send) {
	if h.stopping || s.gone {
		return // it stays unanswered, and the client sends it again elsewhere
	}
	if f := h.authorise(s, req.Conv); f != nil {
		s.refuse(req.ID, *f)
		return
	}
	if h.repeated(s, req.ID, req.CID) {
		return
	}
	me := s.member.ID
	m := &message{key: messageKey{me, req.CID}, waiting: []request{{s, req.ID}}}
	h.once(m, func() *wire.Fault {
		e := wire.Event{Kind: wire.KindMessage, Conv: req.Conv, From: me, CID: req.CID, Text: req.Text}
		if err := h.append(ledger.Draft{Event: e, Tag: m}); err != nil {
			return notStored(err)
		}
		return nil
	})
}

// repeated answers a request whose cid is on its way to the disk, when the first
// one is answered.
func (h *Hub) repeated(s *Session, id uint64, cid string) bool {
	first := h.inflight[messageKey{s.member.ID, cid}]
	if first != nil {
		first.waiting = append(first.waiting, request{s, id})
	}
	return first != nil
}

// once calls try, which appends a message or says why not, unless one with its cid is stored; that one's
// answer then answers it. Whether it is has to be read from the disk when the
// cid looks known, and the hub does not wait for that: repetitions that come
// meanwhile wait with the message.
func (h *Hub) once(m *message, try func() *wire.Fault) {
	h.inflight[m.key] = m
	first := func() {
		if f := try(); f != nil {
			m.refused(h, *f)
		}
	}
	if !h.ledger.Known(m.key.from, m.key.cid) {
		first()
		return
	}
	h.looking.Go(func() {
		var seq uint64
		var at time.Time
		var err error
		h.look(func() { seq, at, err = h.ledger.Find(m.key.from, m.key.cid) })
		h.do(func() {
			switch {
			case seq > 0:
				m.stored(h, wire.Event{CID: m.key.cid, Seq: seq, Time: wire.At(at)})
			case h.stopping:
				delete(h.inflight, m.key) // unanswered, as what comes now
			case err != nil:
				h.log.Error("a message is refused that may be stored already", "error", err)
				m.failed(h, err)
			default:
				first()
			}
		})
	})
}

func (m *message) stored(h *Hub, e wire.Event) {
	delete(h.inflight, m.key)
	for _, w := range m.waiting {
		w.session.answer(wire.Sent{Re: w.id, CID: e.CID, Seq: e.Seq, Time: e.Time})
	}
}

func (m *message) failed(h *Hub, err error) { m.refused(h, *notStored(err)) }

func (m *message) refused(h *Hub, f wire.Fault) {
	delete(h.inflight, m.key)
	for _, w := range m.waiting {
		w.session.refuse(w.id, f)
	}
}

// append hands a draft to the ledger. Its Tag must be a pending.
func (h *Hub) append(d ledger.Draft) error {
	if err := h.ledger.Append(d); err != nil {
		return err
	}
	h.appended++
	return nil
}

// notStored is what the sender of something that the ledger refused is told.
func notStored(err error) *wire.Fault {
	if errors.Is(err, ledger.ErrBusy) {
		return &wire.Fault{Code: wire.CodeBusy, RetryMS: retryFull, Text: "too many messages wait for the disk"}
	}
	return &wire.Fault{Code: wire.CodeNotStored, Text: "the server could not write to its disk"}
}
