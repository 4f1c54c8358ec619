// Package hub routes: it knows who is connected, who may see what, who is
// present and who has read how far, and hands every stored event to those whom
// it concerns.
//
// One goroutine owns all of that state, so that none of it needs a lock and
// every session sees events in one order. Work reaches it as commands through a
// channel; stored events come back from the ledger through another. It never
// waits for the disk or for a peer: appending only queues, delivering only
// queues, and what reads the log does so on the goroutine of the peer that
// asked.
//
// A message passes like this: Session.Send queues a command; the hub checks that
// the member may speak there and that the message is new, and appends it to the
// ledger; once it is on the disk, Committed brings it back with its number; the
// hub hands its one encoding to every recipient and acknowledges it to the
// sender.
package hub
