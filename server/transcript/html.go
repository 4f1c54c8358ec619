package transcript

import (
	"bufio"
	"fmt"
	"html/template"
	"time"

	"lobby/shared/wire"
)

// page writes one HTML file: style inside, no script, nothing fetched.
type page struct {
	About
	out  *bufio.Writer
	day  string
	from uint64 // whose messages are being written; 0 for nobody's
	last time.Time
}

// together is how long after a message the next of the same sender needs no
// name above it.
const together = 5 * time.Minute

// templates escape what they are given for the place where it stands.
var templates = template.Must(template.New("").Parse(`
{{define "begin"}}<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{.Title}}</title>
<style>
:root { color-scheme: light dark; --back: #f6f7f9; --card: #fff; --text: #1b1f27; --dim: #5b6472; --line: #dfe3e9 }
@media (prefers-color-scheme: dark) { :root { --back: #12151c; --card: #1a1f29; --text: #e8ebf1; --dim: #98a2b3; --line: #2a3140 } }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, "Noto Sans TC", "Noto Sans CJK TC", sans-serif }
main { max-width: 46rem; margin: 0 auto; padding: 24px 16px 48px }
h1 { font-size: 1.4rem; margin: 0 }
header p, time, .note { color: var(--dim); font-size: .8125rem; margin: 0 }
h2 { font-size: .8125rem; font-weight: 600; color: var(--dim); text-align: center; margin: 28px 0 12px; padding-top: 12px; border-top: 1px solid var(--line) }
.by { margin: 14px 0 2px; font-weight: 600 }
.by time { font-weight: 400; margin-left: 8px }
.text { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 6px 12px; margin: 2px 0; white-space: pre-wrap; overflow-wrap: anywhere; width: fit-content; max-width: 100%; box-sizing: border-box }
.note { text-align: center; margin: 8px 0 }
</style>
</head>
<body>
<main>
<header><h1 dir="auto">{{.Title}}</h1><p>{{.When}} · {{.Zone}}</p></header>
{{end}}
{{define "day"}}<h2>{{.}}</h2>
{{end}}
{{define "by"}}<p class="by"><bdi>{{.Name}}</bdi><time datetime="{{.Stamp}}">{{.Clock}}</time></p>
{{end}}
{{define "text"}}<div class="text" dir="auto" id="m{{.Seq}}" title="{{.Clock}}">{{.Text}}</div>
{{end}}
{{define "note"}}<p class="note">{{.Sign}} <bdi>{{.Names}}</bdi> <time datetime="{{.Stamp}}">{{.Clock}}</time></p>
{{end}}
{{define "end"}}</main>
</body>
</html>
{{end}}`))

func (p *page) put(name string, data any) error { return templates.ExecuteTemplate(p.out, name, data) }

func (p *page) Begin() error {
	return p.put("begin", map[string]any{
		"Title": p.Title, "Zone": p.zone(),
		"When": p.Exported.In(p.Zone).Format("2006-01-02 15:04"),
	})
}

func (p *page) Event(e wire.Event) error {
	if !shown(e) {
		return nil
	}
	at := e.Time.In(p.Zone)
	if day := at.Format("2006-01-02"); day != p.day {
		p.day, p.from = day, 0
		if err := p.put("day", day); err != nil {
			return err
		}
	}
	data := map[string]any{
		"Seq": e.Seq, "Text": e.Text, "Name": p.Name(e.From), "Names": p.nameAll(e.Members),
		"Clock": at.Format("15:04"), "Stamp": at.Format(time.RFC3339),
	}
	switch e.Kind {
	case wire.KindMessage, wire.KindOffer:
		if e.File != nil {
			data["Text"] = fmt.Sprintf("📎 %s (%d bytes)", e.File.Name, e.File.Size)
		}
		if e.From != p.from || at.Sub(p.last) > together {
			if err := p.put("by", data); err != nil {
				return err
			}
		}
		p.from, p.last = e.From, at
		return p.put("text", data)
	case wire.KindJoined:
		data["Sign"] = "→"
	case wire.KindLeft:
		data["Sign"] = "←"
	}
	p.from = 0
	return p.put("note", data)
}

func (p *page) End() error {
	if err := p.put("end", nil); err != nil {
		return err
	}
	return p.out.Flush()
}
