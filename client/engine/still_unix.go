//go:build !windows && !darwin && !js

package engine

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"
)

// portalPatience bounds the question: the bus may have to start the desktop's
// portal first.
const portalPatience = 5 * time.Second

// The settings of the desktop's portal that are about motion. GNOME told of it by
// its own name before there was one for all.
const (
	appearance, reduced = "org.freedesktop.appearance", "reduced-motion"
	gnome, animations   = "org.gnome.desktop.interface", "enable-animations"
)

func systemStill() bool {
	bus, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return false
	}
	defer bus.Close()
	if bus.Auth(nil) != nil || bus.Hello() != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), portalPatience)
	defer cancel()
	var settings map[string]map[string]dbus.Variant
	portal := bus.Object("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop")
	err = portal.CallWithContext(ctx, "org.freedesktop.portal.Settings.ReadAll", 0, []string{appearance, gnome}).Store(&settings)
	if err != nil {
		return false
	}
	if less, ok := settings[appearance][reduced].Value().(uint32); ok {
		return less == 1
	}
	moves, ok := settings[gnome][animations].Value().(bool)
	return ok && !moves
}
