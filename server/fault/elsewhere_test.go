package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"lobby/shared/yielding"
)

// attackOrder tells another process whom to attack. What fields mean is told with
// target.
type attackOrder struct {
	Addr, Victim string
	Share        int
}

// orderVar is the variable of the environment that makes of this program one that
// carries out an order instead of testing.
const orderVar = "FAULT_ATTACK"

// carryOutElsewhere makes all attacks from a process that gives way to the server
// and its members: attackers have machines of their own, and what theirs take of
// this one must not be told as what members wait for the server.
func (o attackOrder) carryOutElsewhere(t *testing.T, quiet <-chan struct{}) error {
	order, err := json.Marshal(o)
	if err != nil {
		return err
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), orderVar+"="+string(order))
	cmd.Stdout, cmd.Stderr = t.Output(), t.Output()
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	started := make(chan error)
	go func() {
		yielding.Yield() // which the process inherits
		started <- cmd.Start()
	}()
	if err := <-started; err != nil {
		return err
	}
	<-quiet
	stdin.Close()
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("the attackers: %w", err)
	}
	return nil
}

// carryOut makes the attacks of an order. It holds on until standard input ends,
// and returns what the process ends with.
func carryOut(order string) int {
	var o attackOrder
	if err := json.Unmarshal([]byte(order), &o); err != nil {
		fmt.Println(err)
		return 1
	}
	quiet := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(quiet)
	}()
	g := &target{addr: o.Addr, victim: o.Victim, share: o.Share, quiet: quiet, witness: newWitness()}
	err := g.attack(func(format string, args ...any) { fmt.Printf(format+"\n", args...) })
	if err := errors.Join(append(g.witness.wrong, err)...); err != nil {
		fmt.Printf("%.4000v\n", err)
		return 1
	}
	return 0
}
