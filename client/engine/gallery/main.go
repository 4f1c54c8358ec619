// Gallery opens a window that shows every widget of client/ui in every state: for
// each a live one and, beside it, pictures of how it looks hovered, pressed, focused
// and so on, in both themes and at every size of text.
package main

import (
	"fmt"
	"os"

	"lobby/client/engine"
)

func main() {
	text, pictures := engine.NewText(), engine.NewPictures()
	err := engine.Run(newPage(text, pictures, engine.Dark()), text, engine.Options{
		Title: "Lobby gallery", Width: 1280, Height: 800, MinWidth: 360, MinHeight: 480,
		Pictures: pictures, Inspect: os.Getenv("LOBBY_INSPECT"),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}
