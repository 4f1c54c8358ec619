// Package imagesize reads from the head of a picture's file how large the picture
// is, so that a file of a few kilobytes that claims to be a picture of thousands of
// millions of pixels is not decoded. It knows the kinds of pictures that are shown, and
// no more than their headers: the decoders of the standard library would make the page
// larger, where the browser decodes.
package imagesize

import (
	"bytes"
	"encoding/binary"
)

// Limits of what is decoded.
const (
	// MaxPixels is the size of a picture: what the cameras of phones make.
	MaxPixels = 50_000_000

	// MaxPreviewPixels is the size of a preview, which comes unasked: some times
	// what is made as one.
	MaxPreviewPixels = 1 << 20

	// Head is how much of a file Of has to be given, in bytes. In front of the size
	// a camera may write of itself, and a program that was used after it.
	Head = 1 << 20
)

// Of returns the size of a picture in pixels by the head of its file: a JPEG, PNG, GIF
// or WebP. It is 0 by 0 where data is of none of them, or does not tell.
func Of(data []byte) (width, height int) {
	for _, size := range []func([]byte) (int, int){JPEG, png, gif, webP} {
		if w, h := size(data); w > 0 && h > 0 {
			return w, h
		}
	}
	return 0, 0
}

// JPEG is Of for a JPEG alone. It looks at the frame's header, as ITU-T T.81, B.2, has
// it.
func JPEG(data []byte) (width, height int) {
	if len(data) < 2 || data[0] != 0xff || data[1] != 0xd8 { // start of image
		return 0, 0
	}
	for data = data[2:]; len(data) >= 9 && data[0] == 0xff; {
		marker, length := data[1], int(binary.BigEndian.Uint16(data[2:]))
		switch {
		case marker == 0xff: // fill
			data = data[1:]
			continue
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc: // start of frame
			return int(binary.BigEndian.Uint16(data[7:])), int(binary.BigEndian.Uint16(data[5:]))
		case marker < 0xc0 || marker >= 0xd0 && marker <= 0xda || length < 2 || length+2 > len(data):
			return 0, 0 // no header of a frame comes before the pixels
		}
		data = data[2+length:]
	}
	return 0, 0
}

// png looks at the chunk that comes first.
func png(data []byte) (width, height int) {
	if len(data) < 24 || !bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) || string(data[12:16]) != "IHDR" {
		return 0, 0
	}
	w, h := binary.BigEndian.Uint32(data[16:]), binary.BigEndian.Uint32(data[20:])
	if w > 1<<31-1 || h > 1<<31-1 {
		return 0, 0
	}
	return int(w), int(h)
}

// gif looks at the screen and at the first picture on it, which browsers let be larger.
func gif(data []byte) (width, height int) {
	if len(data) < 13 || !bytes.HasPrefix(data, []byte("GIF8")) {
		return 0, 0
	}
	w, h := int(binary.LittleEndian.Uint16(data[6:])), int(binary.LittleEndian.Uint16(data[8:]))
	at := 13
	if flags := data[10]; flags&0x80 != 0 {
		at += 3 << (flags&7 + 1) // the table of colours
	}
	for at+10 <= len(data) {
		switch data[at] {
		case 0x2c: // a picture
			place := data[at+1:]
			right := int(binary.LittleEndian.Uint16(place)) + int(binary.LittleEndian.Uint16(place[4:]))
			bottom := int(binary.LittleEndian.Uint16(place[2:])) + int(binary.LittleEndian.Uint16(place[6:]))
			return max(w, right), max(h, bottom)
		case 0x21: // an extension: blocks, each behind its length
			for at += 2; at < len(data) && data[at] != 0; {
				at += 1 + int(data[at])
			}
			at++
		default:
			return 0, 0
		}
	}
	return 0, 0
}

// webP looks at the first chunk: of a picture with more than pixels it tells the size
// of all of it.
func webP(data []byte) (width, height int) {
	if len(data) < 30 || string(data[:4]) != "RIFF" || string(data[8:12]) != "WEBP" {
		return 0, 0
	}
	chunk := data[20:]
	switch string(data[12:16]) {
	case "VP8 ": // RFC 6386, 9.1
		return int(binary.LittleEndian.Uint16(chunk[6:]) & 0x3fff), int(binary.LittleEndian.Uint16(chunk[8:]) & 0x3fff)
	case "VP8L":
		bits := binary.LittleEndian.Uint32(chunk[1:])
		return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1
	case "VP8X":
		three := func(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
		return three(chunk[4:]) + 1, three(chunk[7:]) + 1
	}
	return 0, 0
}
