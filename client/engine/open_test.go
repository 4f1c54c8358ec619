package engine

import "testing"

func TestOnlyWebAddressesAreOpened(t *testing.T) {
	for target, want := range map[string]bool{
		"http://a.example": true, "https://a.example/b": true,
		"": false, "file:///etc/passwd": false, "javascript:alert(1)": false, "--help": false, "/bin/sh": false,
	} {
		if webAddress(target) != want {
			t.Errorf("webAddress(%q) = %v", target, !want)
		}
	}
}
