package ledger

import (
	"encoding/hex"
	"hash/crc32"

	"lobby/shared/wire"
)

// A line is a JSON object into which the seal, `,"crc":"xxxxxxxx"`, is inserted
// before its closing brace.
const (
	sealStart = `,"crc":"`
	sealEnd   = `"}`
	sealBytes = len(sealStart) + 2*crc32.Size + len(sealEnd) - 1 // what it adds

	// maxLine is the longest line without its newline: an event that fits into
	// one message, and its seal.
	maxLine = wire.MaxMessage - 1 + sealBytes
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// appendSeal makes a line, with its newline, of the JSON object at the end of
// dst that begins at start.
func appendSeal(dst []byte, start int) []byte {
	body := dst[:len(dst)-1]
	sum := crc32.Checksum(body[start:], castagnoli)
	dst = append(body, sealStart...)
	dst = hex.AppendEncode(dst, []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
	dst = append(dst, sealEnd...)
	return append(dst, '\n')
}

// body checks a line's seal and returns the bytes that it covers: the JSON
// object without its closing brace. The line is without its newline.
func body(line []byte) ([]byte, bool) {
	n := len(line) - sealBytes - 1
	if n < 1 || string(line[n:n+len(sealStart)]) != sealStart || string(line[len(line)-len(sealEnd):]) != sealEnd {
		return nil, false
	}
	var want uint32
	for _, c := range line[n+len(sealStart) : len(line)-len(sealEnd)] {
		switch {
		case c >= '0' && c <= '9':
			want = want<<4 | uint32(c-'0')
		case c >= 'a' && c <= 'f':
			want = want<<4 | uint32(c-'a'+10)
		default:
			return nil, false
		}
	}
	return line[:n], crc32.Checksum(line[:n], castagnoli) == want
}

// unsealed turns a line whose body is known into the JSON object that was
// sealed, in place.
func unsealed(line, body []byte) []byte {
	line[len(body)] = '}'
	return line[:len(body)+1]
}
