package accounts

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"lobby/shared/wire"
)

// A class behind one address registers at once; a script is held up, there and
// nowhere else, unless a code lets it in.
func TestNewcomers(t *testing.T) {
	clock := newHandClock()
	s := open(t, newPath(t), Options{Clock: clock.Now, Newcomers: Newcomers{Burst: 60, Rate: rate.Every(time.Minute)}})
	elsewhere := netip.MustParseAddr("192.0.2.200")
	try := func(name string, from netip.Addr, code string) error {
		_, err := s.Register(context.Background(), from, name, goodPassword, code, phone(1))
		return err
	}
	var class sync.WaitGroup
	for i := range 60 {
		class.Go(func() {
			if err := try(fmt.Sprintf("member-%d", i), home, ""); err != nil {
				t.Error(err)
			}
		})
	}
	class.Wait()
	if t.Failed() {
		return
	}
	f := wantFault(t, try("one more", home, ""), wire.CodeWait)
	if f.RetryMS <= 0 || f.RetryMS > time.Minute.Milliseconds() {
		t.Errorf("to wait %d ms", f.RetryMS)
	}
	if err := try("one more", elsewhere, ""); err != nil {
		t.Errorf("from another address: %v", err)
	}
	invite, err := s.Invite(1, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{invite.Code, s.SetupCode()} {
		if err := try("invited "+code[:4], home, code); err != nil {
			t.Errorf("with a code: %v", err)
		}
	}
	clock.Advance(time.Minute)
	for range 5 { // which make no account, and cost none
		wantFault(t, try("member-1", home, ""), wire.CodeNameTaken)
	}
	if err := try("a minute later", home, ""); err != nil {
		t.Errorf("a minute later: %v", err)
	}
	wantFault(t, try("too soon", home, ""), wire.CodeWait)
}

// Many at once are no way around the limit.
func TestNewcomersAtOnce(t *testing.T) {
	s := open(t, newPath(t), Options{Newcomers: Newcomers{Burst: 3, Rate: rate.Every(time.Hour)}})
	var trying sync.WaitGroup
	for i := range 20 {
		trying.Go(func() {
			s.Register(context.Background(), home, fmt.Sprintf("member-%d", i), goodPassword, "", phone(1))
		})
	}
	trying.Wait()
	if made := len(s.Accounts()); made != 3 {
		t.Errorf("%d accounts were made", made)
	}
}
