// Package view is what the program shows: it draws the model's state with the
// widgets of package ui and turns what the user does into the model's intents.
//
// It keeps only what belongs to the screen: what is typed, where a list is
// scrolled to, which layer is open. A frame reads the state and draws it; every
// change goes through model.State.Do, whose effects are handed on.
package view
