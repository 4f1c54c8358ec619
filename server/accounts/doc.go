// Package accounts knows who the members of a server are: their names, their
// passwords and the devices they have logged in from.
//
// A name is unique not by its bytes but by how it reads: regardless of case
// and width, and of letters that look alike. A password is kept as an Argon2id
// hash; few hashes are computed at once and few callers wait for one, so that a
// flood of logins is turned away instead of taking the machine from the chat.
// Guessing is slowed per name and per address. A device proves itself by its
// Noise static key and then needs no password.
//
// All of it lives in one file of JSON lines, to which each change is appended
// and synced before it is answered.
package accounts
