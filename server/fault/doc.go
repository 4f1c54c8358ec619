// Package fault proves the server's promise from outside: what was acknowledged
// is on the disk, in order, once, and reaches every member who may see it,
// whatever is killed, cut, slow or full.
//
// TestFaults lets real clients, without their windows, talk through a network
// that breaks to a real server process that is killed. TestHostile lets others
// abuse that server while honest members chat. `make fault` runs both for longer
// than `make test` does.
//
// The package has no code of its own, only tests.
package fault
