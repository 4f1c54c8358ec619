package model

import (
	"cmp"
	"slices"

	"lobby/shared/wire"
)

// rowOf returns the row that an event is shown as, and false for an event that
// is shown as none. The CID is kept for own messages alone: it ties the row to
// the pending one that it was.
func (s *State) rowOf(e wire.Event) (Row, bool) {
	r := Row{Seq: e.Seq, Time: e.Time.Time, Kind: e.Kind}
	switch e.Kind {
	case wire.KindMessage:
		r.From, r.Text = e.From, e.Text
		if e.From == s.Self.ID {
			r.CID = e.CID
		}
	case wire.KindOffer:
		r.From = e.From // the rest is in State.Offers
	case wire.KindJoined, wire.KindLeft:
		r.Members = e.Members
	default:
		return Row{}, false
	}
	return r, true
}

// find returns where the row with this number is or belongs.
func (c *Conv) find(seq uint64) (int, bool) {
	if n := len(c.Rows); n == 0 || c.Rows[n-1].Seq < seq {
		return n, false
	}
	return slices.BinarySearchFunc(c.Rows, seq, func(r Row, seq uint64) int { return cmp.Compare(r.Seq, seq) })
}

// insert puts a row in its place, unless it is there already or stands below
// the floor.
func (c *Conv) insert(r Row) {
	if r.Seq < c.floor {
		return
	}
	if i, there := c.find(r.Seq); !there {
		c.Rows = slices.Insert(c.Rows, i, r)
	}
}

// merge puts many rows in their places. They need not be in order.
func (c *Conv) merge(rows []Row) {
	all := slices.Concat(rows, c.Rows)
	bySeq := func(a, b Row) int { return cmp.Compare(a.Seq, b.Seq) }
	if !slices.IsSortedFunc(all, bySeq) {
		slices.SortStableFunc(all, bySeq)
	}
	c.Rows = slices.CompactFunc(all, func(a, b Row) bool { return a.Seq == b.Seq })
}
