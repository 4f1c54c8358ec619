package wire

import "testing"

func TestBlank(t *testing.T) {
	for _, text := range []string{
		"", " ", "\t\n\r", "\u3000\u00a0\u2003", "\u200b\u200d\ufeff", "\u202e", "\ufe0f", "\U000e0101", "\u2800", "\u3164", "\uffa0", "\u115f\u1160", "\u034f", "\u180e", "\U000e0041",
	} {
		if !Blank(text) {
			t.Errorf("%+q shows nothing", text)
		}
	}
	for _, text := range []string{"x", " x ", "。", "👍", "\u200d👍", "\u0301", "\ufffd"} {
		if Blank(text) {
			t.Errorf("%+q shows something", text)
		}
	}
}
