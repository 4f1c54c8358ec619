package door

import (
	"net/netip"
	"testing"
)

func TestHousehold(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"192.0.2.1", "192.0.2.1", true},
		{"192.0.2.1", "192.0.2.2", false},
		{"2001:db8::1", "2001:db8::ffff:2", true},
		{"2001:db8:0:1::1", "2001:db8:0:2::1", false},
	} {
		if got := household(netip.MustParseAddr(c.a)) == household(netip.MustParseAddr(c.b)); got != c.same {
			t.Errorf("%s and %s count as one: %t, want %t", c.a, c.b, got, c.same)
		}
	}
}
