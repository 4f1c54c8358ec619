// Package engine puts the toolkit on a screen: it is the one package that
// knows Ebitengine.
//
// A frame goes through it in one direction. What the user did since the last
// frame is collected in order (input.go, keys.go, typing.go) and handed to the
// App, which answers with a draw list and some wishes. Where the draw list
// differs from what the screen shows, that area alone is painted again
// (paint.go and what it uses: shape.go, icon.go, text.go).
//
// A window in which nothing happens costs nothing: no frame runs until input
// arrives, the moment comes that the App asked to be woken at, or somebody
// calls Wake.
//
// Lengths outside this package are logical pixels. Inside it the screen is
// measured in device pixels, and the step between the two is made in one place
// (snap.go), so that hairlines and glyphs lie on whole pixels at every scale.
//
// What differs between a window and a web page stands in files that end in
// _native.go and _js.go.
package engine
