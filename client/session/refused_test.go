package session

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"lobby/client/model"
	"lobby/shared/wire"
)

// listen returns the address of a server that does this with each connection.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			serve(nc)
			nc.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return l.Addr().String()
}

func TestServersThatAreNoLobby(t *testing.T) {
	for _, c := range []struct {
		name, addr string
		want       wire.Code
	}{
		{"mail server", listen(t, func(nc net.Conn) { io.WriteString(nc, "220 mail.example ESMTP ready\r\n") }), model.CodeNotLobby},
		{"garbage", listen(t, func(nc net.Conn) { nc.Write(make([]byte, 200)) }), model.CodeNotLobby},
		{"another version", listen(t, func(nc net.Conn) { nc.Write(append([]byte{0, 96}, make([]byte, 96)...)) }), model.CodeHandshake},
		{"hangs up", listen(t, func(net.Conn) {}), model.CodeNotLobby},
		{"hangs up in the middle", listen(t, func(nc net.Conn) { nc.Write([]byte{0, 96, 1}) }), model.CodeNotLobby},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, c.addr, c.want)
		})
	}
}

func TestWebServerIsRecognised(t *testing.T) {
	web := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(web.Close)
	nc, err := net.Dial("tcp", strings.TrimPrefix(web.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	if _, err := nc.Write(append([]byte{0, 32}, make([]byte, 32)...)); err != nil { // a handshake's beginning
		t.Fatal(err)
	}
	if !answersAsWeb(nc) {
		t.Error("a web server that waits for a line's end was not recognised")
	}
}

func TestWebServerThatWaitsForALine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := startPatient(t, tempStore(t), func(cfg *Config) {
			cfg.Dial = func(context.Context, string) (net.Conn, error) {
				near, far := net.Pipe()
				go func() {
					defer far.Close()
					if _, err := bufio.NewReader(far).ReadString('\n'); err == nil {
						io.WriteString(far, "HTTP/1.1 400 Bad Request\r\n\r\n")
					}
				}()
				return near, nil
			}
		})
		client.do(model.LogIn{Server: "host", Name: "小明", Password: password})
		if p := client.problem(); p.Code != model.CodeNotLobby {
			t.Errorf("%+v", p)
		}
		client.close()
	})
}

// check logs in and probes, and wants the same problem of both.
func check(t *testing.T, addr string, want wire.Code) {
	t.Helper()
	client := startClient(t, tempStore(t), "", nil)
	client.do(model.LogIn{Server: addr, Name: "小明", Password: password})
	if p := client.problem(); p.Code != want || p.Field != model.FieldServer {
		t.Errorf("login: %+v, want %s", p, want)
	}
	client.do(model.Probe{Server: addr})
	client.await("an answer", func(s *model.State) bool { return !s.Login.Probe.Busy })
	client.in(func(s *model.State) {
		if p := s.Login.Probe.Problem; p == nil || p.Code != want {
			t.Errorf("probe: %+v, want %s", p, want)
		}
	})
}

func TestServerThatIsDown(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	check(t, addr, model.CodeUnreachable)
}

func TestBadAddress(t *testing.T) {
	check(t, "host:port:more", model.CodeBadAddress)
	client := startClient(t, tempStore(t), "", nil)
	client.do(model.LogIn{Name: "小明", Password: password})
	if p := client.problem(); p.Code != model.CodeBadAddress || p.Reason != wire.ReasonEmpty {
		t.Errorf("%+v", p)
	}
}

func TestDialProblems(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want wire.Code
	}{
		{"unknown host", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}}, model.CodeUnknownHost},
		{"slow name server", &net.DNSError{Err: "i/o timeout", IsTimeout: true}, model.CodeTimeout},
		{"deadline", context.DeadlineExceeded, model.CodeTimeout},
		{"anything else", errors.New("no route to host"), model.CodeUnreachable},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := startClient(t, tempStore(t), "", func(cfg *Config) {
				cfg.Dial = func(context.Context, string) (net.Conn, error) { return nil, c.err }
			})
			client.do(model.LogIn{Server: "host", Name: "小明", Password: password})
			if p := client.problem(); p.Code != c.want {
				t.Errorf("%+v, want %s", p, c.want)
			}
		})
	}
}

func TestKnownServerThatHangsUpIsOnlyInTrouble(t *testing.T) {
	if p := problemOf(handshakeFailure(io.EOF, true)); p.Code != model.CodeLost {
		t.Errorf("%+v", p)
	}
}
