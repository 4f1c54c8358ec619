package wire

import (
	"cmp"
	"unicode/utf8"
)

// checkFiles holds the requests about files against their limits.
func checkFiles(m Request) *Fault {
	switch m := m.(type) {
	case Offer:
		return checkOffer(m)
	case Respond:
		switch m.State {
		case StateAccepted, StateDeclined, StateReceived, StateCancelled:
		default:
			return bad("state", "state %.40q is not a member's to say", m.State)
		}
		return checkOfferID(m.Offer)
	case Transfer:
		return checkOfferID(m.Offer)
	case Upload:
		return cmp.Or(checkBytes("window", m.Window), checkTicket(m.Ticket))
	case Download:
		return cmp.Or(checkBytes("offset", m.Offset), checkBytes("window", m.Window), checkTicket(m.Ticket))
	case Taken:
		return checkBytes("taken", m.Taken)
	case Finish:
		if len(m.SHA256) != HashSize {
			return bad("sha256", "sha256 must have %d bytes", HashSize)
		}
	}
	return nil
}

func checkOffer(m Offer) *Fault {
	switch {
	case !validCID(m.CID):
		return bad("cid", "cid must be 1 to %d printable ASCII characters without space", MaxCID)
	case m.Name == "" || utf8.RuneCountInString(m.Name) > MaxFileName:
		return bad("name", "name must be 1 to %d code points", MaxFileName)
	case m.Size < 0 || m.Size > MaxFile:
		return bad("size", "size must be 0 to %d", int64(MaxFile))
	case len(m.Mime) > MaxMime || !graphic(m.Mime):
		return bad("mime", "mime must be 0 to %d printable ASCII characters without space", MaxMime)
	case m.Width < 0 || m.Width > MaxSide || m.Height < 0 || m.Height > MaxSide:
		return bad("width", "width and height must be 1 to %d", MaxSide)
	case (m.Width == 0) != (m.Height == 0):
		return bad("width", "width and height must be given together")
	case len(m.Preview) > MaxPreview:
		return bad("preview", "preview must have at most %d bytes", MaxPreview)
	case m.Files < 0 || m.Files > MaxFile:
		return bad("files", "files must be 0 to %d", int64(MaxFile))
	}
	return checkConv(m.Conv)
}

func checkOfferID(offer uint64) *Fault {
	if offer == 0 || offer > MaxID {
		return bad("offer", "offer must be 1 to %d", uint64(MaxID))
	}
	return nil
}

// checkBytes holds a number of bytes of a file against what a file can have.
func checkBytes(field string, n int64) *Fault {
	if n < 0 || n > MaxFile {
		return bad(field, "%s must be 0 to %d", field, int64(MaxFile))
	}
	return nil
}

func checkTicket(ticket []byte) *Fault {
	if len(ticket) != TicketSize {
		return bad("ticket", "ticket must have %d bytes", TicketSize)
	}
	return nil
}
