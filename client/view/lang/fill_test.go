package lang

import "testing"

func TestFill(t *testing.T) {
	for _, tt := range []struct{ sentence, a, b, want string }{
		{"{a} 和 {b} 加入", "怡君", "俊傑", "怡君和俊傑加入"},
		{"{a} 和 {b} 加入", "怡君", "Ann", "怡君和 Ann 加入"},
		{"{a} 和 {b} 加入", "Ann", "ㄅ", "Ann 和ㄅ加入"},
		{"{a} 和 {b} 加入", "🙂", "12", "🙂 和 12 加入"},
		{"{a}、{b} 和另外 3 人", "怡 君", "さくら", "怡 君、さくら和另外 3 人"},
		{"{a} and {b} joined", "怡君", "俊傑", "怡君 and 俊傑 joined"},
		{"{a} {b}", "怡君", "俊傑", "怡君俊傑"},
		{"{a} 加入 ", "", "", " 加入 "},
		{"{c} 和 {a", "怡君", "", "{c} 和 {a"},
		{"{a}：{b}", "{b}", "{a} 好", "{b}：{a} 好"},
	} {
		if got := fill(tt.sentence, map[string]string{"a": tt.a, "b": tt.b}); got != tt.want {
			t.Errorf("%q with %q and %q: %q, want %q", tt.sentence, tt.a, tt.b, got, tt.want)
		}
	}
}
