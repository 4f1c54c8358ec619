// Package vmguest knows that this program runs in no other one's window.
package vmguest

func MarkGuest(bool) {}

func IsGuest() bool { return false }
