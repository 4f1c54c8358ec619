package accounts

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"lobby/shared/wire"
)

func TestQueueBoundsHashing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const hashing, waiting, callers = 3, 7, 100
		q := newQueue(hashing, waiting)
		release := make(chan struct{})
		var running, most, done, busy atomic.Int64
		for range callers {
			go func() {
				err := q.do(context.Background(), func() {
					now := running.Add(1)
					for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
					}
					<-release
					running.Add(-1)
				})
				if err == nil {
					done.Add(1)
				} else if f := wantFault(t, err, wire.CodeBusy); f.RetryMS > 0 {
					busy.Add(1)
				}
			}()
		}
		synctest.Wait()
		if running.Load() != hashing || busy.Load() != callers-hashing-waiting {
			t.Errorf("%d hash and %d were turned away", running.Load(), busy.Load())
		}
		close(release)
		synctest.Wait()
		if most.Load() != hashing || done.Load() != hashing+waiting {
			t.Errorf("at most %d hashed at once, %d in all", most.Load(), done.Load())
		}
	})
}

// A flood of logins is turned away at once; those in line get their turn, those
// who leave it free their place, and nothing that needs no hash has to wait.
func TestFloodOfLogins(t *testing.T) {
	path := newPath(t)
	synctest.Test(t, func(t *testing.T) {
		s := open(t, path, Options{Hashing: 1, Waiting: 3})
		ann := register(t, s, "Ann", phone(1))
		release := make(chan struct{})
		go s.queue.do(context.Background(), func() { <-release })
		synctest.Wait()

		type result struct {
			m   Member
			err error
		}
		ctx, leave := context.WithCancel(context.Background())
		results := make([]result, 3)
		for i := range results {
			go func() {
				use := context.Background()
				if i == 0 {
					use = ctx
				}
				results[i].m, results[i].err = s.Login(use, away, "Ann", goodPassword, phone(2))
			}()
			synctest.Wait()
		}
		for i := range 50 {
			_, err := s.Login(t.Context(), away, fmt.Sprintf("guest %d", i), goodPassword, phone(2))
			wantFault(t, err, wire.CodeBusy)
			_, err = s.Register(t.Context(), away, fmt.Sprintf("guest %d", i), goodPassword, "", phone(2))
			wantFault(t, err, wire.CodeBusy)
		}
		if m, err := s.Resume("Ann", key(1)); err != nil || m != ann || len(s.Members()) != 1 {
			t.Errorf("resume: %v, %v", m, err)
		}

		leave()
		synctest.Wait()
		if !errors.Is(results[0].err, context.Canceled) {
			t.Errorf("who left got %v", results[0].err)
		}
		var late result
		go func() { late.m, late.err = s.Login(context.Background(), away, "Ann", goodPassword, phone(2)) }()
		synctest.Wait()
		close(release)
		synctest.Wait()
		for i, r := range append(results[1:], late) {
			if r.err != nil || r.m != ann {
				t.Errorf("login %d: %v, %v", i, r.m, r.err)
			}
		}
		if held := s.queue.held.Load(); held != 0 {
			t.Errorf("%d places are still held", held)
		}
	})
}

// Being turned away, or leaving, is no wrong password.
func TestBusyIsNotCounted(t *testing.T) {
	s := open(t, newPath(t), Options{Hashing: 1, Waiting: 1, NameDelay: Delay{0, 1e9, 1e9, 1e9}})
	register(t, s, "Ann", phone(1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 3 {
		_, err := s.Login(ctx, away, "Ann", "wrong password", phone(2))
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	_, err := login(s, away, "Ann", "wrong password")
	wantFault(t, err, wire.CodeDenied)
}
