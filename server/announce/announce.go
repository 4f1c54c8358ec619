// Package announce tells the members on the server's own network, by UDP
// multicast, who joined and who left. It is the fast and unreliable twin of the
// same event on every connection: what is lost here costs nothing.
package announce

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"

	"golang.org/x/net/ipv4"

	"lobby/shared/notice"
	"lobby/shared/wire"
)

// DefaultGroup is the group and port of the notices. It lies in a block that
// RFC 5771 keeps reserved, so that no other protocol has it.
const DefaultGroup = "224.111.1.1:5007"

// DefaultTTL keeps notices on the server's own network.
const DefaultTTL = 1

// queued is how many events may wait to be sent before more are dropped.
const queued = 256

// Announcer sends notices to one group. Its key is new with each Announcer.
type Announcer struct {
	group *net.UDPAddr
	log   *slog.Logger

	mu      sync.Mutex
	key, id []byte // guarded by mu

	socket net.PacketConn
	conn   *ipv4.PacketConn
	events chan wire.Event
	done   chan struct{}
	once   sync.Once // says that sending failed
}

// ErrGroup means that a text names no IPv4 multicast group and port.
var ErrGroup = errors.New("not an IPv4 multicast address and port")

// New opens an announcer for a group such as DefaultGroup. ttl is how many
// routers a notice may pass, plus one. The error wraps ErrGroup when the group
// is at fault and not the network.
func New(group string, ttl int, log *slog.Logger) (*Announcer, error) {
	addr, err := netip.ParseAddrPort(group)
	if err != nil || !addr.Addr().Is4() || !addr.Addr().IsMulticast() || addr.Port() == 0 {
		return nil, fmt.Errorf("multicast group %q: %w", group, ErrGroup)
	}
	socket, err := net.ListenPacket("udp4", "0.0.0.0:0")
	if err != nil {
		return nil, fmt.Errorf("open multicast socket: %w", err)
	}
	a := &Announcer{
		group:  net.UDPAddrFromAddrPort(addr),
		key:    random(notice.KeySize),
		id:     random(notice.IDSize),
		log:    log,
		socket: socket,
		conn:   ipv4.NewPacketConn(socket),
		events: make(chan wire.Event, queued),
		done:   make(chan struct{}),
	}
	// Members may sit at the server's own machine.
	if err := errors.Join(a.conn.SetMulticastTTL(ttl), a.conn.SetMulticastLoopback(true)); err != nil {
		socket.Close()
		return nil, fmt.Errorf("set up multicast socket: %w", err)
	}
	go a.run()
	return a, nil
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

// Group is what a member needs to hear the notices.
func (a *Announcer) Group() wire.Group {
	key, id := a.current()
	return wire.Group{Addr: a.group.String(), ID: id, Key: key}
}

// Renew takes a new key for what is sent from now on, and returns it.
func (a *Announcer) Renew() wire.Group {
	a.mu.Lock()
	a.key, a.id = random(notice.KeySize), random(notice.IDSize)
	a.mu.Unlock()
	return a.Group()
}

func (a *Announcer) current() (key, id []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.key, a.id
}

// Announce queues a joined or left event. It never blocks: with too many in the
// queue this one is dropped.
func (a *Announcer) Announce(e wire.Event) {
	select {
	case a.events <- e:
	default:
	}
}

// Close sends what is queued and ends the announcer. Announce must not be called
// any more.
func (a *Announcer) Close() error {
	close(a.events)
	<-a.done
	return a.socket.Close()
}

func (a *Announcer) run() {
	defer close(a.done)
	for e := range a.events {
		key, id := a.current()
		datagram, err := notice.Seal(key, id, e)
		if err == nil {
			err = a.send(datagram)
		}
		if err != nil {
			a.once.Do(func() {
				a.log.Warn("a notice could not be sent by multicast; the members' connections carry it", "error", err)
			})
		}
	}
}

// send sends a datagram out of every interface that reaches a member: each that
// can do multicast, and the loopback. It fails when none took it. Interfaces are
// asked for each time, because they come and go.
func (a *Announcer) send(datagram []byte) error {
	interfaces, err := net.Interfaces()
	if err != nil {
		return fmt.Errorf("list interfaces: %w", err)
	}
	var errs []error
	sent := false
	for _, ifi := range interfaces {
		if ifi.Flags&net.FlagUp == 0 || ifi.Flags&(net.FlagMulticast|net.FlagLoopback) == 0 {
			continue
		}
		if err := a.sendFrom(&ifi, datagram); err != nil {
			errs = append(errs, fmt.Errorf("interface %s: %w", ifi.Name, err))
			continue
		}
		sent = true
	}
	if sent {
		return nil
	}
	if errs == nil {
		return errors.New("no interface is up")
	}
	return errors.Join(errs...)
}

func (a *Announcer) sendFrom(ifi *net.Interface, datagram []byte) error {
	if err := a.conn.SetMulticastInterface(ifi); err != nil {
		return err
	}
	_, err := a.conn.WriteTo(datagram, nil, a.group)
	return err
}
