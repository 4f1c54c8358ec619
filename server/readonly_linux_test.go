package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lobby/server/servertest"
	"lobby/shared/wire"
)

// fragile is a file system of its own, on a disk that is a file.
type fragile struct {
	t    *testing.T
	dir  string // where it is mounted
	loop string // the device
}

// fragileDisk makes and mounts one, and skips where that is not allowed.
func fragileDisk(t *testing.T) *fragile {
	t.Helper()
	d := &fragile{t: t, dir: t.TempDir()}
	image := filepath.Join(t.TempDir(), "image")
	if err := os.WriteFile(image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(image, 64<<20); err != nil { // sparse
		t.Fatal(err)
	}
	if out, err := exec.Command("mkfs.ext4", "-q", image).CombinedOutput(); err != nil {
		t.Skipf("no file system can be made: %v %s", err, out)
	}
	out, err := exec.Command("losetup", "--find", "--show", image).Output()
	if err != nil {
		t.Skip("no file can be taken for a disk:", err)
	}
	d.loop = strings.TrimSpace(string(out))
	t.Cleanup(func() {
		if out, err := exec.Command("losetup", "--detach", d.loop).CombinedOutput(); err != nil {
			t.Errorf("%v %s", err, out)
		}
	})
	if err := syscall.Mount(d.loop, d.dir, "ext4", 0, ""); err != nil {
		t.Skip("a disk can't be mounted:", err)
	}
	t.Cleanup(d.unmount)
	return d
}

func (d *fragile) unmount() {
	d.t.Helper()
	if err := syscall.Unmount(d.dir, 0); err != nil {
		d.t.Error(err)
	}
}

// repair does what an operator would, after the server has ended.
func (d *fragile) repair() {
	d.t.Helper()
	d.unmount()
	out, err := exec.Command("e2fsck", "-f", "-y", d.loop).CombinedOutput()
	if code, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || code.ExitCode() > 1) { // 1: mended
		d.t.Errorf("%v %s", err, out)
	}
	if err := syscall.Mount(d.loop, d.dir, "ext4", 0, ""); err != nil {
		d.t.Fatal(err)
	}
}

// refuseOne sends messages until one is not stored, and returns its cid and text.
func refuseOne(t *testing.T, c *servertest.Client) (cid, text string) {
	t.Helper()
	text = strings.Repeat("長", wire.MaxText)
	for n := range 1000 {
		cid := fmt.Sprint("refused-", n)
		id := c.NextID()
		c.Write(wire.Send{ID: id, Conv: wire.Room, CID: cid, Text: text})
		m := servertest.Await(c, func(m wire.Message) bool { return servertest.Re(m) == id })
		f, failed := m.(wire.Fault)
		if !failed || f.Code == wire.CodeWait {
			continue
		}
		if f.Code != wire.CodeNotStored {
			t.Fatalf("on a broken disk: %v", &f)
		}
		return cid, text
	}
	t.Fatal("everything was stored on a broken disk")
	return "", ""
}

// once expects a message to be in the room's newest page one time.
func once(t *testing.T, c *servertest.Client, cid string) {
	t.Helper()
	events, _ := c.History(wire.Room, 0, wire.MaxPage)
	count := 0
	for _, e := range events {
		if e.CID == cid {
			count++
		}
	}
	if count != 1 {
		t.Errorf("%s was stored %d times", cid, count)
	}
}

// A file system that the system has made read-only is told of and read from, and
// after its repair nothing is lost.
func TestDiskThatBecameReadOnly(t *testing.T) {
	t.Parallel()
	disk := fragileDisk(t)
	data := filepath.Join(disk.dir, "data")
	p := serve(t, data)
	ann := servertest.Connect(t, p.addr)
	ann.LogIn(wire.Register{ID: ann.NextID(), Name: "Ann", Password: servertest.Password})
	before := ann.Say(wire.Room, "before", "before the disk failed")
	// As after an error in its journal. The kernel may answer with an error.
	_ = syscall.Mount("", disk.dir, "", syscall.MS_REMOUNT, "abort")
	cid, text := refuseOne(t, ann)
	for p.ready(t) {
	}
	if events, _ := ann.History(wire.Room, before.Seq+1, 1); len(events) != 1 || events[0].CID != "before" {
		t.Errorf("on a read-only disk the history is %+v", events)
	}
	again := servertest.Connect(t, p.addr)
	again.LogIn(wire.Login{ID: again.NextID(), Name: "Ann", Password: servertest.Password})
	p.Process.Kill()
	p.Wait()
	says(t, p.stderr.String(), "read-only file system")

	disk.repair()
	p = serve(t, data)
	back := servertest.Connect(t, p.addr)
	back.LogIn(wire.Login{ID: back.NextID(), Name: "Ann", Password: servertest.Password})
	back.Say(wire.Room, cid, text)
	once(t, back, "before")
	once(t, back, cid)
	p.Process.Kill()
	p.Wait()
}
