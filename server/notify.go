package main

import (
	"fmt"
	"net"
	"os"
)

// The states that systemd is told of a service of Type=notify.
const (
	stateReady    = "READY=1"
	stateStopping = "STOPPING=1"
)

// notify tells the service manager that started this process, if one did and
// wants to know.
func notify(state string) error {
	address := os.Getenv("NOTIFY_SOCKET")
	if address == "" {
		return nil
	}
	conn, err := net.Dial("unixgram", address)
	if err != nil {
		return fmt.Errorf("notify the service manager: %w", err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(state)); err != nil {
		return fmt.Errorf("notify the service manager: %w", err)
	}
	return nil
}
