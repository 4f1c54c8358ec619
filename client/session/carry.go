package session

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"lobby/client/model"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// movedEvery is how often the model hears how far a transfer is.
const movedEvery = 250 * time.Millisecond

// carry is one transfer, from its Carry to its Carried.
type carry struct {
	model.Carry
	session *Session
	addr    address
	part    part    // download
	sent    *prefix // upload
	cancel  context.CancelFunc
	ended   chan struct{}
	arrived bool         // all is where it belongs; to be read once ended is closed
	done    atomic.Int64 // bytes
}

var errNoServer = errors.New("there is no connection")

// beginCarry begins a transfer, in place of one of the same offer.
func (s *Session) beginCarry(e model.Carry) {
	s.endCarry(e.Offer)
	s.forgetEnded()
	if s.keeper == nil {
		p := problemOf(fail(model.CodeLost, errNoServer))
		s.push(model.Carried{Offer: e.Offer, Problem: &p})
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	c := &carry{Carry: e, session: s, addr: s.keeper.addr, cancel: cancel, ended: make(chan struct{})}
	if e.Upload {
		c.sent = s.sentOf(e.Offer)
	} else {
		c.part = s.partFor(e.Offer, e.File, e.As, e.Fresh)
	}
	s.carries[e.Offer] = c
	s.running.Go(func() {
		defer close(c.ended)
		defer cancel()
		c.run(ctx)
	})
}

// endCarry stops a transfer and waits until it touches nothing any more.
func (s *Session) endCarry(offer uint64) {
	if c := s.carries[offer]; c != nil {
		c.cancel()
		<-c.ended
		delete(s.carries, offer)
	}
}

// forgetEnded lets go of the transfers that have ended, and of what was fetched
// whole. What was fetched in part waits for the next attempt.
func (s *Session) forgetEnded() {
	for offer, c := range s.carries {
		select {
		case <-c.ended:
			delete(s.carries, offer)
			if c.arrived {
				delete(s.parts, offer)
				delete(s.sent, offer) // whose file is closed, as it was sent
			}
		default:
		}
	}
}

// endCarries stops all transfers with their connection. The model, which did not
// ask for that, hears of it, and takes up those that it still wants.
func (s *Session) endCarries() {
	s.forgetEnded()
	for _, c := range s.carries {
		c.cancel()
	}
	for offer := range s.carries {
		s.endCarry(offer)
		p := problemOf(fail(model.CodeLost, errNoServer))
		s.push(model.Carried{Offer: offer, Problem: &p})
	}
	clear(s.parts)
	for _, p := range s.sent {
		p.close()
	}
	clear(s.sent)
}

func (s *Session) halt(e model.Halt) {
	s.endCarry(e.Offer)
	if p := s.sent[e.Offer]; p != nil {
		p.close()
	}
	if !e.Discard {
		return
	}
	if err := s.partFor(e.Offer, e.File, e.As, false).drop(); err != nil {
		s.files.failed(err)
	}
	delete(s.parts, e.Offer)
}

// partFor returns the part of an offer's file, the same for all attempts.
func (s *Session) partFor(offer uint64, file wire.File, as string, fresh bool) part {
	p, ok := s.parts[offer]
	if !ok {
		p = s.newPart(offer, file, as, fresh)
		s.parts[offer] = p
	}
	return p
}

// sentOf returns what is known of a file that is sent, the same for all attempts.
func (s *Session) sentOf(offer uint64) *prefix {
	p, ok := s.sent[offer]
	if !ok {
		p = &prefix{}
		s.sent[offer] = p
	}
	return p
}

// run carries the file and tells the model how that went.
func (c *carry) run(ctx context.Context) {
	told := make(chan struct{})
	ticking, stop := context.WithCancel(ctx)
	go func() {
		defer close(told)
		c.tell(ticking)
	}()
	path, err := c.transfer(ctx)
	stop()
	<-told
	c.arrived = err == nil
	if err != nil && ctx.Err() != nil {
		return // halted: nobody waits to hear of it
	}
	carried := model.Carried{Offer: c.Offer, Path: path}
	if err != nil {
		c.session.cfg.Log.Info("a transfer ended", "offer", c.Offer, "upload", c.Upload, "error", err)
		p := problemOf(err)
		carried.Problem = &p
	}
	c.session.push(carried)
}

// tell pushes progress until ctx ends, while there is some.
func (c *carry) tell(ctx context.Context) {
	ticker := time.NewTicker(movedEvery)
	defer ticker.Stop()
	last, at := int64(-1), time.Now()
	rate := 0.0
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			done := c.done.Load()
			if last >= 0 {
				rate = smooth(rate, float64(done-last)/now.Sub(at).Seconds())
			}
			if done != last || rate > 0 {
				c.session.push(model.Moved{Offer: c.Offer, Done: done, Rate: rate})
			}
			last, at = done, now
		}
	}
}

// smooth makes a rate that can be read of one that jumps.
func smooth(old, now float64) float64 {
	if old == 0 {
		return now
	}
	if rate := 0.7*old + 0.3*now; rate >= 1 {
		return rate
	}
	return 0
}

// transfer connects and carries the file. It returns where a fetched one is.
func (c *carry) transfer(ctx context.Context) (string, error) {
	s := c.session
	nc, err := s.dialAddress(ctx, c.addr)
	if err != nil {
		return "", err
	}
	defer nc.Close()
	defer context.AfterFunc(ctx, func() { nc.Close() })()
	conn, err := s.shakeHands(nc, c.addr, func(key [32]byte) error { return s.pins.check(c.addr.name, key) })
	if err != nil {
		return "", err
	}
	if c.Upload {
		return c.Local.Path, c.upload(ctx, nc, conn)
	}
	return c.download(ctx, conn)
}

// ask sends the first message and returns how much the server has.
func ask(conn *secure.Conn, first wire.Request) (int64, error) {
	if err := tell(conn, first); err != nil {
		return 0, err
	}
	m, err := readMessage(conn)
	if err != nil {
		return 0, err
	}
	held, ok := m.(wire.Held)
	if !ok {
		return 0, unexpected(m)
	}
	return held.Held, nil
}

func tell(conn *secure.Conn, m wire.Message) error {
	line, err := wire.Append(nil, m)
	if err != nil {
		return err
	}
	return conn.WriteRecord(line)
}

// readMessage reads a record that is to be one message.
func readMessage(conn *secure.Conn) (wire.Message, error) {
	record, err := conn.ReadRecord()
	if err != nil {
		return nil, err
	}
	return wire.DecodeAnswer(record)
}

// unexpected is what a message means that is not the one waited for.
func unexpected(m wire.Message) error {
	if f, ok := m.(wire.Fault); ok {
		return &failure{problem: model.FromFault(f), cause: &refusal{f}}
	}
	return fail(model.CodeLost, errNotUnderstood)
}

var errNotUnderstood = errors.New("the server said something else than was asked")

// fileFailure is an error of a file here.
func fileFailure(err error) error {
	return &failure{problem: model.Problem{Code: model.CodeFile, Detail: err.Error()}, cause: err}
}
