package secure

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/hex"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The vectors of PROTOCOL.md, by name. They were computed by another
// implementation than the one that is tested here.
func protocolVectors(t *testing.T) (page string, vectors map[string][]byte) {
	t.Helper()
	data, err := os.ReadFile("../../PROTOCOL.md")
	if err != nil {
		t.Fatal(err)
	}
	vectors = make(map[string][]byte)
	for _, line := range regexp.MustCompile(`(?m)^([a-z0-9 ]+) = ([0-9a-f]+)$`).FindAllStringSubmatch(string(data), -1) {
		if vectors[line[1]], err = hex.DecodeString(line[2]); err != nil {
			t.Fatal(err)
		}
	}
	return string(data), vectors
}

func TestProtocolPageConnection(t *testing.T) {
	page, v := protocolVectors(t)
	clientKey, serverKey := keyOf(t, v["client static private"]), keyOf(t, v["server static private"])
	a, b := loopback(t)
	fromClient, fromServer := &tap{Conn: a}, &tap{Conn: b}
	client, server, errA, errB := shake(fromClient, fromServer,
		Config{Static: clientKey, Prologue: "Lobby/1", random: bytes.NewReader(v["client ephemeral private"])},
		Config{Static: serverKey, Prologue: "Lobby/1", random: bytes.NewReader(v["server ephemeral private"])})
	if err := errors.Join(errA, errB); err != nil {
		t.Fatal(err)
	}
	const ping, pong = "{\"type\":\"ping\",\"id\":1}\n", "{\"type\":\"pong\",\"re\":1}\n"
	if err := client.WriteRecord([]byte(ping)); err != nil {
		t.Fatal(err)
	}
	if err := server.WriteRecord([]byte(pong)); err != nil {
		t.Fatal(err)
	}
	client.out.count = rekeyInterval // as if so many had been sent
	if err := client.WriteRecord([]byte(ping)); err != nil {
		t.Fatal(err)
	}
	for _, check := range []struct {
		name string
		got  []byte
	}{
		{"client static public", clientKey.Public[:]},
		{"server static public", serverKey.Public[:]},
		{"frame 1", fromClient.writes[0]},
		{"frame 2", fromServer.writes[0]},
		{"frame 3", fromClient.writes[1]},
		{"ping record", fromClient.writes[2]},
		{"pong record", fromServer.writes[1]},
		{"ping as record 1048576", fromClient.writes[3]},
		{"ping record", sealUnder(t, v["key to server"], 0, ping)},
		{"pong record", sealUnder(t, v["key to client"], 0, pong)},
		{"ping as record 1048576", sealUnder(t, v["key to server after 1048576 records"], 1048576, ping)},
	} {
		if want := v[check.name]; !bytes.Equal(check.got, want) {
			t.Errorf("%s is %x, the page has %x", check.name, check.got, want)
		}
	}
	if words := Fingerprint(serverKey.Public); !strings.Contains(page, "`"+words+"`") {
		t.Errorf("the fingerprint is %q, the page has another", words)
	}
}

// sealUnder returns the frame of one record as section 2.3 of the page says.
func sealUnder(t *testing.T, key []byte, number uint64, plaintext string) []byte {
	t.Helper()
	d, err := newDirection([32]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	d.count, d.interval = number, number+1 // no rekey before it
	frame, err := d.seal(nil, []byte(plaintext))
	if err != nil {
		t.Fatal(err)
	}
	return frame
}

func TestProtocolPageDatagram(t *testing.T) {
	page, v := protocolVectors(t)
	datagram := v["datagram"]
	if len(datagram) < 20 || !bytes.Equal(datagram[4:12], v["group id"]) {
		t.Fatalf("datagram %x does not name its key", datagram)
	}
	block, err := aes.NewCipher(v["group key"])
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	header := datagram[:20]
	event, err := aead.Open(nil, append(make([]byte, 4), header[12:]...), datagram[20:], header)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page, "`"+string(event)+"`") {
		t.Errorf("it holds %s, the page has another event", event)
	}
}
