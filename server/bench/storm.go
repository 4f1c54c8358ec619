package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// stormMembers all come back at the same moment.
const stormMembers = 1000

// measureStorm restarts a server under its members and measures from the first
// connection attempt until the last member is logged in, both ends included.
func measureStorm(ctx context.Context, l *lab) (rows []row, err error) {
	data, err := l.newData(stormMembers, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	var took, cpu []time.Duration
	for run := range l.options.Runs + 1 { // the first, to which nobody comes back, does not count
		t, c, err := l.storm(ctx, data)
		if err != nil {
			return nil, err
		}
		if run > 0 {
			took, cpu = append(took, t), append(cpu, c)
		}
	}
	return []row{{
		what:     fmt.Sprintf("%d known devices log in again after a restart", stormMembers),
		target:   "1 s",
		measured: said("%.2f s (server CPU %.2f ms each)", median(took).Seconds(), milli(median(cpu))/stormMembers),
	}}, nil
}

func (l *lab) storm(ctx context.Context, data string) (took, cpu time.Duration, err error) {
	s, err := l.start(ctx, data, "127.0.0.1:0")
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	before, err := s.cpu()
	if err != nil {
		return 0, 0, err
	}
	begun := time.Now()
	w, err := l.connect(ctx, s.addr, 1, stormMembers, stormMembers, nil)
	if err != nil {
		return 0, 0, err
	}
	defer w.close()
	took = time.Since(begun)
	after, err := s.cpu()
	return took, after - before, err
}
