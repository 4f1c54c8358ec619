package peer

import (
	"log/slog"
	"net"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// Only as many handshakes as the limit says keep a core busy, and the next one
// begins when one of them is over.
func TestHandshakesTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Service{Key: newKey(t), Meter: NoMeter{}, Log: slog.New(slog.DiscardHandler)}
		s.Limits.Handshakes = 2
		over := make(chan struct{})
		for range s.Limits.Handshakes {
			go s.turns.take(s.Limits.Handshakes, func() { <-over })
		}
		synctest.Wait()
		near, far := net.Pipe()
		go s.Serve(t.Context(), near, netip.Addr{})
		shaken := make(chan error, 1)
		go func() {
			_, err := secure.Client(far, secure.Config{Static: newKey(t), Prologue: wire.Prologue})
			shaken <- err
		}()
		synctest.Wait()
		select {
		case err := <-shaken:
			t.Errorf("a handshake did not wait for its turn: %v", err)
		default:
		}
		over <- struct{}{}
		synctest.Wait()
		select {
		case err := <-shaken:
			if err != nil {
				t.Error(err)
			}
		default:
			t.Error("a handshake waits though it is its turn")
		}
		close(over)
		far.Close()
		synctest.Wait()
		time.Sleep(2 * writerRest) // in the bubble: its writers go home
	})
}
