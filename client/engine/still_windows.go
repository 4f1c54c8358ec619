package engine

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var systemParametersInfo = windows.NewLazySystemDLL("user32.dll").NewProc("SystemParametersInfoW")

// spiGetClientAreaAnimation asks for "Show animations in Windows" (winuser.h).
const spiGetClientAreaAnimation = 0x1042

func systemStill() bool {
	var animated int32
	done, _, _ := systemParametersInfo.Call(spiGetClientAreaAnimation, 0, uintptr(unsafe.Pointer(&animated)), 0)
	return done != 0 && animated == 0
}
