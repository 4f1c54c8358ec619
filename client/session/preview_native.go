//go:build !js

package session

import (
	"os"

	"lobby/client/imagefile"
	"lobby/client/model"
	"lobby/shared/wire"
)

// describePicture adds to a file what an offer says of a picture, where it is one.
// A file that can't be decoded is offered as what its name says.
func describePicture(file *model.LocalFile) {
	f, err := os.Open(file.Path)
	if err != nil {
		return
	}
	defer f.Close()
	header, preview, err := imagefile.Preview(f, wire.MaxPreview)
	if err != nil {
		return
	}
	file.Mime, file.Width, file.Height, file.Preview = header.Mime, header.Width, header.Height, preview
}
