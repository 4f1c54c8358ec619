package fault

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lobby/server/servertest"
)

// filesTime is how long files are carried through faults when FAULT_TIME does not
// say.
const filesTime = 4 * time.Second

// largestFile is the size of the largest file that goes through faults, in bytes.
const largestFile = 24 << 20

// TestFilesThroughFaults sends one file after the other while the sender, the
// receiver and the server are killed and their lines are cut and slowed down, each
// after as many bytes on a line as a seed draws. Each arrives, and as it was.
func TestFilesThroughFaults(t *testing.T) {
	t.Parallel()
	seed, lasting := settings(t)
	if os.Getenv("FAULT_TIME") == "" {
		lasting = filesTime
	}
	t.Logf("seed %d, for %v; repeat with: make fault FAULT_SEED=%d FAULT_TIME=%v", seed, lasting, seed, lasting)
	random := rand.New(rand.NewPCG(seed, 7))
	server := newLobbyd(t.TempDir())
	if err := server.start(); err != nil {
		t.Fatal(err)
	}
	defer server.kill()
	downloads := t.TempDir()
	ends := [2]*porter{newPorter(t, "Ann", 2, server, t.TempDir()), newPorter(t, "Ben", 1, server, downloads)}
	faults := map[string]int{}
	sent := map[string][]byte{}
	for end := time.Now().Add(lasting); len(sent) == 0 || time.Now().Before(end); {
		name := fmt.Sprintf("file-%04d.bin", len(sent))
		content := make([]byte, random.IntN(largestFile))
		random2 := rand.NewChaCha8([32]byte{byte(len(sent)), byte(seed)})
		random2.Read(content)
		sent[name] = content
		carryThrough(t, random, server, ends, name, content, faults)
	}
	if err := server.log.trouble(); err != nil {
		t.Error(err)
	}
	checkDownloads(t, downloads, sent)
	t.Logf("%d files, %v", len(sent), faults)
}

// carryThrough has one file carried while things break, and then in peace.
func carryThrough(t *testing.T, random *rand.Rand, server *lobbyd, ends [2]*porter, name string, content []byte, faults map[string]int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	ends[0].tell(path)
	landed := filepath.Join(ends[1].downloads, name)
	// What was said to a client a moment before it is killed may be lost.
	waitUntil(t, "the offer to be written down", func() bool {
		return ends[0].sends(t, path) || isThere(landed)
	})
	for range 1 + random.IntN(4) {
		end := ends[random.IntN(2)]
		end.proxy.awaitBytes(random.Int64N(int64(len(content))/2 + 1))
		switch random.IntN(7) {
		case 0:
			faults["kills of the server"]++
			if err := server.kill(); err != nil {
				t.Fatal(err)
			}
			if err := server.start(); err != nil {
				t.Fatal(err)
			}
		case 1, 2:
			faults["kills of "+end.name]++
			end.kill()
			end.start()
		case 3:
			faults["lines cut"] += end.proxy.cutLines()
		case 4:
			faults["lines cut later"] += end.proxy.cutAfter(random.Int64N(largestFile))
		case 5:
			faults["slow lines"]++
			slow := flow{rate: 4 << 20}
			end.proxy.set(weather{up: slow, down: slow})
		case 6:
			breakDisk(t, random, server, end.proxy, faults)
		}
	}
	for _, end := range ends {
		end.proxy.set(weather{})
	}
	arrived := func() bool {
		if isThere(landed) {
			return true
		}
		ends[0].tell("again")
		ends[1].tell("again")
		return false
	}
	for end := time.Now().Add(patience); !arrived(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s never arrived; the sender says\n%s\nthe receiver\n%s\nthe server\n%s",
				name, ends[0].log.tail(), ends[1].log.tail(), server.log.tail())
		}
	}
	waitUntil(t, "the sender to know", func() bool { return !ends[0].sends(t, path) })
}

// breakDisk has the server's disk answer with errors while some bytes pass a line.
func breakDisk(t *testing.T, random *rand.Rand, server *lobbyd, line *proxy, faults map[string]int) {
	t.Helper()
	drawn, bytes := diskErrors[random.IntN(len(diskErrors))], random.Int64N(largestFile/4)
	if err := server.failsNothing(); err != nil {
		faults["disk errors that can't be made here"]++
		return
	}
	faults["disk errors"]++
	mend, err := servertest.FailCalls(server.process.Process.Pid, drawn.calls, drawn.errno)
	if err != nil {
		t.Fatal(err)
	}
	line.awaitBytes(bytes)
	if err := mend(); err != nil {
		t.Fatal(err)
	}
}

// checkDownloads holds that a file with a name has the content of that name, and
// that nothing is left of attempts. Who was killed between giving a file its name
// and noting that fetches it once more, and has it twice.
func checkDownloads(t *testing.T, dir string, sent map[string][]byte) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		if base, _, twice := strings.Cut(name, " ("); twice {
			name = base + ".bin"
		}
		want, known := sent[name]
		got, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if !known || err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s has %d bytes, which are not those that were sent: %v", e.Name(), len(got), err)
		}
	}
}

// TestFullDisks fills the receiver's disk, and then the server's, in the middle of a
// file. Both say so, and go on when there is room.
func TestFullDisks(t *testing.T) {
	t.Parallel()
	const size = 12 << 20
	disks := map[string]string{}
	for _, who := range []string{"server", "receiver"} {
		disk, err := smallDisk(t, 64<<20)
		if err != nil {
			t.Skip("only root can make a small disk here: ", err)
		}
		disks[who] = disk
	}
	server := newLobbyd(disks["server"], "--min-free", "1") // else it would say beforehand that there is not enough
	if err := server.start(); err != nil {
		t.Fatal(err)
	}
	defer server.kill()
	ann, ben := newPorter(t, "Ann", 2, server, t.TempDir()), newPorter(t, "Ben", 1, server, filepath.Join(disks["receiver"], "d"))
	for _, who := range []string{"receiver", "server"} {
		content := make([]byte, size)
		rand.NewChaCha8([32]byte{byte(len(who))}).Read(content)
		path := filepath.Join(t.TempDir(), who+".bin")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		// Slowly, so that there is a middle.
		ann.proxy.set(weather{up: flow{rate: 16 << 20}})
		ann.tell(path)
		spooled := filepath.Join(disks["server"], "files")
		waitUntil(t, "the beginning of the file", func() bool { return sizeOf(spooled) > 0 })
		free, err := fill(disks[who])
		if err != nil {
			t.Fatal(err)
		}
		ann.proxy.set(weather{})
		if who == "receiver" {
			ben.await("failed file")
		} else {
			waitUntil(t, "the server to say so", func() bool {
				return strings.Contains(server.log.String(), "no space left") || strings.Contains(ann.log.String(), "room")
			})
		}
		if err := free(); err != nil {
			t.Fatal(err)
		}
		landed := filepath.Join(ben.downloads, who+".bin")
		waitUntil(t, "the file in the end", func() bool {
			ann.tell("again")
			ben.tell("again")
			return isThere(landed)
		})
		if got, err := os.ReadFile(landed); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes have arrived, which are not those that were sent: %v", len(got), err)
		}
	}
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// sizeOf is how many bytes the files of a folder have together.
func sizeOf(dir string) (n int64) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			n += info.Size()
		}
	}
	return n
}
