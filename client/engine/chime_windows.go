package engine

import (
	"errors"
	"unsafe"

	"golang.org/x/sys/windows"
)

var playSound = windows.NewLazySystemDLL("winmm.dll").NewProc("PlaySoundW")

// Flags of PlaySound (mmsystem.h): the sound is in memory, and no other sound
// takes its place.
const sndMemory, sndNoDefault = 0x4, 0x2

// playWAV returns when the sound was heard.
func playWAV(wav []byte) error {
	if err := playSound.Find(); err != nil {
		return err
	}
	done, _, _ := playSound.Call(uintptr(unsafe.Pointer(&wav[0])), 0, sndMemory|sndNoDefault)
	if done == 0 {
		return errors.New("PlaySound: no sound device")
	}
	return nil
}
