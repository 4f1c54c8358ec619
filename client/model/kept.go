package model

// maxKept is how many files of an account are remembered. They take some 100 bytes
// each of what is stored.
const maxKept = 1000

// Kept is a file that was carried, and where it is: so that it can be opened, and
// a picture be shown, after a restart too.
type Kept struct {
	Offer  uint64 `json:"offer"`
	Upload bool   `json:"upload,omitempty"`
	Path   string `json:"path"`
	Size   int64  `json:"size"` // bytes; what has another size by now is another file
}

// keep remembers where the file of a transfer is that is done.
func (s *State) keep(o *Offer) {
	t := o.Transfer
	for _, k := range s.cargo.Kept {
		if k.Offer == o.Seq {
			return
		}
	}
	s.cargo.Kept = append(s.cargo.Kept, Kept{Offer: o.Seq, Upload: t.Upload, Path: t.Path, Size: o.File.Size})
	s.cargo.Kept = s.cargo.Kept[max(0, len(s.cargo.Kept)-maxKept):]
}

// restoreKept ties what was carried before a restart to its offers.
func (s *State) restoreKept() {
	for _, k := range s.cargo.Kept {
		if o := s.offer(k.Offer); o.Transfer == nil {
			o.Transfer = &Transfer{Upload: k.Upload, Status: TransferDone, Path: k.Path, Done: k.Size}
		}
	}
}
