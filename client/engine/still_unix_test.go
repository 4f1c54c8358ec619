//go:build linux

package engine

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// portal answers as the desktop's portal does.
type portal map[string]map[string]dbus.Variant

// ReadAll is the portal's method.
func (p portal) ReadAll([]string) (map[string]map[string]dbus.Variant, *dbus.Error) { return p, nil }

// startBus runs a message bus for this test alone.
func startBus(t *testing.T) *dbus.Conn {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("there is no dbus-daemon")
	}
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { daemon.Process.Kill(); daemon.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	bus, err := dbus.Connect(strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Close() })
	return bus
}

func TestStill(t *testing.T) {
	bus := startBus(t)
	if systemStill() {
		t.Error("without a portal less motion is wanted")
	}
	if _, err := bus.RequestName("org.freedesktop.portal.Desktop", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	value := func(v any) map[string]dbus.Variant { return map[string]dbus.Variant{reduced: dbus.MakeVariant(v)} }
	gnomeSays := func(v any) map[string]dbus.Variant { return map[string]dbus.Variant{animations: dbus.MakeVariant(v)} }
	for _, c := range []struct {
		name string
		says portal
		want bool
	}{
		{"nothing", portal{}, false},
		{"less", portal{appearance: value(uint32(1))}, true},
		{"no preference", portal{appearance: value(uint32(0)), gnome: gnomeSays(false)}, false},
		{"GNOME without animations", portal{gnome: gnomeSays(false)}, true},
		{"GNOME with animations", portal{gnome: gnomeSays(true)}, false},
		{"something else", portal{appearance: value("1"), gnome: gnomeSays("no")}, false},
	} {
		if err := bus.Export(c.says, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings"); err != nil {
			t.Fatal(err)
		}
		if got := systemStill(); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestStillWithoutBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	if systemStill() {
		t.Error("without a bus less motion is wanted")
	}
}
