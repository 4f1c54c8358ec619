package session

import (
	"encoding/json"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// slowStore takes its time to write, and counts.
type slowStore struct {
	Store
	takes time.Duration
	saves atomic.Int64
	last  []byte
}

func (s *slowStore) Save(_ string, data []byte) error {
	time.Sleep(s.takes)
	s.last = data
	s.saves.Add(1)
	return nil
}

// However often something changes, writing it takes a tenth of the time; the
// first change and the last are stored.
func TestStoringRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &slowStore{takes: 10 * time.Millisecond}
		f := newFiles(store, nil)
		done := make(chan struct{})
		go func() { f.run(); close(done) }()
		for n := range 1000 {
			f.save(cargoFile, n)
			time.Sleep(time.Millisecond)
			if saves := store.saves.Load(); n == 15 && saves != 1 {
				t.Errorf("the first change was stored %d times", saves)
			}
		}
		if saves := store.saves.Load(); saves > 10 {
			t.Errorf("%d times stored in a second", saves)
		}
		f.close()
		<-done
		var last int
		if err := json.Unmarshal(store.last, &last); err != nil || last != 999 {
			t.Errorf("%d was the last, %v", last, err)
		}
	})
}
