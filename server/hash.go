package main

import (
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"lobby/server/hasher"
)

// hashCommand is what a running server starts of itself, to have passwords hashed.
type hashCommand struct{}

// Run hashes until the server closes its standard input, or is no more.
func (hashCommand) Run(stdout io.Writer) error {
	// A terminal and systemd tell all processes to end: when, is for the server to say.
	signal.Ignore(os.Interrupt, syscall.SIGTERM)
	return hasher.Serve(os.Stdin, stdout)
}

// hashPatience is how long somebody may have to wait once, where others keep all cores
// busy, until the server makes the hashes itself for a while.
const hashPatience = time.Second

// hashingProcess is the command of a process that hashes.
func hashingProcess() *exec.Cmd {
	cmd := exec.Command(ownProgram(), "hash-passwords")
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1") // it has one thing to do at a time
	cmd.Stderr = os.Stderr
	return cmd
}

// ownProgram is the path of the program that runs. On Linux it leads to that one even
// when another version has taken its place.
func ownProgram() string {
	if runtime.GOOS == "linux" {
		return "/proc/self/exe"
	}
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}
