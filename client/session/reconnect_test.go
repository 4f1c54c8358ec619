package session

import (
	"context"
	"errors"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lobby/client/model"
	"lobby/shared/wire"
)

// longest is the jitter that makes every wait the longest one.
func longest() float64 { return 1 }

// resuming returns a store with a login at "host".
func resuming(t testing.TB) Store {
	t.Helper()
	store := tempStore(t)
	first := startClient(t, store, "", newScripted(t, admitAll).use)
	first.do(model.LogIn{Server: "host", Name: "小明", Password: password})
	first.awaitUp()
	first.close()
	if err := store.Save(serversFile, []byte("{}")); err != nil { // other servers follow
		t.Fatal(err)
	}
	return store
}

func TestWaitsDoubleUpToABound(t *testing.T) {
	store := resuming(t)
	synctest.Test(t, func(t *testing.T) {
		var dialled []time.Duration
		begun := time.Now()
		enough := make(chan struct{})
		c := startPatient(t, store, func(cfg *Config) {
			cfg.jitter = longest
			cfg.Dial = func(context.Context, string) (net.Conn, error) {
				dialled = append(dialled, time.Since(begun))
				begun = time.Now()
				if len(dialled) == 10 {
					close(enough)
				}
				return nil, errors.New("refused")
			}
		})
		<-enough
		c.close()
		want := []time.Duration{0, 500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second,
			8 * time.Second, 16 * time.Second, 30 * time.Second, 30 * time.Second, 30 * time.Second}
		if d := cmp.Diff(want, dialled); d != "" {
			t.Errorf("waits (-want +got):\n%s", d)
		}
	})
}

func TestWaitsAreJittered(t *testing.T) {
	for failures := 1; failures < 100; failures++ {
		for _, jitter := range []float64{0, 0.25, 0.999} {
			if got := backoff(failures, jitter); got < 0 || got >= longestWait || jitter == 0 && got != 0 {
				t.Errorf("after %d failures with jitter %v: %v", failures, jitter, got)
			}
		}
	}
	if got := backoff(3, 0.5); got != time.Second {
		t.Errorf("%v, want half of 2s", got)
	}
}

func TestReconnectNow(t *testing.T) {
	store := resuming(t)
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		up := newScripted(t, admitAll)
		first := true
		c := startPatient(t, store, func(cfg *Config) {
			cfg.jitter = longest
			cfg.Dial = func(ctx context.Context, addr string) (net.Conn, error) {
				if first {
					first = false
					return nil, errors.New("refused")
				}
				return up.dial(ctx, addr)
			}
		})
		c.await("a wait", func(s *model.State) bool { return s.Link.Status == model.LinkWaiting })
		c.do(model.ReconnectNow{})
		c.awaitUp()
		if waited := time.Since(begun); waited != 0 {
			t.Errorf("waited for %v", waited)
		}
		c.close()
	})
}

func TestSteadyConnectionMakesTheNextWaitAFirstOne(t *testing.T) {
	for _, c := range []struct {
		name string
		up   time.Duration
		want int // failures that the second wait counts
	}{
		{"up for a while", steadyAfter, 1},
		{"lost at once", steadyAfter - time.Second, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			store := resuming(t)
			synctest.Test(t, func(t *testing.T) {
				server := newScripted(t, func(p *peer) {
					p.admit()
					time.AfterFunc(c.up, func() { p.conn.Close() })
					p.drain()
				})
				client := startPatient(t, store, func(cfg *Config) {
					server.use(cfg)
					cfg.jitter = longest
				})
				waits := 0
				client.awaitAny("two waits", func() bool {
					waits = 0
					for _, e := range client.history {
						if w, ok := e.(model.Waiting); ok {
							if waits++; waits == 2 && w.Attempt != c.want {
								t.Errorf("counts %d failures, want %d", w.Attempt, c.want)
							}
						}
					}
					return waits == 2
				})
				client.close()
			})
		})
	}
}

