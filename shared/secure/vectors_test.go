package secure

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/flynn/noise"
)

// vector is one entry of testdata/noise_xx.json. Each names its source.
type vector struct {
	Name               string
	Prologue           hexBytes
	InitiatorStatic    hexBytes `json:"initiator_static"`
	InitiatorEphemeral hexBytes `json:"initiator_ephemeral"`
	ResponderStatic    hexBytes `json:"responder_static"`
	ResponderEphemeral hexBytes `json:"responder_ephemeral"`
	Messages           []struct {
		From                string // "initiator" or "responder"
		Payload, Ciphertext hexBytes
	}
}

type hexBytes []byte

func (h *hexBytes) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

func readVectors(t *testing.T) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/noise_xx.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	return vectors
}

// The handshake's suite and our own transport cipher give the published bytes,
// whatever the payloads of the handshake's messages.
func TestPublishedVectors(t *testing.T) {
	for _, v := range readVectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			initiator, responder := vectorState(t, v, true), vectorState(t, v, false)
			var toServer, toClient direction
			for i, message := range v.Messages {
				from, to, out := initiator, responder, &toServer
				if message.From == "responder" {
					from, to, out = responder, initiator, &toClient
				}
				var got []byte
				var err error
				if i < len(messageSizes) {
					var cs1, cs2 *noise.CipherState
					got, cs1, cs2, err = from.WriteMessage(nil, message.Payload)
					if _, _, _, err := to.ReadMessage(nil, message.Ciphertext); err != nil {
						t.Fatal(err)
					}
					if cs1 != nil {
						toServer, toClient = directionOf(t, cs1), directionOf(t, cs2)
					}
				} else {
					got, err = out.seal(nil, message.Payload)
					got = got[headerSize:]
				}
				if err != nil || !bytes.Equal(got, message.Ciphertext) {
					t.Errorf("message %d: %x, %v, want %x", i, got, err, message.Ciphertext)
				}
			}
		})
	}
}

func vectorState(t *testing.T, v vector, initiator bool) *noise.HandshakeState {
	t.Helper()
	static, ephemeral := v.ResponderStatic, v.ResponderEphemeral
	if initiator {
		static, ephemeral = v.InitiatorStatic, v.InitiatorEphemeral
	}
	key := keyOf(t, static)
	suite, err := newSuite(key.Private)
	if err != nil {
		t.Fatal(err)
	}
	state, err := noise.NewHandshakeState(noise.Config{
		CipherSuite:   suite,
		Random:        bytes.NewReader(ephemeral),
		Pattern:       noise.HandshakeXX,
		Initiator:     initiator,
		Prologue:      v.Prologue,
		StaticKeypair: noise.DHKey{Private: key.Private[:], Public: key.Public[:]},
	})
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func directionOf(t *testing.T, state *noise.CipherState) direction {
	t.Helper()
	d, err := newDirection(state.UnsafeKey())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func keyOf(t *testing.T, private []byte) Key {
	t.Helper()
	key, err := NewKey([32]byte(private))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Where a vector's handshake has no payloads, as ours, a whole connection gives
// its bytes.
func TestConnectionGivesPublishedBytes(t *testing.T) {
	for _, v := range readVectors(t) {
		if len(v.Messages[0].Payload) > 0 {
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			a, b := loopback(t)
			sent := [2]*tap{{Conn: a}, {Conn: b}}
			client, server, errA, errB := shake(sent[0], sent[1],
				Config{Static: keyOf(t, v.InitiatorStatic), Prologue: string(v.Prologue), random: bytes.NewReader(v.InitiatorEphemeral)},
				Config{Static: keyOf(t, v.ResponderStatic), Prologue: string(v.Prologue), random: bytes.NewReader(v.ResponderEphemeral)})
			if err := errors.Join(errA, errB); err != nil {
				t.Fatal(err)
			}
			written := map[*tap]int{}
			for i, message := range v.Messages {
				from, to, wire := client, server, sent[0]
				if message.From == "responder" {
					from, to, wire = server, client, sent[1]
				}
				if i >= len(messageSizes) {
					if err := from.WriteRecord(message.Payload); err != nil {
						t.Fatal(err)
					}
					if got, err := to.ReadRecord(); !bytes.Equal(got, message.Payload) {
						t.Errorf("message %d: received %q, %v", i, got, err)
					}
				}
				frame := wire.writes[written[wire]]
				written[wire]++
				if want := concat([]byte{0, byte(len(message.Ciphertext))}, message.Ciphertext); !bytes.Equal(frame, want) {
					t.Errorf("message %d: %x, want %x", i, frame, want)
				}
			}
		})
	}
}
