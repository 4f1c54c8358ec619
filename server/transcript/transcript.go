// Package transcript writes a conversation down for people or programs: as JSON
// lines, as plain text, or as one HTML file that needs nothing beside it.
package transcript

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"lobby/shared/wire"
)

// About is what a transcript tells of the conversation.
type About struct {
	Title    string // such as the names of the two who talked
	Names    map[uint64]string
	Exported time.Time
	Zone     *time.Location // of the times in text and HTML
}

// zone names the zone; of the machine's own the standard library knows no name
// but the one on its clock.
func (a About) zone() string {
	if a.Zone != time.Local {
		return a.Zone.String()
	}
	name, _ := a.Exported.In(a.Zone).Zone()
	return name
}

// Writer writes one transcript. Begin comes first, then the events in order,
// then End.
type Writer interface {
	Begin() error
	Event(wire.Event) error
	End() error
}

// Formats are the names of the forms that New knows.
var Formats = []string{"jsonl", "text", "html"}

// New makes a Writer of one of the Formats.
func New(format string, to io.Writer, about About) (Writer, error) {
	out := bufio.NewWriter(to)
	switch format {
	case "jsonl":
		return &lines{about, out}, nil
	case "text":
		return &plain{About: about, out: out}, nil
	case "html":
		return &page{About: about, out: out}, nil
	}
	return nil, fmt.Errorf("no format %q: there are %s", format, strings.Join(Formats, ", "))
}

// Name is what a member is called now; of one without an account, the id.
func (a About) Name(member uint64) string {
	if name, ok := a.Names[member]; ok {
		return name
	}
	return fmt.Sprintf("member %d", member)
}

// shown says whether an event belongs into a transcript: what was said, offered,
// and who came and went, but not how far somebody read or a file has come.
func shown(e wire.Event) bool {
	switch e.Kind {
	case wire.KindMessage, wire.KindJoined, wire.KindLeft:
		return true
	}
	return e.Kind == wire.KindOffer && e.File != nil
}

func (a About) nameAll(members []uint64) string {
	var all []string
	for _, id := range members {
		all = append(all, a.Name(id))
	}
	return strings.Join(all, ", ")
}

// lines writes events as a client gets them, and the sender's name.
type lines struct {
	About
	out *bufio.Writer
}

type line struct {
	Seq     uint64    `json:"seq"`
	Time    wire.Time `json:"time"`
	Kind    wire.Kind `json:"kind"`
	From    uint64    `json:"from,omitempty"`
	Name    string    `json:"name,omitempty"`
	Text    string    `json:"text,omitempty"`
	File    string    `json:"file,omitempty"` // its name
	Bytes   int64     `json:"bytes,omitempty"`
	Members []uint64  `json:"members,omitempty"`
	Names   []string  `json:"names,omitempty"`
}

func (l *lines) Begin() error { return nil }

func (l *lines) Event(e wire.Event) error {
	if !shown(e) {
		return nil
	}
	out := line{Seq: e.Seq, Time: e.Time, Kind: e.Kind, From: e.From, Text: e.Text, Members: e.Members}
	if e.From != 0 {
		out.Name = l.Name(e.From)
	}
	if e.File != nil {
		out.File, out.Bytes = e.File.Name, e.File.Size
	}
	for _, id := range e.Members {
		out.Names = append(out.Names, l.Name(id))
	}
	encoder := json.NewEncoder(l.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}

func (l *lines) End() error { return l.out.Flush() }

// plain writes a line for each event, under the day that it belongs to.
type plain struct {
	About
	out *bufio.Writer
	day string
}

func (p *plain) Begin() error {
	_, err := fmt.Fprintf(p.out, "%s\nWritten down %s; times are of %s.\n",
		p.Title, p.Exported.In(p.Zone).Format("2006-01-02 15:04 -0700"), p.zone())
	return err
}

func (p *plain) Event(e wire.Event) error {
	if !shown(e) {
		return nil
	}
	at := e.Time.In(p.Zone)
	if day := at.Format("2006-01-02 Monday"); day != p.day {
		p.day = day
		if _, err := fmt.Fprintf(p.out, "\n%s\n", day); err != nil {
			return err
		}
	}
	var what string
	switch e.Kind {
	case wire.KindMessage:
		what = p.Name(e.From) + ": " + strings.ReplaceAll(e.Text, "\n", "\n       ")
	case wire.KindJoined:
		what = "* joined: " + p.nameAll(e.Members)
	case wire.KindLeft:
		what = "* left: " + p.nameAll(e.Members)
	case wire.KindOffer:
		what = fmt.Sprintf("%s: [%s, %d bytes]", p.Name(e.From), e.File.Name, e.File.Size)
	}
	_, err := fmt.Fprintf(p.out, "%s  %s\n", at.Format("15:04"), what)
	return err
}

func (p *plain) End() error { return p.out.Flush() }
