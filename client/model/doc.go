// Package model holds what a chat client knows and how that changes.
//
// State is plain data. The session turns what happens on the network into
// Events, the view turns what the user does into Intents; Apply and Do change
// the State and answer with Effects, which the session carries out. Nothing
// here waits, reads a clock, starts a goroutine or touches a file: times come
// in with the events and intents that need them. A State is used from one
// goroutine.
//
// Problems are codes with arguments, never sentences: the view has the words.
package model
