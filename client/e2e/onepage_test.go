package e2e

import (
	"testing"

	"lobby/server/servertest"
	"lobby/shared/wire"
)

// TestPage is what only a page has to show, one thing after the other in one browser:
// to start one and to load the program takes longer than most of it.
func TestPage(t *testing.T) {
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	joined(t, srv.addr, "Meiling")
	const width, height = 1000, 700
	p := openPage(t, "page", "http://"+srv.addr+"/", width, height)
	yi := member{p, "怡君", "long enough"}

	// On the form.
	t.Run("quick clicks", func(t *testing.T) { takesQuickClicks(t, p) })
	if found := p.installabilityErrors(); len(found) > 0 {
		t.Errorf("the browser would not install the page: %v", found)
	}
	t.Run("sharp at every scale", func(t *testing.T) { staysSharp(t, p) })
	t.Run("bad names and passwords", func(t *testing.T) { saysWhatIsBad(t, srv, p) })
	t.Run("the form for screen readers", func(t *testing.T) { readsForm(t, srv, p) })

	// In the room.
	p.resize(width, height)
	alex := servertest.Connect(t, srv.addr)
	alex.LogIn(wire.Register{ID: alex.NextID(), Name: "Alex", Password: servertest.Password, Device: "test"})
	register(t, yi)
	alex.Say(wire.Room, "1", "大家早")
	alex.Say(wire.Pair(alex.ID(), alex.ID()+1), "2", "在嗎？")
	shows(t, yi, []string{"Alex: 大家早"})
	marked(t, yi, "Alex", "1 則新訊息")
	t.Run("the room for screen readers", func(t *testing.T) { readsRoom(t, p) })
	t.Run("a dialog for screen readers", func(t *testing.T) { readsDialog(t, p) })
	t.Run("pressed by name", func(t *testing.T) { pressesByName(t, p) })
	t.Run("composing", func(t *testing.T) { composesInPage(t, yi, p) })
	t.Run("the browser's keys", func(t *testing.T) { leavesKeysToTheBrowser(t, p) })
	t.Run("hidden", func(t *testing.T) { countsWhileHidden(t, yi, p, alex) })
	t.Run("twice as large in the system's colours", func(t *testing.T) { usableTwiceAsLarge(t, yi, p) })

	t.Run("without WebGL", func(t *testing.T) { withoutWebGL(t, p) })
}
