package main

import (
	"context"
	"fmt"
)

// figure is something to measure.
type figure struct {
	name string
	run  func(context.Context, *lab) ([]row, error)
}

// row is a line of the table.
type row struct {
	what, target string
	measured     func(machineLimits) string
}

// said is a measured value that needs no comparison.
func said(format string, args ...any) func(machineLimits) string {
	return func(machineLimits) string { return fmt.Sprintf(format, args...) }
}

// figures lists everything that can be measured. The targets are those of the
// design; a dash means that there is none.
func figures(o options) []figure {
	all := []figure{
		{"room100", room{members: 100, senders: 16, window: 32, cpu: "0.65 us", rate: "1,500,000"}.run},
		{"room1000", room{members: 1000, senders: 8, window: 32, cpu: "0.8 us", rate: "1,000,000"}.run},
		{"single100", room{members: 100, senders: 1, window: 1, cpu: "-", rate: "-"}.run},
		{"single1000", room{members: 1000, senders: 1, window: 1, cpu: "-", rate: "-"}.run},
		{"latency", measureLatency},
		{"flood", measureFlood},
		{"pairs", measurePairs},
	}
	for _, stored := range o.Stored {
		all = append(all, figure{fmt.Sprintf("acks%s", short(stored)), acks{stored}.run})
	}
	all = append(all,
		figure{"idle1000", idle{connections: 1000, target: "-"}.run},
		figure{"idle5000", idle{connections: 5000, target: "8 KiB"}.run},
		figure{"storm", measureStorm},
	)
	for _, stored := range o.Stored {
		if stored > 0 {
			all = append(all, figure{fmt.Sprintf("history%s", short(stored)), history{stored}.run})
		}
	}
	for _, size := range o.Sizes {
		all = append(all, figure{fmt.Sprintf("relay%d", size), relay{size << 20}.run})
	}
	return append(all,
		figure{"smallfiles", measureSmallFiles},
		figure{"filelatency", measureLatencyBesideFiles},
	)
}

// short is a number of events as it is said: 1000000 is 1M.
func short(n int) string {
	if n >= 1_000_000 && n%1_000_000 == 0 {
		return fmt.Sprintf("%dM", n/1_000_000)
	}
	return fmt.Sprint(n)
}
