package app

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"syscall"
)

// listen opens a TCP address that an operator gave with a flag. Its errors say
// what is wrong with the address and which flag it is.
func listen(flag, address string) (net.Listener, error) {
	if !hasPort(address) {
		return nil, fmt.Errorf("%s %q is not an address with a port, such as 127.0.0.1:7070, or :7070 for every address of this machine", flag, address)
	}
	listener, err := net.Listen("tcp", address)
	switch {
	case isDNS(err):
		return nil, fmt.Errorf("%s %q names a machine that is not known here", flag, address)
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("the address %s is in use by another program: stop that one, or choose another address with %s", address, flag)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("%s %q is not an address of this machine", flag, address)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%s %q needs rights that this program does not have: choose a port from 1024 on", flag, address)
	case err != nil:
		return nil, fmt.Errorf("%s %q can't be listened on: %w", flag, address, err)
	}
	return listener, nil
}

func isDNS(err error) bool {
	_, ok := errors.AsType[*net.DNSError](err)
	return ok
}

// hasPort tells whether a text ends with a port, whatever stands before it.
func hasPort(address string) bool {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	_, err = net.LookupPort("tcp", port)
	return err == nil
}
