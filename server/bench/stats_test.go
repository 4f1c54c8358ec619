package main

import "testing"

func TestQuantile(t *testing.T) {
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[len(hundred)-1-i] = i + 1
	}
	for q, want := range map[float64]int{0: 1, 0.5: 51, 0.99: 100, 1: 100} {
		if got := quantile(hundred, q); got != want {
			t.Errorf("quantile %v is %d, want %d", q, got, want)
		}
	}
	if got := median([]int{3, 1, 2}); got != 2 {
		t.Errorf("median is %d, want 2", got)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[float64]string{0: "0", 12.4: "12", 999: "999", 1234: "1,230", 99_960: "100,000", 1_234_567: "1,230,000"} {
		if got := thousands(n); got != want {
			t.Errorf("%v is written %s, want %s", n, got, want)
		}
	}
}
