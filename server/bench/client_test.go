package main

import (
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	one   = `{"type":"event","seq":1,"time":"2026-11-22T03:04:05.678Z","kind":"message","conv":"r1","from":1,"cid":"a1","text":"x"}` + "\n"
	two   = `{"type":"event","seq":2,"time":"2026-11-22T03:04:05.678Z","kind":"joined","conv":"r1","members":[1]}` + "\n"
	three = `{"type":"event","seq":3,"time":"2026-11-22T03:04:05.678Z","kind":"message","conv":"r1","from":1,"cid":"a3","text":"x"}` + "\n"
	sent  = `{"type":"sent","re":1,"cid":"a1","seq":1,"time":"2026-11-22T03:04:05.678Z"}` + "\n"
)

// TestTakeCounts holds that what the figures are made of is counted rightly.
func TestTakeCounts(t *testing.T) {
	c := newClient()
	var arrived []string
	c.arrived = func(cid []byte) { arrived = append(arrived, string(cid)) }
	for _, record := range []string{one + sent, two, three + sent + sent} {
		if err := c.take([]byte(record)); err != nil {
			t.Fatal(err)
		}
	}
	if messages, acked, seq := c.messages.Load(), c.acked.Load(), c.seq.Load(); messages != 2 || acked != 3 || seq != 3 {
		t.Errorf("took %d messages and %d acknowledgements up to event %d, want 2, 3 and 3", messages, acked, seq)
	}
	if got := strings.Join(arrived, " "); got != "a1 a3" {
		t.Errorf("messages %s arrived, want a1 a3", got)
	}
}

// TestTakeRefuses holds that a figure can't be had with anything lost, repeated
// or refused.
func TestTakeRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		record string
		any    bool // without a gapless numbering too
	}{
		"lost":        {record: one + three},
		"repeated":    {record: one + one, any: true},
		"reordered":   {record: one + three + two, any: true},
		"divided":     {record: one + two[:20], any: true},
		"refused":     {record: `{"type":"error","re":1,"code":"busy"}` + "\n", any: true},
		"hung up":     {record: `{"type":"bye","code":"slow","text":""}` + "\n", any: true},
		"no event":    {record: `{"type":"event","seq":1}` + "\n", any: true},
		"not decoded": {record: `{"type":` + "\n", any: true},
	} {
		t.Run(name, func(t *testing.T) {
			strict, loose := newClient(), newClient()
			strict.gapless = true
			if err := strict.take([]byte(c.record)); err == nil {
				t.Error("taken where every event concerns the member")
			}
			if err := loose.take([]byte(c.record)); (err != nil) != c.any {
				t.Errorf("where some events concern others: %v", err)
			}
		})
	}
}
