package session

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"

	"lobby/client/model"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

func TestTwoClientsTalkAndComeBack(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	dir := t.TempDir()
	a := startClient(t, openStore(t, dir), addr, nil)
	b := startClient(t, tempStore(t), addr, nil)
	a.register(addr, "小明")
	b.register(addr, "bob")

	a.say(wire.Room, "大家好 👋")
	b.awaitText(wire.Room, "大家好 👋")
	pair := wire.Pair(1, 2)
	b.say(pair, "只給你")
	a.awaitText(pair, "只給你")
	a.await("the unread mark", func(s *model.State) bool { return s.Convs[pair].Unread == 1 })

	server.Stop(t)
	b.await("the line down", func(s *model.State) bool { return s.Link.Status == model.LinkWaiting })
	b.say(wire.Room, "written while the line was down")
	server.Restart(t)
	a.awaitText(wire.Room, "written while the line was down")
	b.await("nothing pending", func(s *model.State) bool { return s.Unsent() == 0 })

	a.close()
	again := startClient(t, openStore(t, dir), "", nil)
	again.awaitUp()
	if !awaitEvent[model.Welcomed](again, nil).Resumed {
		t.Error("the password was asked for again")
	}
	again.awaitText(wire.Room, "大家好 👋")
	again.await("the unread mark of before", func(s *model.State) bool { return s.Convs[pair].Unread == 1 })
	again.do(model.Open{Conv: pair})
	again.awaitText(pair, "只給你")
}

func TestOverWebSocket(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	c := startClient(t, tempStore(t), addr, func(cfg *Config) {
		cfg.Dial = func(ctx context.Context, addr string) (net.Conn, error) {
			ws, _, err := websocket.Dial(ctx, "ws://"+addr+"/ws", nil)
			if err != nil {
				return nil, err
			}
			return websocket.NetConn(context.Background(), ws, websocket.MessageBinary), nil
		}
	})
	c.register(addr, "小明")
	for n := range 100 {
		c.say(wire.Room, strings.Repeat("字", 1000)+fmt.Sprint(n))
	}
	c.await("everything sent", func(s *model.State) bool { return s.Unsent() == 0 })
	server.Restart(t)
	awaitEvent(c, func(e model.Welcomed) bool { return e.Resumed })
}

func TestRefusedLogins(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	first := startClient(t, tempStore(t), addr, nil)
	first.register(addr, "小明")

	c := startClient(t, tempStore(t), addr, nil)
	c.do(model.LogIn{Server: addr, Name: "小明", Password: "wrong password"})
	if p := c.problem(); p.Code != wire.CodeDenied || p.Field != model.FieldPassword {
		t.Errorf("wrong password: %+v", p)
	}
	c.do(model.Register{Server: addr, Name: "小明", Password: password})
	if p := c.problem(); p.Code != wire.CodeNameTaken || p.Field != model.FieldName {
		t.Errorf("name taken: %+v", p)
	}
	c.do(model.Register{Server: addr, Name: "a\x00b", Password: password})
	if p := c.problem(); p.Code != wire.CodeName || p.Field != model.FieldName {
		t.Errorf("bad name: %+v", p)
	}
}

func TestLogOutForgetsTheDevice(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	dir := t.TempDir()
	c := startClient(t, openStore(t, dir), addr, nil)
	c.register(addr, "小明")
	c.do(model.LogOut{})
	c.close()

	forged := openStore(t, dir)
	data, err := forged.Load(sessionFile)
	if err != nil || strings.Contains(string(data), "小明") {
		t.Fatalf("the session is still stored: %s, %v", data, err)
	}
	saveJSON(t, forged, sessionFile, lastLogin{Server: addr, Name: "小明"})
	again := startClient(t, forged, addr, nil)
	if p := again.problem(); p.Code != wire.CodeDevice {
		t.Errorf("the server still knows the device: %+v", p)
	}
	again.await("the form", func(s *model.State) bool { return s.Phase == model.PhaseLogin })
	again.do(model.LogIn{Server: addr, Name: "小明", Password: password})
	again.awaitUp()
}

