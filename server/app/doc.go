// Package app puts a server together: the data folder, the accounts, the log,
// the hub, the announcer and the door. The program lobbyd is its command line;
// tests start the same server in their own process.
package app
