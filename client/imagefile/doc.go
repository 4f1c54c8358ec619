// Package imagefile decodes the files of pictures that others have sent, within
// limits of bytes and pixels, and makes small previews of own ones.
//
// What it is given is hostile: a file of a few kilobytes may claim to be a
// picture of ten thousand million pixels. So the header is looked at first, and
// nothing is decoded that is more than MaxPixels. All of it takes long, for the
// largest picture a second or two, and belongs on a goroutine of its own.
package imagefile
