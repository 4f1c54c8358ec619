package wire

import (
	"encoding/json"
	"testing"
	"time"
)

func TestTime(t *testing.T) {
	const want = `"2026-11-22T03:04:05.678Z"`
	got, err := json.Marshal(testTime)
	if err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	var back Time
	if err := json.Unmarshal([]byte(want), &back); err != nil || !back.Equal(testTime.Time) || back.Location() != time.UTC {
		t.Errorf("read back as %v, %v", back, err)
	}
}

func TestTimeTakesOneFormOnly(t *testing.T) {
	for _, s := range []string{
		`null`, `0`, `""`, `"2026-11-22"`, `"2026-11-22T03:04:05Z"`, `"2026-11-22T03:04:05.678"`, `"2026-11-22T03:04:05.678901Z"`,
		`"2026-11-22T03:04:05.678+08:00"`, `"2026-11-22 03:04:05.678Z"`, `"2026-11-22T03:04:05,678Z"`, `"2026-11-22T3:04:05.678Z"`, `"2026-02-30T03:04:05.678Z"`,
	} {
		var got Time
		if err := json.Unmarshal([]byte(s), &got); err == nil {
			t.Errorf("%s was read as %v", s, got)
		}
	}
}
