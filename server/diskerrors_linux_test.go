package main

import (
	"fmt"
	"path/filepath"
	"testing"

	"lobby/server/servertest"
	"lobby/shared/wire"
)

// failCalls has system calls of the program fail until mend is called.
func (p *program) failCalls(t *testing.T, calls, errno string, paths ...string) (mend func()) {
	t.Helper()
	end, err := servertest.FailCalls(p.Process.Pid, calls, errno, paths...)
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if err := end(); err != nil {
			t.Fatal(err)
		}
	}
}

// needsFailingCalls skips where no process can be made to fail.
func (p *program) needsFailingCalls(t *testing.T) {
	t.Helper()
	end, err := servertest.FailCalls(p.Process.Pid, "fsync", "EIO", filepath.Join(t.TempDir(), "no file"))
	if err != nil {
		t.Skip("system calls can't be made to fail here:", err)
	}
	if err := end(); err != nil {
		t.Fatal(err)
	}
}

// try sends a message and returns the answer.
func try(t *testing.T, c *servertest.Client, cid string) wire.Message {
	t.Helper()
	id := c.NextID()
	c.Write(wire.Send{ID: id, Conv: wire.Room, CID: cid, Text: "text of " + cid})
	return servertest.Await(c, func(m wire.Message) bool { return servertest.Re(m) == id })
}

// refuses expects that a message is not stored.
func refuses(t *testing.T, c *servertest.Client, cid string) {
	t.Helper()
	if f, ok := try(t, c, cid).(wire.Fault); !ok || f.Code != wire.CodeNotStored {
		t.Errorf("%s on a disk with errors: %+v", cid, f)
	}
}

// A disk that answers with errors is told of, and harms neither what is stored nor
// who reads. Storing begins again by itself, and what was refused never happened,
// unless it is sent again.
func TestDiskErrors(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, data)
	p.needsFailingCalls(t)
	ann, bob := servertest.Connect(t, p.addr), servertest.Connect(t, p.addr)
	ann.LogIn(wire.Register{ID: ann.NextID(), Name: "Ann", Password: servertest.Password})
	bob.LogIn(wire.Register{ID: bob.NextID(), Name: "Bob", Password: servertest.Password})

	want := make(map[string]int) // how often each message must be stored
	var last wire.Sent
	kinds := []struct{ calls, errno string }{
		{"fsync,fdatasync", "EIO"},
		{"fsync,fdatasync,ftruncate", "EIO"},
		{"pwrite64", "EIO"},
		{"pwrite64,ftruncate", "ENOSPC"},
		{"pwrite64,fsync,fdatasync,ftruncate", "EROFS"},
	}
	for n, kind := range kinds {
		before, refused, again, after := fmt.Sprint("before-", n), fmt.Sprint("refused-", n), fmt.Sprint("again-", n), fmt.Sprint("after-", n)
		want[before], want[refused], want[again], want[after] = 1, 0, 1, 1
		stored := ann.Say(wire.Room, before, "text of "+before)
		mend := p.failCalls(t, kind.calls, kind.errno)
		refuses(t, ann, refused)
		refuses(t, bob, again)
		refuses(t, bob, again)
		for n == 0 && p.ready(t) { // until what it found before is forgotten, which takes a second
		}
		if events, _ := bob.History(wire.Room, stored.Seq+1, 1); len(events) != 1 || events[0].CID != before {
			t.Errorf("%v: the history is %+v", kind, events)
		}
		mend()
		ann.Say(wire.Room, after, "text of "+after)
		last = bob.Say(wire.Room, again, "text of "+again)
		for n == 0 && !p.ready(t) {
		}
	}
	for _, c := range []*servertest.Client{ann, bob} {
		c.Hears(last.Seq)
		c.Ping() // nothing comes twice
		counts(t, "heard live", c.Events, want)
	}

	// Killed with lines in the file that could not be synced and not be cut off.
	mend := p.failCalls(t, "fsync,fdatasync,ftruncate", "EIO")
	refuses(t, ann, "killed")
	p.Process.Kill()
	p.Wait()
	mend()
	says(t, p.stderr.String(), "input/output error", "no space left on device", "read-only file system", "events can be stored again")
	p = serve(t, data)
	back := servertest.Connect(t, p.addr)
	back.LogIn(wire.Login{ID: back.NextID(), Name: "Ann", Password: servertest.Password})
	back.Say(wire.Room, "killed", "text of killed")
	want["killed"] = 1
	events, _ := back.History(wire.Room, 0, wire.MaxPage)
	counts(t, "stored", events, want)
}

// counts holds how often each message is among events.
func counts(t *testing.T, what string, events []wire.Event, want map[string]int) {
	t.Helper()
	got := make(map[string]int)
	for _, e := range events {
		if e.Kind == wire.KindMessage {
			got[e.CID]++
		}
	}
	for cid, n := range want {
		if got[cid] != n {
			t.Errorf("%s is %s %d times instead of %d", cid, what, got[cid], n)
		}
	}
}

// An account that can't be written is not there, and can be made as soon as it can
// be.
func TestAccountsOnADiskWithErrors(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, data)
	p.needsFailingCalls(t)
	file := filepath.Join(data, "accounts.jsonl")
	kinds := []struct{ calls, errno string }{{"fsync,fdatasync", "EIO"}, {"write", "EIO"}, {"write,ftruncate", "ENOSPC"}}
	for n, kind := range kinds {
		name := fmt.Sprint("Ann", n)
		mend := p.failCalls(t, kind.calls, kind.errno, file, file+".new")
		for range 2 {
			c := servertest.Connect(t, p.addr)
			id := c.NextID()
			c.Write(wire.Register{ID: id, Name: name, Password: servertest.Password})
			if f := servertest.Answer[wire.Fault](c, id); f.Code != wire.CodeNotStored {
				t.Errorf("%v: the account is refused with %+v", kind, f)
			}
			c.Close()
		}
		mend()
		c := servertest.Connect(t, p.addr)
		c.LogIn(wire.Register{ID: c.NextID(), Name: name, Password: servertest.Password})
	}
	p.Process.Kill()
	p.Wait()
	p = serve(t, data)
	for n := range kinds {
		c := servertest.Connect(t, p.addr)
		c.LogIn(wire.Login{ID: c.NextID(), Name: fmt.Sprint("Ann", n), Password: servertest.Password})
	}
}
