package wire

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// DecodeRequest reads one line from a client, with or without its newline. Any
// error is a *Fault that can be sent back as it is, with the request's id if
// that could be read. Limits that only the rules of names and passwords know are
// not checked here, but nothing is longer than MaxMessage.
func DecodeRequest(line []byte) (Request, error) {
	m, ok := scanRequest(line)
	if !ok {
		var err error
		if m, err = unmarshalRequest(line); err != nil {
			return nil, err
		}
	}
	if f := check(m); f != nil {
		f.Re = m.RequestID()
		return nil, f
	}
	return m, nil
}

// unmarshalRequest is DecodeRequest without the limits of single fields.
func unmarshalRequest(line []byte) (Request, error) {
	head, err := decodeHead(line)
	if err != nil {
		return nil, err
	}
	var m Request
	switch head.Type {
	case "register":
		m, err = decode[Register](line)
	case "login":
		m, err = decode[Login](line)
	case "resume":
		m, err = decode[Resume](line)
	case "sync":
		m, err = decode[Sync](line)
	case "send":
		m, err = decode[Send](line)
	case "history":
		m, err = decode[History](line)
	case "read":
		m, err = decode[Read](line)
	case "password":
		m, err = decode[ChangePassword](line)
	case "devices":
		m, err = decode[Devices](line)
	case "forget":
		m, err = decode[Forget](line)
	case "logout":
		m, err = decode[Logout](line)
	case "ping":
		m, err = decode[Ping](line)
	case "offer":
		m, err = decode[Offer](line)
	case "respond":
		m, err = decode[Respond](line)
	case "transfer":
		m, err = decode[Transfer](line)
	case "upload":
		m, err = decode[Upload](line)
	case "download":
		m, err = decode[Download](line)
	case "taken":
		m, err = decode[Taken](line)
	case "finish":
		m, err = decode[Finish](line)
	default:
		return nil, &Fault{Re: head.ID, Code: CodeUnknownType, Field: "type", Text: fmt.Sprintf("unknown type %.40q", head.Type)}
	}
	if err != nil {
		return nil, &Fault{Re: head.ID, Code: CodeBadMessage, Text: err.Error()}
	}
	return m, nil
}

// DecodeAnswer reads one line from a server. A type that this client does not
// know gives nil and no error: newer servers may say more.
func DecodeAnswer(line []byte) (Message, error) {
	if e, ok := scanEvent(line); ok {
		return e, nil
	}
	return unmarshalAnswer(line)
}

// unmarshalAnswer is DecodeAnswer by encoding/json alone.
func unmarshalAnswer(line []byte) (Message, error) {
	head, err := decodeHead(line)
	if err != nil {
		return nil, err
	}
	switch head.Type {
	case "welcome":
		return decode[Welcome](line)
	case "members":
		return decode[Members](line)
	case "convs":
		return decode[Convs](line)
	case "ready":
		return decode[Ready](line)
	case "sent":
		return decode[Sent](line)
	case "event":
		return decode[Event](line)
	case "page":
		return decode[Page](line)
	case "synced":
		return decode[Synced](line)
	case "ticket":
		return decode[Ticket](line)
	case "held":
		return decode[Held](line)
	case "finished":
		return decode[Finished](line)
	case "known":
		return decode[Known](line)
	case "done":
		return decode[Done](line)
	case "pong":
		return decode[Pong](line)
	case "group":
		return decode[Regroup](line)
	case "bye":
		return decode[Bye](line)
	case "error":
		return decode[Fault](line)
	}
	return nil, nil
}

// head is what every message may have. It is read first, so that a message that
// is otherwise wrong can be answered.
type head struct {
	Type string `json:"type"`
	ID   uint64 `json:"id"`
}

func decodeHead(line []byte) (head, error) {
	var h head
	switch {
	case len(line) > MaxMessage:
		return h, &Fault{Code: CodeBadMessage, Text: fmt.Sprintf("message of %d bytes, at most %d are allowed", len(line), MaxMessage)}
	case !utf8.Valid(line):
		return h, &Fault{Code: CodeBadMessage, Reason: ReasonEncoding, Text: "message is not valid UTF-8"}
	}
	if err := json.Unmarshal(line, &h); err != nil {
		return h, &Fault{Re: h.ID, Code: CodeBadMessage, Text: err.Error()}
	}
	if h.Type == "" {
		return h, &Fault{Re: h.ID, Code: CodeBadMessage, Field: "type", Text: "message without a type"}
	}
	return h, nil
}

func decode[M Message](line []byte) (M, error) {
	var m M
	if err := json.Unmarshal(line, &m); err != nil {
		return m, fmt.Errorf("decode %s: %w", m.Type(), err)
	}
	return m, nil
}