func TestServersThatHang(t *testing.T) {
	hang := func(ctx context.Context) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	for _, c := range []struct {
		name string
		dial func(t *testing.T) func(context.Context, string) (net.Conn, error)
		want time.Duration
	}{
		{"while dialling", func(*testing.T) func(context.Context, string) (net.Conn, error) {
			return func(ctx context.Context, _ string) (net.Conn, error) { return hang(ctx) }
		}, dialTimeout},
		{"in the handshake", func(t *testing.T) func(context.Context, string) (net.Conn, error) {
			return func(context.Context, string) (net.Conn, error) {
				near, far := net.Pipe()
				t.Cleanup(func() { far.Close() })
				return near, nil
			}
		}, handshakeTimeout + webTimeout},
		{"at the login", func(t *testing.T) func(context.Context, string) (net.Conn, error) {
			return newScripted(t, (*peer).drain).dial
		}, loginTimeout},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begun := time.Now()
				client := startPatient(t, tempStore(t), func(cfg *Config) { cfg.Dial = c.dial(t) })
				client.do(model.LogIn{Server: "host", Name: "小明", Password: password})
				p := client.problem()
				if p.Code != model.CodeTimeout || p.Field != model.FieldServer {
					t.Errorf("%+v", p)
				}
				if waited := time.Since(begun); waited != c.want {
					t.Errorf("gave up after %v, want %v", waited, c.want)
				}
				client.close()
			})
		})
	}
}

func TestSilentServerIsPingedAndThenGivenUp(t *testing.T) {
	store := resuming(t)
	synctest.Test(t, func(t *testing.T) {
		var pinged []time.Duration
		begun := time.Now()
		server := newScripted(t, func(p *peer) {
			p.admit()
			for r := p.read(); r != nil; r = p.read() {
				if r, ok := r.(wire.Ping); ok {
					pinged = append(pinged, time.Since(begun))
					if len(pinged) < 3 {
						p.write(wire.Pong{Re: r.ID})
					}
				}
			}
		})
		c := startPatient(t, store, server.use)
		lost := awaitEvent[model.Lost](c, nil)
		gaveUp := time.Since(begun)
		c.close()
		server.ended.Wait()
		if lost.Problem.Code != model.CodeLost && lost.Problem.Code != model.CodeTimeout {
			t.Errorf("%+v", lost.Problem)
		}
		want := []time.Duration{wire.PingAfter, 2 * wire.PingAfter, 3 * wire.PingAfter}
		if d := cmp.Diff(want, pinged[:min(len(pinged), len(want))]); d != "" {
			t.Errorf("pings (-want +got):\n%s", d)
		}
		if want := 2*wire.PingAfter + wire.ServerTimeout; gaveUp != want {
			t.Errorf("gave up after %v, want %v", gaveUp, want)
		}
	})
}

func TestFarewells(t *testing.T) {
	for _, c := range []struct {
		code  wire.Code
		again bool
	}{
		{wire.CodeLoggedOut, false},
		{wire.CodeStopping, true},
		{wire.CodeSlow, true},
		{wire.CodeSilent, true},
	} {
		t.Run(string(c.code), func(t *testing.T) {
			first := true
			server := newScripted(t, func(p *peer) {
				p.admit()
				if first {
					first = false
					p.write(wire.Bye{Code: c.code})
				}
				p.drain()
			})
			store := tempStore(t)
			client := startClient(t, store, "", server.use)
			client.do(model.LogIn{Server: "host", Name: "小明", Password: password})
			if !c.again {
				ended := awaitEvent[model.Ended](client, nil)
				client.close()
				if dialed, _ := server.counts(); dialed != 1 || ended.Problem.Code != c.code {
					t.Errorf("%d connections, %+v", dialed, ended)
				}
				if data, err := store.Load(sessionFile); err != nil || string(data) == "" {
					t.Errorf("%s, %v", data, err)
				} else if restarted := startClient(t, store, "host", server.use); awaitEvent[model.Started](restarted, nil).Resume {
					t.Error("resumes what was ended")
				}
				return
			}
			if lost := awaitEvent[model.Lost](client, nil); lost.Problem.Code != c.code {
				t.Errorf("%+v", lost)
			}
			client.awaitAny("a second welcome", func() bool {
				n := 0
				for _, e := range client.history {
					if _, ok := e.(model.Welcomed); ok {
						n++
					}
				}
				return n == 2
			})
		})
	}
}

