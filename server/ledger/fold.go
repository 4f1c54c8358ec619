package ledger

import (
	"slices"

	"lobby/shared/wire"
)

// fold keeps which events of a segment Options.Replay has to be given, so that a
// start need not read all of them: the last of those by which a member joined or
// left, the read mark of a member in a conversation that reaches furthest, and
// every event about a file.
type fold struct {
	presence map[uint64]uint32 // member: place of the event
	marks    map[markKey]mark
	files    []uint32
}

type markKey struct {
	from uint64
	conv string
}

type mark struct {
	upto uint64
	at   uint32
}

func newFold() fold {
	return fold{presence: make(map[uint64]uint32), marks: make(map[markKey]mark)}
}

// add takes in the event at a place.
func (f *fold) add(r *record, at uint32) {
	switch r.kind {
	case wire.KindJoined, wire.KindLeft:
		for _, member := range r.members {
			f.presence[member] = at
		}
	case wire.KindRead:
		key := markKey{r.from, string(r.conv)}
		if had, ok := f.marks[key]; !ok || r.upto >= had.upto {
			f.marks[key] = mark{r.upto, at}
		}
	case wire.KindOffer, wire.KindFile:
		f.files = append(f.files, at)
	}
}

// places returns where the events lie that have to be replayed, in order.
func (f *fold) places() []uint32 {
	places := slices.Clone(f.files)
	for _, at := range f.presence {
		places = append(places, at)
	}
	for _, m := range f.marks {
		places = append(places, m.at)
	}
	slices.Sort(places)
	return slices.Compact(places)
}
