// Package hasher hashes passwords in processes of their own, which the system runs
// only when nobody else wants a core.
//
// One hash keeps a core busy for some 20 ms and takes 19 MiB, all of it garbage
// then. In the server's own process that is what makes messages wait: Go lets what
// runs go on for 10 ms, and collects garbage on all cores. Outside of it the
// system takes the core away at once when a message comes.
package hasher
