// Package tiff reads nothing: no face of the page has glyphs in TIFF.
package tiff

import (
	"errors"
	"image"
	"io"
)

var errNoTIFF = errors.New("this program reads no TIFF")

func Decode(io.Reader) (image.Image, error) { return nil, errNoTIFF }

func DecodeConfig(io.Reader) (image.Config, error) { return image.Config{}, errNoTIFF }
