//go:build !js

package session

import (
	"context"
	"errors"
	"fmt"
	"net"

	"golang.org/x/net/ipv4"

	"lobby/client/model"
	"lobby/shared/notice"
	"lobby/shared/wire"
)

// hearNotices pushes what comes by multicast until ctx ends. The connection
// brings the same, so that a network without multicast is only logged.
func (s *Session) hearNotices(ctx context.Context, g wire.Group) {
	conn, err := joinGroup(g.Addr)
	if err != nil {
		s.cfg.Log.Info("no multicast notices", "group", g.Addr, "error", err)
		return
	}
	s.passNotices(ctx, conn, g)
}

func (s *Session) passNotices(ctx context.Context, conn *net.UDPConn, g wire.Group) {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	datagram := make([]byte, wire.MaxDatagram+1)
	for {
		n, _, err := conn.ReadFromUDP(datagram)
		if err != nil {
			if ctx.Err() == nil {
				s.cfg.Log.Info("multicast notices ended", "group", g.Addr, "error", err)
			}
			return
		}
		e, err := notice.Open(g.Key, g.ID, datagram[:n])
		if err != nil {
			s.cfg.Log.Debug("dropped a datagram", "error", err)
			continue
		}
		s.push(model.Heard{Event: e})
	}
}

// joinGroup listens to a group on every interface that can, and on the loopback
// for a server on the same machine, which may be on no network.
func joinGroup(addr string) (*net.UDPConn, error) {
	group, err := net.ResolveUDPAddr("udp4", addr)
	if err != nil {
		return nil, fmt.Errorf("multicast group %q: %w", addr, err)
	}
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("list network interfaces: %w", err)
	}
	var conn *net.UDPConn
	var failed []error
	for _, ifi := range interfaces {
		if ifi.Flags&net.FlagUp == 0 || ifi.Flags&(net.FlagMulticast|net.FlagLoopback) == 0 {
			continue
		}
		var err error
		if conn == nil {
			conn, err = net.ListenMulticastUDP("udp4", &ifi, group)
		} else {
			err = ipv4.NewPacketConn(conn).JoinGroup(&ifi, group)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("join on %s: %w", ifi.Name, err))
		}
	}
	if conn == nil {
		return nil, errors.Join(append(failed, errors.New("no interface can join"))...)
	}
	// A server on the same machine is to be heard too. Windows decides that at
	// the receiver; where it can't be set, it is so already.
	_ = ipv4.NewPacketConn(conn).SetMulticastLoopback(true)
	return conn, nil
}