func TestPasswordIsNeitherStoredNorLogged(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	dir := t.TempDir()
	c := startClient(t, openStore(t, dir), addr, nil)
	c.do(model.LogIn{Server: addr, Name: "小明", Password: password})
	c.problem()
	c.register(addr, "小明")
	c.say(wire.Room, "secret text")
	c.awaitText(wire.Room, "secret text")
	c.close()

	if d := c.session.keeper; d != nil {
		t.Error("the keeper outlived the session")
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 4 {
		t.Fatalf("files: %v, %v", files, err)
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), password) {
			t.Errorf("%s holds the password", f.Name())
		}
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", f.Name(), info.Mode().Perm())
		}
	}
	for _, secret := range []string{password, "secret text"} {
		if strings.Contains(c.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// TestCutsLoseAndDoubleNothing lets two clients talk over lines that break
// after a random number of bytes, in the middle of whatever is being said.
func TestCutsLoseAndDoubleNothing(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	server := servertest.Start(t)
	addr := server.Addr().String()
	a := startClient(t, tempStore(t), "", newCutter(seed).use)
	b := startClient(t, tempStore(t), "", newCutter(seed+1).use)
	a.register(addr, "a")
	b.register(addr, "b")

	const each = 60
	var want []string
	for n := range each {
		for c, name := range map[*client]string{a: "a", b: "b"} {
			text := fmt.Sprintf("%s%d", name, n)
			want = append(want, text)
			c.say(wire.Room, text)
		}
	}
	slices.Sort(want)
	for _, c := range []*client{a, b} {
		c.await("every message", func(s *model.State) bool {
			room := s.Convs[wire.Room]
			n := 0
			for _, r := range room.Rows {
				if r.Kind == wire.KindMessage {
					n++
				}
			}
			return len(room.Pending) == 0 && n >= len(want)
		})
		got := c.texts(wire.Room)
		slices.Sort(got)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("(-said +shown):\n%s", d)
		}
	}
	if a, b := a.texts(wire.Room), b.texts(wire.Room); !slices.Equal(a, b) {
		t.Errorf("the two show different orders:\n%v\n%v", a, b)
	}
	t.Logf("%d and %d connections", count[model.Connected](a), count[model.Connected](b))
}

// cutter dials connections that break. The first one lives long enough for an
// account to be made, and later ones live longer and longer, so that the test
// ends.
type cutter struct {
	mu   sync.Mutex
	rand *rand.Rand
	n    int
}

func newCutter(seed uint64) *cutter { return &cutter{rand: rand.New(rand.NewPCG(seed, 0))} }

func (c *cutter) use(cfg *Config) {
	cfg.Dial = func(ctx context.Context, addr string) (net.Conn, error) {
		nc, err := dialServer(ctx, addr)
		if err != nil {
			return nil, err
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.n++
		left := 200 + c.rand.IntN(2000)*(1+c.n/4)
		if c.n == 1 {
			left += 5000
		}
		return &frail{Conn: nc, left: left}, nil
	}
}

// frail is a connection that breaks when so many bytes went over it.
type frail struct {
	net.Conn
	mu   sync.Mutex
	left int
}

func (f *frail) Read(p []byte) (int, error) {
	n, err := f.Conn.Read(p)
	f.spend(n)
	return n, err
}

func (f *frail) Write(p []byte) (int, error) {
	if n := f.spend(len(p)); n < len(p) {
		n, _ := f.Conn.Write(p[:n])
		f.Conn.Close()
		return n, net.ErrClosed
	}
	return f.Conn.Write(p)
}

// spend returns how many of n bytes still go over, and closes when none is left.
func (f *frail) spend(n int) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n = min(n, f.left)
	f.left -= n
	if f.left == 0 {
		f.Conn.Close()
	}
	return n
}
