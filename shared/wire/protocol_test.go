package wire

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func protocolPage(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../PROTOCOL.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// section returns what the page says under the heading ### title.
func section(t *testing.T, page, title string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, "\n### "+title+"\n")
	if !ok {
		t.Errorf("PROTOCOL.md has no section %s", title)
	}
	text, _, _ := strings.Cut(rest, "\n#")
	return text
}

// rows returns the names in the first column of the tables in a section.
func rows(section string) map[string]bool {
	names := make(map[string]bool)
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(section, -1) {
		names[row[1]] = true
	}
	return names
}

// The page has each message with each of its fields, and no others.
func TestProtocolPageHasEveryField(t *testing.T) {
	page := protocolPage(t)
	sections := map[string]reflect.Type{
		"Member": reflect.TypeFor[Member](),
		"Conv":   reflect.TypeFor[Conv](),
		"Group":  reflect.TypeFor[Group](),
		"Device": reflect.TypeFor[Device](),
		"File":   reflect.TypeFor[File](),
	}
	for _, e := range encodings {
		sections["`"+e.m.Type()+"`"] = reflect.TypeOf(e.m)
	}
	for title, message := range sections {
		documented := rows(section(t, page, title))
		for i := range message.NumField() {
			name, _, _ := strings.Cut(message.Field(i).Tag.Get("json"), ",")
			if !documented[name] {
				t.Errorf("section %s does not have the field %s", title, name)
			}
			delete(documented, name)
		}
		for name := range documented {
			t.Errorf("section %s has a field %s that the message has not", title, name)
		}
	}
}

// The page and the table of encodings have every type that the package declares,
// and the page has every code, reason and kind.
func TestProtocolPageHasEveryWord(t *testing.T) {
	page := protocolPage(t)
	tested := make(map[string]bool)
	for _, e := range encodings {
		tested[e.m.Type()] = true
	}
	for _, word := range declaredWords(t) {
		if word.of == "Type" && !tested[word.text] {
			t.Errorf("the table of encodings has no message of type %s", word.text)
		}
		if !strings.Contains(page, "`"+word.text+"`") {
			t.Errorf("PROTOCOL.md does not have %s, a %s", word.text, word.of)
		}
	}
}

type word struct{ of, text string }

// declaredWords returns what the methods Type return, and the constants of the
// types Code, Reason, Kind and State.
func declaredWords(t *testing.T) []word {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var words []word
	add := func(of string, value ast.Expr) {
		literal, ok := value.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			t.Fatalf("a %s is not a plain string", of)
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		words = append(words, word{of, text})
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv != nil && n.Name.Name == "Type" {
					add("Type", n.Body.List[0].(*ast.ReturnStmt).Results[0])
				}
			case *ast.ValueSpec:
				of, _ := n.Type.(*ast.Ident)
				if of != nil && (of.Name == "Code" || of.Name == "Reason" || of.Name == "Kind" || of.Name == "State") {
					add(of.Name, n.Values[0])
				}
			}
			return true
		})
	}
	if len(words) < 40 {
		t.Fatalf("found only %d words", len(words))
	}
	return words
}

func TestProtocolPageHasTheLimits(t *testing.T) {
	_, limits, _ := strings.Cut(protocolPage(t), "\n## 9. Limits\n")
	limits = strings.ReplaceAll(limits, ",", "")
	for what, limit := range map[string]int{
		"message with its line feed bytes":   MaxMessage,
		"`id` `seq` member id":               MaxID,
		"name code points":                   MaxName,
		"password code points at least":      MinPassword,
		"password code points at most":       MaxPassword,
		"device label code points":           MaxDevice,
		"server's name code points":          MaxServer,
		"registration code code points":      MaxCode,
		"message text code points":           MaxText,
		"`cid` bytes":                        MaxCID,
		"conversation id bytes":              MaxConv,
		"events in one `history`":            MaxPage,
		"events in one `sync`":               MaxSync,
		"members in one `joined` or `left`":  MaxPresence,
		"counted unread messages":            MaxUnread,
		"file name code points":              MaxFileName,
		"media type bytes":                   MaxMime,
		"side of a picture pixels":           MaxSide,
		"preview bytes":                      MaxPreview,
		"file bytes":                         MaxFile,
		"bytes of a file in one record":      MaxData,
		"device key bytes":                   KeySize,
		"ticket bytes":                       TicketSize,
		"life of a ticket s":                 int(TicketLife.Seconds()),
		"`held` of a waiting `download` s":   int(HeldEvery.Seconds()),
		"datagram bytes":                     MaxDatagram,
		"silence before a `ping` s":          int(PingAfter.Seconds()),
		"silence before a client gives up s": int(ServerTimeout.Seconds()),
		"silence before a server gives up s": int(PeerTimeout.Seconds()),
		"time to log in s":                   int(LoginTimeout.Seconds()),
	} {
		if row := fmt.Sprintf("\n| %s | %d |\n", what, limit); !strings.Contains(limits, row) {
			t.Errorf("the table of limits does not have%s", row)
		}
	}
}

// The worked example is what this package reads and writes, to the byte.
func TestProtocolPageExample(t *testing.T) {
	_, example, _ := strings.Cut(protocolPage(t), "\n## 10. A worked example\n")
	lines := regexp.MustCompile(`(?m)^([CS]) (\{.*)$`).FindAllStringSubmatch(example, -1)
	if len(lines) < 10 {
		t.Fatalf("found only %d messages", len(lines))
	}
	for _, line := range lines {
		var m Message
		var err error
		if line[1] == "C" {
			m, err = DecodeRequest([]byte(line[2]))
			if f, ok := err.(*Fault); ok && f.Code == CodeUnknownType {
				continue // the example shows that too
			}
		} else {
			m, err = DecodeAnswer([]byte(line[2]))
		}
		if err != nil || m == nil {
			t.Errorf("%s: %v", line[0], err)
			continue
		}
		if again, err := Append(nil, m); err != nil || string(again) != line[2]+"\n" {
			t.Errorf("the page has\n%s\nbut it is written as\n%s%v", line[2], again, err)
		}
	}
}
