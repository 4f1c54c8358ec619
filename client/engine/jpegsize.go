package engine

import "encoding/binary"

// maxPreviewPixels is the size of a preview that a page has the browser decode, as
// for windows: one comes unasked, and a file of a few kilobytes may claim to be a
// picture of thousands of millions of pixels.
const maxPreviewPixels = 1 << 20

// smallJPEG reports whether data begins as a JPEG of at most maxPreviewPixels. It
// looks at the frame's header alone, as ITU-T T.81, B.2, has it, because the
// decoders of the standard library would make the page larger.
func smallJPEG(data []byte) bool {
	if len(data) < 2 || data[0] != 0xff || data[1] != 0xd8 { // start of image
		return false
	}
	for data = data[2:]; len(data) >= 9 && data[0] == 0xff; {
		marker, length := data[1], int(binary.BigEndian.Uint16(data[2:]))
		switch {
		case marker == 0xff: // fill
			data = data[1:]
			continue
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc: // start of frame
			height, width := int(binary.BigEndian.Uint16(data[5:])), int(binary.BigEndian.Uint16(data[7:]))
			return height > 0 && width > 0 && height*width <= maxPreviewPixels
		case marker < 0xc0 || marker >= 0xd0 && marker <= 0xda || length < 2 || length+2 > len(data):
			return false // no header of a frame comes before the pixels
		}
		data = data[2+length:]
	}
	return false
}
