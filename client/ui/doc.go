// Package ui is an immediate-mode toolkit over a draw list, in pure Go.
//
// A program calls its widgets afresh for every frame between Begin and End;
// what comes out is a list of draw commands, a record of roles and labels, and
// a few wishes to the window (pointer shape, place of the caret, when to wake).
// The package opens no window, measures no text and reads no clock: those come
// in through Measurer and Input, so that all of it runs in a test.
//
// Lengths are logical pixels. Ids are hashes of data keys and stay the same
// from frame to frame, wherever a widget moves to.
package ui
