package engine

import (
	"bytes"
	"encoding/binary"
	"math"
	"time"
)

// The sound of a new message is a bell of two notes, a fifth apart, that is made
// here and soft enough to be heard beside other things.
const (
	chimeRate   = 44100 // samples a second
	chimeLength = 600 * time.Millisecond
	chimeSecond = 90 * time.Millisecond // when the second note begins
	chimeLoud   = 0.16                  // of a note at its loudest, of 1
	chimeRise   = 0.006                 // seconds until then
	chimeFade   = 0.11                  // seconds in which a note fades to 1/e
	chimeLow    = 587.33                // Hz, D5
	chimeHigh   = 880.00                // Hz, A5
)

// strike is how far the air is moved by a note, seconds after its beginning.
func strike(pitch, seconds float64) float64 {
	if seconds < 0 {
		return 0
	}
	loud := chimeLoud * min(1, seconds/chimeRise) * math.Exp(-seconds/chimeFade)
	turn := 2 * math.Pi * pitch * seconds
	return loud * (math.Sin(turn) + 0.2*math.Sin(2*turn)*math.Exp(-seconds/0.04))
}

// chimeWAV returns the sound as a file: 16 bits, one channel.
func chimeWAV() []byte {
	samples := make([]int16, int(chimeLength.Seconds()*chimeRate))
	for i := range samples {
		at := float64(i) / chimeRate
		out := min(1, (chimeLength.Seconds()-at)/0.05) // ends in silence
		v := out * (strike(chimeLow, at) + strike(chimeHigh, at-chimeSecond.Seconds()))
		samples[i] = int16(math.Round(v * math.MaxInt16))
	}
	size := uint32(2 * len(samples))
	var b bytes.Buffer
	put := func(v any) { binary.Write(&b, binary.LittleEndian, v) } // into memory, which takes all
	put([]byte("RIFF"))
	put(36 + size)
	put([]byte("WAVEfmt "))
	put(uint32(16))            // length of what describes the samples
	put(uint16(1))             // plain samples
	put(uint16(1))             // one channel
	put(uint32(chimeRate))     // samples a second
	put(uint32(2 * chimeRate)) // bytes a second
	put(uint16(2))             // bytes a sample
	put(uint16(16))            // bits a sample
	put([]byte("data"))
	put(size)
	put(samples)
	return b.Bytes()
}
