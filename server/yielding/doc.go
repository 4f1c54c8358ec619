// Package yielding lets long work give way: to hash a password keeps a core busy for
// some time, and a message that comes meanwhile should not wait for it.
package yielding
