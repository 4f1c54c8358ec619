package app_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"lobby/server/app"
	. "lobby/server/servertest"
	"lobby/shared/wire"
)

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestMetrics(t *testing.T) {
	s := Start(t, func(c *app.Config) { c.Metrics = "127.0.0.1:0" })
	ann := s.Register(t, "Ann")
	ann.Say(wire.Room, "1", "hello")
	s.Resume(t, "Ann", ann.Key)
	s.Dial(t).Refused(wire.Login{ID: 1, Name: "Ann", Password: "a wrong password"})
	code, text := get(t, "http://"+s.MetricsAddr().String()+"/metrics")
	if code != http.StatusOK {
		t.Errorf("answered with %d", code)
	}
	for _, line := range []string{
		"lobby_sessions 2", "lobby_members_online 1", "lobby_connections 3",
		`lobby_events_total{kind="message"} 1`, "lobby_append_batch_events_count ", "lobby_append_seconds_count ",
		`lobby_handshakes_total{result="ok"} 3`, "lobby_queue_overflows_total 0", "lobby_log_damaged_lines 0",
		`lobby_logins_total{by="register",result="ok"} 1`, `lobby_logins_total{by="resume",result="ok"} 1`,
		`lobby_logins_total{by="login",result="denied"} 1`,
		`lobby_network_bytes_total{direction="in"} `, `lobby_network_bytes_total{direction="out"} `,
	} {
		if !strings.Contains(text, "\n"+line) {
			t.Errorf("there is no %s", line)
		}
	}
	if strings.Contains(text, "Ann") {
		t.Error("the metrics name a member")
	}
	if code, _ := get(t, "http://"+s.Addr().String()+"/metrics"); code != http.StatusNotFound {
		t.Errorf("the metrics are on the public port too: %d", code)
	}
}

// What is offered and carried is counted.
func TestTransferMetrics(t *testing.T) {
	s := Start(t, func(c *app.Config) { c.Metrics, c.Files.ServerBytes = "127.0.0.1:0", 1<<20 })
	ann, bob := s.Register(t, "Ann"), s.Register(t, "Bob")
	content := []byte("hello")
	offer := ann.Offer(wire.Room, "1", "a", int64(len(content)))
	ann.Offer("d1-2", "2", "b", 100)
	up, _ := s.Upload(t, ann, offer)
	up.Send(content)
	down := s.Download(t, bob, offer, 0)
	figures := func() string {
		_, text := get(t, "http://"+s.MetricsAddr().String()+"/metrics")
		return text
	}
	wants := func(text string, lines ...string) {
		t.Helper()
		for _, line := range lines {
			if !strings.Contains(text, "\n"+line+"\n") {
				t.Errorf("there is no %s", line)
			}
		}
	}
	wants(figures(), `lobby_offers{state="offered"} 2`, `lobby_transfers{direction="in"} 1`, `lobby_transfers{direction="out"} 1`,
		"lobby_spool_bytes 5", "lobby_spool_limit_bytes 1.048576e+06")
	up.Finish(content)
	down.Fetch()
	wants(figures(), `lobby_offers{state="offered"} 1`, `lobby_offers{state="ready"} 1`,
		`lobby_transfer_bytes_total{direction="in"} 5`, `lobby_transfer_bytes_total{direction="out"} 5`)
}

func TestReady(t *testing.T) {
	s := Start(t)
	if s.MetricsAddr() != nil {
		t.Error("metrics are served without being asked for")
	}
	if code, text := get(t, "http://"+s.Addr().String()+"/readyz"); code != http.StatusOK || text != "ok\n" {
		t.Errorf("answered with %d %q", code, text)
	}
}
