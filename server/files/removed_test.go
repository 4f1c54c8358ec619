package files

import (
	"errors"
	"sync/atomic"
	"testing"

	"lobby/shared/wire"
)

// A member or device that was removed neither uses a ticket that it has nor
// goes on with a transfer.
func TestRemovedMemberTransfersNoMore(t *testing.T) {
	var removed atomic.Bool
	l := &log{}
	s := openStore(t, t.TempDir(), l, Options{Admits: func(uint64, [32]byte) bool { return !removed.Load() }})
	data, _ := newContent(1000)
	l.offer(t, 1, 2*int64(len(data)))
	u, d := upload(t, s, 1), download(t, s, 1, 0)
	if err := u.Write(data); err != nil {
		t.Fatal(err)
	}
	ticket, f := s.Issue(2, [32]byte{2}, 1, false)
	if f != nil {
		t.Fatal(f)
	}

	removed.Store(true)
	refused := func(what string, err error) {
		t.Helper()
		if f := (*wire.Fault)(nil); !errors.As(err, &f) || f.Code != wire.CodeDevice {
			t.Errorf("%s after the removal: %v", what, err)
		}
	}
	refused("writing", u.Write(data))
	_, _, err := d.readAll()
	refused("reading", err)
	_, err = s.Download(ticket, [32]byte{2}, 0)
	refused("a ticket", err)
	if err := errors.Join(u.Close(), d.Close()); err != nil {
		t.Error(err)
	}
}