func TestBusyServerIsTriedAgainWhenItSays(t *testing.T) {
	store := resuming(t)
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		first := true
		server := newScripted(t, func(p *peer) {
			if first {
				first = false
				r := p.read()
				p.write(wire.Fault{Re: r.RequestID(), Code: wire.CodeBusy, RetryMS: 5000})
				return
			}
			admitAll(p)
		})
		c := startPatient(t, store, server.use)
		c.awaitUp()
		if waited := time.Since(begun); waited != 5*time.Second {
			t.Errorf("came back after %v", waited)
		}
		c.close()
	})
}

func TestServerThatTalksNonsense(t *testing.T) {
	server := newScripted(t, func(p *peer) {
		p.admit()
		_ = p.conn.WriteRecord([]byte("what?\n"))
		p.drain()
	})
	c := startClient(t, tempStore(t), "", server.use)
	c.do(model.LogIn{Server: "host", Name: "小明", Password: password})
	if lost := awaitEvent[model.Lost](c, nil); lost.Problem.Code != model.CodeLost || lost.Problem.Detail == "" {
		t.Errorf("%+v", lost)
	}
}

func TestAnotherLoginReplacesTheOneUnderWay(t *testing.T) {
	hanging := newScripted(t, (*peer).drain)
	good := newScripted(t, admitAll)
	c := startClient(t, tempStore(t), "", func(cfg *Config) {
		cfg.Dial = func(ctx context.Context, addr string) (net.Conn, error) {
			if addr == "hanging:7070" {
				return hanging.dial(ctx, addr)
			}
			return good.dial(ctx, addr)
		}
	})
	c.do(model.LogIn{Server: "hanging", Name: "小明", Password: password})
	awaitEvent[model.Connected](c, nil)
	c.do(model.CancelLogin{})
	c.do(model.LogIn{Server: "good", Name: "小明", Password: password})
	c.awaitUp()
	if n := count[model.LoginFailed](c); n != 0 {
		t.Error("the login that was given up is told of")
	}
}

// A message that the server puts off and its writer then discards is never sent.
func TestMessagePutOffIsWithdrawn(t *testing.T) {
	store := resuming(t)
	synctest.Test(t, func(t *testing.T) {
		said := make(chan string, 10)
		server := newScripted(t, func(p *peer) {
			p.admit()
			for {
				r := p.read()
				if r == nil {
					return
				}
				if r, ok := r.(wire.Send); ok {
					said <- r.CID
					p.write(wire.Fault{Re: r.ID, Code: wire.CodeWait, RetryMS: 5000})
				}
			}
		})
		c := startPatient(t, store, server.use)
		c.awaitUp()
		for _, cid := range []string{"discarded", "kept"} {
			c.do(model.SendText{Conv: wire.Room, Text: "一", CID: cid, Now: time.Now()})
			if got := <-said; got != cid {
				t.Errorf("%s is sent, not %s", got, cid)
			}
			c.await("the server's answer", func(s *model.State) bool {
				rows := s.Convs[wire.Room].Pending
				return len(rows) == 1 && rows[0].Failed != nil
			})
			if cid == "discarded" {
				c.do(model.Discard{Conv: wire.Room, CID: cid})
			}
		}
		for range 3 { // each time it is put off again
			if got := <-said; got != "kept" {
				t.Errorf("%s is sent", got)
			}
		}
		c.close()
	})
}
