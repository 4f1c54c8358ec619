package engine

import (
	"encoding/binary"
	"testing"
)

func TestChimeWAV(t *testing.T) {
	wav := chimeWAV()
	if string(wav[:4]) != "RIFF" || string(wav[8:16]) != "WAVEfmt " || string(wav[36:40]) != "data" {
		t.Fatalf("no sound file: %q", wav[:44])
	}
	if got := binary.LittleEndian.Uint32(wav[4:]); int(got) != len(wav)-8 {
		t.Errorf("the file says %d bytes, and has %d", got, len(wav)-8)
	}
	sound := wav[44:]
	if got := binary.LittleEndian.Uint32(wav[40:]); int(got) != len(sound) {
		t.Errorf("the sound says %d bytes, and has %d", got, len(sound))
	}
	peak, sum := 0, 0
	for i := 0; i < len(sound); i += 2 {
		v := int(int16(binary.LittleEndian.Uint16(sound[i:])))
		peak, sum = max(peak, v, -v), sum+v
	}
	if peak < 3000 || peak > 11000 {
		t.Errorf("the peak is %d: not heard, or not soft", peak)
	}
	if mean := sum / (len(sound) / 2); mean < -20 || mean > 20 {
		t.Errorf("the mean is %d", mean)
	}
	first, last := int16(binary.LittleEndian.Uint16(sound)), int16(binary.LittleEndian.Uint16(sound[len(sound)-2:]))
	if first != 0 || last < -5 || last > 5 {
		t.Errorf("it clicks: it begins with %d and ends with %d", first, last)
	}
}
