//go:build !js

package engine

import (
	"fmt"
	"image"
	"os"

	"lobby/client/imagefile"
	"lobby/client/ui"
)

// decodePicture reads and decodes a picture to fill w by h pixels.
func decodePicture(src ui.PictureSource, w, h int) (*image.RGBA, error) {
	if src.Data != nil {
		return imagefile.DecodePreview(src.Data, w, h)
	}
	f, err := os.Open(src.Path)
	if err != nil {
		return nil, fmt.Errorf("open a picture: %w", err)
	}
	defer f.Close()
	return imagefile.Decode(f, w, h)
}
