// Package household says which addresses count as one when something is counted
// by address: how many connections, how many requests, how many wrong passwords.
package household

import "net/netip"

// Of returns what an address counts under: itself with IPv4, and with IPv6 the
// network of 64 bits, within which a single machine may take any address it likes.
// No address, as on a pipe, is a household of its own, the zero Prefix.
func Of(a netip.Addr) netip.Prefix {
	a = a.Unmap().WithZone("")
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}
