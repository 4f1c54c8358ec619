package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"lobby/shared/appicon"
)

// icons draws what the manifest and the page name: two sizes as they are shown, and two
// without corners, one for masks and one for the start screens of iOS, which takes no
// clear corners.
func icons() ([]source, error) {
	var drawn []source
	for _, icon := range []struct {
		name  string
		image image.Image
	}{
		{"icon-192.png", appicon.Draw(192)},
		{"icon-512.png", appicon.Draw(512)},
		{"icon-full-512.png", appicon.DrawFull(512)},
		{"icon-full-180.png", appicon.DrawFull(180)},
	} {
		var file bytes.Buffer
		if err := png.Encode(&file, icon.image); err != nil {
			return nil, fmt.Errorf("drawing %s: %w", icon.name, err)
		}
		drawn = append(drawn, source{name: icon.name, data: file.Bytes()})
	}
	return drawn, nil
}
