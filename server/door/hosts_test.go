package door

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestHosts(t *testing.T) {
	h := newHosts([]string{"Lobby.School.Example", "聊天.example"})
	for _, known := range []string{
		"127.0.0.1:7070", "192.168.1.20", "[::1]:7070", "[fe80::1%25eth0]:7070", "[2001:db8::1]", "localhost:7070", "server-name:7070", "server-name",
		"server.local", "nas.lan:80", "a.b.home.arpa", "lobby.school.example:7070", "LOBBY.school.example.", "xn--rss932g.example", "",
	} {
		if !h.know(known) {
			t.Errorf("%q is refused", known)
		}
	}
	for _, other := range []string{
		"evil.example:7070", "127.0.0.1.evil.example", "localhost.evil.example", "xlocal.example", "school.example",
		"lobby.school.example.evil.example:7070", "evil.example.:7070", "evil.example:7070:7070",
	} {
		if h.know(other) {
			t.Errorf("%q is taken for this server", other)
		}
	}
}

// A page whose name was made to lead here gets neither a WebSocket nor anything
// else, though its Origin is the Host that it asks for.
func TestReboundNameIsRefused(t *testing.T) {
	d := open(t, func(o *Options) {
		o.Page = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "page") })
	})
	for host, want := range map[string]int{"evil.example:7070": http.StatusMisdirectedRequest, "server-name:7070": http.StatusSwitchingProtocols} {
		nc := dial(t, d)
		fmt.Fprintf(nc, "GET /ws HTTP/1.1\r\nHost: %s\r\nOrigin: http://%[1]s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
			"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", host)
		response, err := http.ReadResponse(bufio.NewReader(nc), nil)
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != want {
			t.Errorf("a WebSocket for %s is answered with %s", host, response.Status)
		}
	}
	nc := dial(t, d)
	fmt.Fprint(nc, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
	response, err := http.ReadResponse(bufio.NewReader(nc), nil)
	if err != nil {
		t.Fatal(err)
	}
	body := make([]byte, response.ContentLength)
	io.ReadFull(response.Body, body)
	if response.StatusCode != http.StatusMisdirectedRequest || !strings.Contains(string(body), "--host") {
		t.Errorf("answered with %s: %s", response.Status, body)
	}
}
