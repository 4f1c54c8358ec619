package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lobby/server/servertest"
	"lobby/shared/wire"
)

// smallDisk mounts a file system of 4 MiB, and skips where that is not allowed.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m,mode=0700"); err != nil {
		t.Skip("a small disk can't be mounted:", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fillUp leaves no room on a disk, and returns what gives it back.
func fillUp(t *testing.T, dir string) (free func()) {
	t.Helper()
	path := filepath.Join(dir, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 1<<20); len(block) > 0; {
		if _, err := f.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// ready asks whether the server can store events.
func (p *program) ready(t *testing.T) bool {
	t.Helper()
	response, err := http.Get("http://" + p.addr + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if code := response.StatusCode; code != http.StatusOK && code != http.StatusServiceUnavailable {
		t.Errorf("/readyz answers with %d", code)
	}
	return response.StatusCode == http.StatusOK
}

// A server whose disk is full says so to who sends, goes on otherwise, and stores
// again as soon as there is room.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t)
	p := serve(t, filepath.Join(disk, "data"))
	ann, bob := servertest.Connect(t, p.addr), servertest.Connect(t, p.addr)
	bob.LogIn(wire.Register{ID: bob.NextID(), Name: "Bob", Password: servertest.Password})
	servertest.Await(bob, func(e wire.Event) bool { return e.Kind == wire.KindJoined })
	ann.LogIn(wire.Register{ID: ann.NextID(), Name: "Ann", Password: servertest.Password})
	stored := ann.Say(wire.Room, "before", "before the disk was full")

	free := fillUp(t, disk)
	text := strings.Repeat("長", wire.MaxText) // more than what is left of a block
	refused := ""
	for n := 0; refused == ""; n++ {
		cid := fmt.Sprintf("full-%d", n)
		id := ann.NextID()
		ann.Write(wire.Send{ID: id, Conv: wire.Room, CID: cid, Text: text})
		switch m := servertest.Await(ann, func(m wire.Message) bool { return servertest.Re(m) == id }).(type) {
		case wire.Sent:
		case wire.Fault:
			if m.Code != wire.CodeNotStored {
				t.Fatalf("on a full disk: %v", &m)
			}
			refused = cid
		}
	}
	for p.ready(t) { // until what it found before is forgotten
	}

	// Who is known gets in and reads; that is told to the others later.
	again := servertest.Connect(t, p.addr)
	again.LogIn(wire.Login{ID: again.NextID(), Name: "bob", Password: servertest.Password})
	if events, _ := again.History(wire.Room, stored.Seq+1, 10); len(events) == 0 || events[len(events)-1].Seq != stored.Seq {
		t.Errorf("the history on a full disk is %+v", events)
	}
	bob.Ping()

	free()
	sent := ann.Say(wire.Room, refused, text)
	bob.Hears(sent.Seq)
	for !p.ready(t) {
	}

	p.Process.Kill()
	p.Wait()
	p = serve(t, filepath.Join(disk, "data"))
	back := servertest.Connect(t, p.addr)
	back.LogIn(wire.Login{ID: back.NextID(), Name: "Ann", Password: servertest.Password})
	if twice := back.Say(wire.Room, refused, text); twice.Seq != sent.Seq {
		t.Errorf("sent again after a restart it is event %d, and was %d", twice.Seq, sent.Seq)
	}
	count := 0
	events, _ := back.History(wire.Room, 0, wire.MaxPage)
	for _, e := range events {
		if e.CID == refused {
			count++
		}
	}
	if count != 1 {
		t.Errorf("the message was stored %d times", count)
	}
}
