package accounts

import (
	"strings"
	"testing"

	"lobby/shared/wire"
)

func TestPasswordsRefused(t *testing.T) {
	s := open(t, newPath(t), Options{})
	for _, tt := range []struct {
		password string
		reason   wire.Reason
	}{
		{"", wire.ReasonEmpty},
		{strings.Repeat(" ", 20), wire.ReasonEmpty},
		{strings.Repeat("\u200b", 20), wire.ReasonEmpty},
		{"1234567", wire.ReasonShort},
		{"密碼密碼密碼密", wire.ReasonShort},
		{strings.Repeat("e\u0301", 4), wire.ReasonShort}, // four once composed
		{strings.Repeat("x", wire.MaxPassword+1), wire.ReasonLong},
		{"correct\nhorse", wire.ReasonCharacters},
		{"correct\x00horse", wire.ReasonCharacters},
		{"correct\u202ehorse", wire.ReasonCharacters},
		{"correct\xffhorse", wire.ReasonEncoding},
	} {
		_, err := s.Register(t.Context(), home, "Ann", tt.password, "", phone(1))
		if f := wantFault(t, err, wire.CodePassword); f.Reason != tt.reason || f.Field != "password" {
			t.Errorf("%+q: %v, want reason %s in password", tt.password, f, tt.reason)
		}
		if strings.Contains(err.Error(), "horse") {
			t.Errorf("error has the password: %v", err)
		}
	}
	if len(s.Members()) != 0 {
		t.Errorf("members: %v", s.Members())
	}
}

func TestPasswordsAccepted(t *testing.T) {
	s := open(t, newPath(t), Options{})
	for i, tt := range []struct{ register, login string }{
		{"12345678", "12345678"},
		{strings.Repeat("x", wire.MaxPassword), strings.Repeat("x", wire.MaxPassword)},
		{"密碼密碼密碼密碼", "密碼密碼密碼密碼"},
		{" spaces count ", " spaces count "},
		{"e\u0301clair au chocolat", "\u00e9clair au chocolat"}, // another keyboard
		{"ideographic\u3000space", "ideographic space"},
		{"🐴🔋📎🐴🔋📎🐴🔋", "🐴🔋📎🐴🔋📎🐴🔋"},
	} {
		name := string(rune('a' + i))
		if _, err := s.Register(t.Context(), home, name, tt.register, "", phone(1)); err != nil {
			t.Errorf("register with %+q: %v", tt.register, err)
			continue
		}
		if _, err := login(s, home, name, tt.login); err != nil {
			t.Errorf("log in with %+q: %v", tt.login, err)
		}
		_, err := login(s, away, name, strings.ToUpper(tt.login)+"!")
		wantFault(t, err, wire.CodeDenied)
	}
}
