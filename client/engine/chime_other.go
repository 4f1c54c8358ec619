//go:build !windows && !darwin && !js

package engine

// players play a sound file, the best first: those of PipeWire, PulseAudio, ALSA
// and OSS.
var players = [][]string{{"pw-play"}, {"paplay"}, {"aplay", "-q"}, {"ossplay", "-q"}}
