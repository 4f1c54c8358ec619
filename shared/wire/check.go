package wire

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// check holds a request against the limits that need no knowledge beyond this
// package. The rules for what a name, password or text may consist of are the
// server's; their bounds stand here so that no oversized field goes further.
func check(m Request) *Fault {
	if id := m.RequestID(); id == 0 || id > MaxID {
		return bad("id", "id must be 1 to %d", uint64(MaxID))
	}
	switch m := m.(type) {
	case Register:
		if utf8.RuneCountInString(m.Code) > MaxCode {
			return bad("code", "code longer than %d code points", MaxCode)
		}
		return checkLogin(m.Name, m.Password, m.Device)
	case Login:
		return checkLogin(m.Name, m.Password, m.Device)
	case Resume:
		return checkLogin(m.Name, "", "")
	case Sync:
		if m.After > MaxID {
			return bad("after", "after must be at most %d", uint64(MaxID))
		}
	case Send:
		if f := checkConv(m.Conv); f != nil {
			return f
		}
		if !validCID(m.CID) {
			return bad("cid", "cid must be 1 to %d printable ASCII characters without space", MaxCID)
		}
		return checkText(m.Text)
	case History:
		if m.Limit < 1 || m.Limit > MaxPage {
			return bad("limit", "limit must be 1 to %d", MaxPage)
		}
		if m.Before > MaxID {
			return bad("before", "before must be at most %d", uint64(MaxID))
		}
		return checkConv(m.Conv)
	case Read:
		if m.Upto > MaxID {
			return bad("upto", "upto must be at most %d", uint64(MaxID))
		}
		return checkConv(m.Conv)
	case ChangePassword:
		return checkChange(m)
	case Forget:
		return checkForget(m)
	default:
		return checkFiles(m)
	}
	return nil
}

func checkLogin(name, password, device string) *Fault {
	switch {
	case utf8.RuneCountInString(name) > MaxName:
		return &Fault{Code: CodeName, Reason: ReasonLong, Field: "name", Text: fmt.Sprintf("name longer than %d code points", MaxName)}
	case utf8.RuneCountInString(device) > MaxDevice:
		return bad("device", "device label longer than %d code points", MaxDevice)
	case strings.ContainsFunc(device, unicode.IsControl):
		return bad("device", "device label has control characters")
	}
	return checkPassword("password", password)
}

func checkConv(conv string) *Fault {
	if conv == Room {
		return nil
	}
	if _, _, ok := ParsePair(conv); ok {
		return nil
	}
	return &Fault{Code: CodeConv, Field: "conv", Text: fmt.Sprintf("no conversation %.48q", conv)}
}

// checkText refuses what no reader could make sense of: nothing, too much, and
// control characters other than line breaks and tabs.
func checkText(text string) *Fault {
	fault := func(r Reason, why string) *Fault {
		return &Fault{Code: CodeText, Reason: r, Field: "text", Text: why}
	}
	if utf8.RuneCountInString(text) > MaxText {
		return fault(ReasonLong, fmt.Sprintf("text longer than %d code points", MaxText))
	}
	if Blank(text) {
		return fault(ReasonEmpty, "text is empty")
	}
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return fault(ReasonCharacters, fmt.Sprintf("text has control character %U", r))
		}
	}
	return nil
}

func validCID(cid string) bool {
	return cid != "" && len(cid) <= MaxCID && graphic(cid)
}

// graphic reports whether s is printable ASCII without spaces.
func graphic(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func bad(field, format string, args ...any) *Fault {
	return &Fault{Code: CodeBadMessage, Field: field, Text: fmt.Sprintf(format, args...)}
}
