// Package session is the client's connection to a server: it dials, shakes
// hands, logs in, resumes and reconnects, and keeps what must survive a restart.
//
// It carries out the model's effects and pushes what happens into an Inbox; it
// decides nothing about conversations. One goroutine carries out effects, one
// at a time keeps a connection (dial, read, wait, dial again), one writes to
// that connection and one stores files. None of them is ever waited for by Do.
//
// Build tags for the browser stand here: there connections are WebSockets, the
// store is the page's local storage, and there is no multicast.
package session
