// Package files keeps what members offer each other until it is fetched.
//
// Where offers stand is told by the event log; a Store folds that into a table
// of the open ones. The bytes of an offer lie in a spool, a file that is named
// by the offer's number and by nothing that came over the network. One upload
// at a time writes to it, and any number of downloads read behind. How much of
// a spool is on the disk for certain, and the state of its hash there, stands
// in a small file beside it, so that an upload goes on after a restart without
// reading what is there.
package files
