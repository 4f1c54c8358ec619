package session

import (
	"context"

	"lobby/shared/wire"
)

// hearNotices does nothing: a page can't join a multicast group, and hears the
// same on its connection.
func (s *Session) hearNotices(context.Context, wire.Group) {}
