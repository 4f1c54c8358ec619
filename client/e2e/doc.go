// Package e2e tests the program from outside: the real server process, real
// windows on X servers of their own, and a real browser, driven by keyboard and
// pointer and read by the roles and labels that they tell a screen reader.
//
// It has no code of its own, only tests.
package e2e
