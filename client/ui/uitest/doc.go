// Package uitest drives a user interface of package ui in tests: it makes the
// events a person would, finds widgets by role and label, and compares what is
// drawn with golden files. No window is opened and no clock is read.
package uitest
