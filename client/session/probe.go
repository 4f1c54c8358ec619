package session

import (
	"context"
	"errors"

	"lobby/client/model"
	"lobby/shared/secure"
)

// errSeen ends the handshake of a probe: the server's key is all it is for, and
// the server is not to learn this device's.
var errSeen = errors.New("the key was seen")

// probe finds out who answers at an address, in place of the probe under way.
func (s *Session) probe(server string) {
	s.cancelProbe()
	ctx, cancel := context.WithCancel(s.ctx)
	s.cancelProbe = cancel
	s.running.Go(func() {
		defer cancel()
		result := s.look(ctx, server)
		if ctx.Err() == nil {
			s.push(result)
		}
	})
}

func (s *Session) look(ctx context.Context, server string) model.Probed {
	result := model.Probed{Server: server}
	if server == "" {
		server = ownServer()
	}
	addr, err := parseAddress(server, defaultPort())
	if err != nil {
		err = fail(model.CodeBadAddress, err)
	}
	var key [32]byte
	if err == nil {
		key, err = s.lookAt(ctx, addr)
	}
	if err != nil {
		p := problemOf(err)
		result.Problem = &p
		return result
	}
	result.Words = secure.Fingerprint(key)
	known, changed := s.pins.show(addr.name, key)
	result.Known = known
	if changed {
		result.Problem = &model.Problem{Code: model.CodeKeyChanged, Field: model.FieldServer}
	}
	return result
}

// lookAt returns the key that a server shows.
func (s *Session) lookAt(ctx context.Context, addr address) (key [32]byte, err error) {
	nc, err := s.dialAddress(ctx, addr)
	if err != nil {
		return key, err
	}
	defer nc.Close()
	defer context.AfterFunc(ctx, func() { nc.Close() })()
	_, err = s.shakeHands(nc, addr, func(peer [32]byte) error {
		key = peer
		return errSeen
	})
	if errors.Is(err, errSeen) {
		return key, nil
	}
	return key, err
}
