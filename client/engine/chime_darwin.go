package engine

// players play a sound file, the best first.
var players = [][]string{{"afplay"}}
