package accounts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"

	"lobby/shared/wire"
)

// schema is the version of the file's form: 2 has invites, administrators and
// disabled members. A file with a smaller one is read, and written anew; one with
// a greater one is refused, because its lines may mean what this program does
// not know.
const schema = 2

// maxDevices is how many devices a member may have; when one more logs in, the
// one that was seen longest ago is forgotten, and none that is connected as long
// as there is another.
const maxDevices = 16

// header is the file's first line.
type header struct {
	Type   string `json:"type"` // "accounts"
	Schema int    `json:"schema"`
	Next   uint64 `json:"next"` // no member has had this id or a greater one when the file was made
}

// record is all there is to know of one member. A later line of the same id
// replaces it.
type record struct {
	Type     string         `json:"type"` // "member"
	ID       uint64         `json:"id"`
	Name     string         `json:"name"`
	Hash     string         `json:"hash"` // PHC form
	Created  wire.Time      `json:"created"`
	Admin    bool           `json:"admin,omitempty"`
	Disabled bool           `json:"disabled,omitempty"`
	Devices  []deviceRecord `json:"devices"`
}

type deviceRecord struct {
	Key   []byte    `json:"key"` // 32 bytes, Curve25519
	Label string    `json:"label"`
	Added wire.Time `json:"added"`
	Seen  wire.Time `json:"seen"` // when it was last connected, as far as that was written
}

func (a *account) record() record {
	r := record{
		Type: "member", ID: a.ID, Name: a.Name, Hash: a.hash.String(), Created: wire.At(a.Created),
		Admin: a.admin, Disabled: a.disabled, Devices: []deviceRecord{},
	}
	for _, d := range a.devices {
		r.Devices = append(r.Devices, deviceRecord{d.Key[:], d.Label, wire.At(d.added), wire.At(d.seen)})
	}
	return r
}

// account checks what the program relies on. Whether the name would be allowed
// today is not part of it: rules change, and its member stays a member.
func (r record) account() (*account, error) {
	if r.ID == 0 || r.ID > wire.MaxID {
		return nil, fmt.Errorf("member id %d is not 1 to %d", r.ID, uint64(wire.MaxID))
	}
	if r.Name == "" {
		return nil, errors.New("member without a name")
	}
	hash, err := parseHash(r.Hash)
	if err != nil {
		return nil, err
	}
	if len(r.Devices) > maxDevices {
		return nil, fmt.Errorf("member with %d devices, at most %d are allowed", len(r.Devices), maxDevices)
	}
	a := &account{
		Member: Member{ID: r.ID, Name: r.Name, Created: r.Created.Time},
		hash:   hash, admin: r.Admin, disabled: r.Disabled,
	}
	for _, d := range r.Devices {
		if len(d.Key) != 32 {
			return nil, fmt.Errorf("device key of %d bytes", len(d.Key))
		}
		a.devices = append(a.devices, device{Device{[32]byte(d.Key), d.Label}, d.Added.Time, d.Seen.Time})
	}
	return a, nil
}

// A line is a JSON object whose last field is the CRC-32C of all before it:
//
//	{"type":"member", ... ,"crc":"0a1b2c3d"}
const (
	crcField = `,"crc":"`
	crcTail  = len(crcField) + 8 + len(`"}`)
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// encodeLine returns v, a header, record or invite, as a line with its newline.
func encodeLine(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	return seal(bytes.TrimSuffix(b.Bytes(), []byte("}\n"))), nil
}

// seal ends an object, which lacks its closing brace, as a line.
func seal(object []byte) []byte {
	return fmt.Appendf(object, "%s%08x\"}\n", crcField, crc32.Checksum(object, castagnoli))
}

// decodeLine reads a line without its newline into v. It refuses fields that v
// does not have, since writing the line again would lose them.
func decodeLine(line []byte, v any) error {
	object, err := openLine(line)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(object))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if dec.More() {
		return errors.New("more than one JSON object")
	}
	return nil
}

// openLine checks a line's checksum and returns its object without it.
func openLine(line []byte) ([]byte, error) {
	at := len(line) - crcTail
	if at < 0 || !bytes.HasPrefix(line[at:], []byte(crcField)) || !bytes.HasSuffix(line, []byte(`"}`)) {
		return nil, errors.New("no checksum at its end")
	}
	object, digits := line[:at], line[at+len(crcField):len(line)-len(`"}`)]
	if want := fmt.Sprintf("%08x", crc32.Checksum(object, castagnoli)); want != string(digits) {
		return nil, fmt.Errorf("its checksum says %q, its bytes %q", digits, want)
	}
	return append(bytes.Clone(object), '}'), nil
}
