package main

import (
	"image"

	"lobby/shared/appicon"
)

// icons draws the program's icon in the sizes that windows ask for.
func icons() []image.Image {
	var all []image.Image
	for _, size := range appicon.Sizes {
		all = append(all, appicon.Draw(size))
	}
	return all
}
