package wire

import (
	"strconv"
	"strings"
)

// Room is the conversation that every member is in.
const Room = "r1"

// Pair returns the id of the conversation of two members, the same whichever
// is named first: "d3-17". The two must differ.
func Pair(a, b uint64) string {
	if a > b {
		a, b = b, a
	}
	return "d" + strconv.FormatUint(a, 10) + "-" + strconv.FormatUint(b, 10)
}

// ParsePair takes a Pair id apart. It accepts only what Pair makes: the smaller
// id first, no leading zeros, both 1 to MaxID.
func ParsePair(conv string) (low, high uint64, ok bool) {
	rest, ok := strings.CutPrefix(conv, "d")
	if !ok || len(conv) > MaxConv {
		return 0, 0, false
	}
	a, b, ok := strings.Cut(rest, "-")
	if !ok {
		return 0, 0, false
	}
	low, okLow := parseID(a)
	high, okHigh := parseID(b)
	if !okLow || !okHigh || low >= high {
		return 0, 0, false
	}
	return low, high, true
}

func parseID(digits string) (id uint64, ok bool) {
	if strings.HasPrefix(digits, "0") {
		return 0, false
	}
	id, err := strconv.ParseUint(digits, 10, 64)
	return id, err == nil && id <= MaxID
}

// Other returns the member that a pair's conversation is with, seen from self.
func Other(conv string, self uint64) (uint64, bool) {
	low, high, ok := ParsePair(conv)
	switch {
	case ok && low == self:
		return high, true
	case ok && high == self:
		return low, true
	}
	return 0, false
}

// Visible reports whether a member may see an event of this conversation, kind
// and sender: the room is everyone's, a pair's is the pair's, and a read mark
// is its own member's alone.
func Visible(member uint64, conv string, kind Kind, from uint64) bool {
	if kind == KindRead {
		return from == member
	}
	if conv == Room {
		return true
	}
	_, ok := Other(conv, member)
	return ok
}
