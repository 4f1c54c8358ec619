package files

// Figures are what a Store does at a moment.
type Figures struct {
	Offered, Accepted, Ready int   // open offers: not accepted, accepted, with their files here
	Uploads, Downloads       int   // connections that carry a file
	Received, Sent           int64 // bytes of files, since the start
	Bytes, Limit             int64 // that begun uploads may take, and may take at most
}

// Figures counts.
func (s *Store) Figures() Figures {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := Figures{
		Uploads: s.uploads, Downloads: s.downloads,
		Received: s.received.Load(), Sent: s.sent.Load(),
		Bytes: s.bytes, Limit: s.o.ServerBytes,
	}
	for _, o := range s.offers {
		switch {
		case o.Ready:
			f.Ready++
		case o.Accepted:
			f.Accepted++
		default:
			f.Offered++
		}
	}
	return f
}
