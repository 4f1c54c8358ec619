package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
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
