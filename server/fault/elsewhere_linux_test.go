package fault

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"lobby/server/yielding"
)

// carryOutElsewhere makes all attacks from a process that gets of the processors what
// nobody else wants: attackers have machines of their own, and what theirs take of
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
	if err := yielding.Start(cmd); err != nil {
		return err
	}
	<-quiet
	stdin.Close()
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("the attackers: %w", err)
	}
	return nil
}
