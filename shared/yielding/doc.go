// Package yielding lets long work give way: carrying a file keeps a core busy for
// as long as it takes, and a message or a key that comes meanwhile should not wait
// for it.
package yielding
