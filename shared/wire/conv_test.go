package wire

import "testing"

func TestPair(t *testing.T) {
	for _, test := range []struct {
		a, b uint64
		want string
	}{
		{3, 17, "d3-17"},
		{17, 3, "d3-17"},
		{MaxID, MaxID - 1, "d9007199254740990-9007199254740991"},
	} {
		conv := Pair(test.a, test.b)
		low, high, ok := ParsePair(conv)
		if conv != test.want || !ok || low != min(test.a, test.b) || high != max(test.a, test.b) {
			t.Errorf("Pair(%d, %d) is %q, taken apart as %d, %d, %t", test.a, test.b, conv, low, high, ok)
		}
		if len(conv) > MaxConv {
			t.Errorf("%q is longer than MaxConv", conv)
		}
	}
}

func TestParsePairTakesOneFormOnly(t *testing.T) {
	for _, conv := range []string{
		"", "r1", "d", "d-", "d1", "d1-", "d-2", "d2-1", "d1-1", "d0-1", "d01-2", "d1-02", "d+1-2", "d1-2 ", "d1-2-3", "D1-2", "d1_0-20",
		"d1-9007199254740992", "d1-18446744073709551617", "d1-" + string(make([]byte, MaxConv)),
	} {
		if low, high, ok := ParsePair(conv); ok {
			t.Errorf("%q was taken apart as %d, %d", conv, low, high)
		}
	}
}

func TestOther(t *testing.T) {
	for _, test := range []struct {
		conv string
		self uint64
		want uint64
		ok   bool
	}{
		{"d3-17", 3, 17, true}, {"d3-17", 17, 3, true}, {"d3-17", 4, 0, false}, {Room, 3, 0, false},
	} {
		if got, ok := Other(test.conv, test.self); got != test.want || ok != test.ok {
			t.Errorf("Other(%q, %d) is %d, %t", test.conv, test.self, got, ok)
		}
	}
}

func TestVisible(t *testing.T) {
	for _, test := range []struct {
		member uint64
		conv   string
		kind   Kind
		from   uint64
		want   bool
	}{
		{1, Room, KindMessage, 2, true},
		{1, Room, KindJoined, 0, true},
		{1, Room, KindLeft, 0, true},
		{1, Room, KindRead, 1, true},
		{1, Room, KindRead, 2, false},
		{1, "d1-2", KindMessage, 2, true},
		{2, "d1-2", KindMessage, 2, true},
		{3, "d1-2", KindMessage, 2, false},
		{1, "d1-2", KindRead, 2, false},
		{2, "d1-2", KindRead, 2, true},
		{1, "elsewhere", KindMessage, 1, false},
	} {
		if got := Visible(test.member, test.conv, test.kind, test.from); got != test.want {
			t.Errorf("member %d, %s in %s from %d: %t", test.member, test.kind, test.conv, test.from, got)
		}
	}
}

func TestVisibleAllocatesNothing(t *testing.T) {
	conv := Pair(123456, 7890123)
	if n := testing.AllocsPerRun(100, func() { Visible(123456, conv, KindMessage, 1) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
