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
//
// Every widget does four things in plain sight: it has an id and a rectangle,
// it asks what was done to it, it is recorded, and it is drawn. Three things
// decide what was done to it. Hot is the widget under the pointer, found among
// the rectangles of the last frame, because that is what the user saw; active
// is the one the pointer was pressed on; focus is the one that has the keyboard.
// A click is a release over the active widget. A key goes to the widget that
// had the focus when the frame began, and what it does not use is there for
// KeyPressed, in the order of the calls.
//
// What a widget keeps between frames belongs to the program: an Editor, a
// ListState, a ScrollState. Their zero values are ready to use.
package ui
