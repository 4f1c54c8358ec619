package accounts

import (
	"cmp"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lobby/shared/wire"
)

// Registration says who may make an account.
type Registration string

// The kinds of Registration.
const (
	OpenToAll Registration = "open"   // everybody
	ByInvite  Registration = "invite" // who has the code of an invite
	Closed    Registration = "closed" // nobody: the operator adds members
)

// Invite lets some people register, for some time.
type Invite struct {
	Code    string // as newCode makes it
	Left    int    // accounts that may still be made with it
	Created time.Time
	Expires time.Time
}

// maxInvited is how many accounts one invite may be for.
const maxInvited = 1_000_000

type inviteRecord struct {
	Type    string    `json:"type"` // "invite"
	Code    string    `json:"code"`
	Left    int       `json:"left"`
	Created wire.Time `json:"created"`
	Expires wire.Time `json:"expires"`
}

func (i Invite) record() inviteRecord {
	return inviteRecord{"invite", i.Code, i.Left, wire.At(i.Created), wire.At(i.Expires)}
}

func (l *loaded) readInvite(line []byte) error {
	var r inviteRecord
	if err := decodeLine(line, &r); err != nil {
		return err
	}
	if r.Code == "" || r.Code != cleanCode(r.Code) || r.Left < 0 || r.Left > maxInvited {
		return errors.New("invite with a code or count that can't be")
	}
	if _, again := l.invites[r.Code]; again || r.Left == 0 {
		l.untidy = true
	}
	if r.Left == 0 {
		delete(l.invites, r.Code)
		return nil
	}
	l.invites[r.Code] = Invite{Code: r.Code, Left: r.Left, Created: r.Created.Time, Expires: r.Expires.Time}
	return nil
}

// codeLetters are the 32 of Crockford's base 32: none is easily taken for
// another.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// newCode returns a code of 60 random bits, which nobody guesses over a network.
func newCode() string {
	var random [12]byte
	rand.Read(random[:]) // it never fails
	code := make([]byte, len(random))
	for i, b := range random {
		code[i] = codeLetters[b%32]
	}
	return string(code)
}

// ShowCode returns a code in groups of four, as people read it.
func ShowCode(code string) string {
	var groups []string
	for group := range slices.Chunk([]byte(code), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, "-")
}

// cleanCode undoes what people do to a code: lower case, dashes and spaces, and
// letters that look like a digit.
func cleanCode(code string) string {
	return strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(code))
}

// passage is what a registration costs and gives.
type passage struct {
	spent []Invite // as it is afterwards
	admin bool
}

// free reports whether it cost no code.
func (p passage) free() bool { return !p.admin && len(p.spent) == 0 }

// pass decides whether somebody with this code, or none, may register now.
func (s *Store) pass(code string) (passage, *wire.Fault) {
	code = cleanCode(code)
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.setup != "" && subtle.ConstantTimeCompare([]byte(code), []byte(s.setup)) == 1 {
		return passage{admin: true}, nil
	}
	policy := s.options.Registration
	if policy == Closed {
		return passage{}, &wire.Fault{Code: wire.CodeClosed, Text: "nobody may register here"}
	}
	if policy == OpenToAll && code == "" {
		return passage{}, nil
	}
	invite := s.invites[code]
	if invite.Left == 0 || !s.options.Clock().Before(invite.Expires) {
		f := &wire.Fault{Code: wire.CodeInvite, Field: "code", Text: "an account can't be made with this code"}
		if code == "" {
			f.Reason, f.Text = wire.ReasonEmpty, "an account can't be made without a code"
		}
		return passage{}, f
	}
	invite.Left--
	return passage{spent: []Invite{invite}}, nil
}

// spend notes that a registration has passed.
func (s *Store) spend(p passage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.admin {
		s.setup = ""
	}
	for _, i := range p.spent {
		s.keep(i)
	}
}

// keep makes an invite what it is now. The caller holds mu.
func (s *Store) keep(i Invite) {
	s.invites[i.Code] = i
	if i.Left == 0 {
		delete(s.invites, i.Code)
	}
}

// SetupCode returns the code that makes who registers with it an administrator,
// until somebody has. It is empty when there is an administrator.
func (s *Store) SetupCode() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.setup
}

// Invite makes an invite for so many accounts that ends after so long, and
// returns when it is on the disk.
func (s *Store) Invite(count int, lasting time.Duration) (Invite, error) {
	if count < 1 || count > maxInvited {
		return Invite{}, fmt.Errorf("an invite is for 1 to %d accounts, not %d", maxInvited, count)
	}
	if lasting <= 0 {
		return Invite{}, fmt.Errorf("an invite that ends after %v never begins", lasting)
	}
	now := s.options.Clock()
	i := Invite{Code: newCode(), Left: count, Created: wire.At(now).Time, Expires: wire.At(now.Add(lasting)).Time}
	return i, s.changeInvite(i)
}

// Revoke ends an invite, and returns when that is on the disk. It reports
// whether there was one.
func (s *Store) Revoke(code string) (bool, error) {
	s.mu.RLock()
	i, ok := s.invites[cleanCode(code)]
	s.mu.RUnlock()
	if !ok {
		return false, nil
	}
	i.Left = 0
	return true, s.changeInvite(i)
}

func (s *Store) changeInvite(i Invite) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	if err := s.write(changes{invites: []Invite{i}}); err != nil {
		return s.notStored(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keep(i)
	return nil
}

// Invites returns the invites that are not used up, the oldest first; those that
// have expired too.
func (s *Store) Invites() []Invite {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var all []Invite
	for _, i := range s.invites {
		all = append(all, i)
	}
	slices.SortFunc(all, func(a, b Invite) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.Code, b.Code))
	})
	return all
}
