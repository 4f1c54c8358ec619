package wire

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestDecodeRequest(t *testing.T) {
	tests := []struct {
		line string
		want Request
	}{
		{`{"type":"register","id":1,"name":"Ann","password":"12345678","device":"laptop"}`, Register{1, "Ann", "12345678", "laptop", ""}},
		{`{"type":"login","id":2,"name":"王小明","password":"密碼密碼密碼密碼"}`, Login{2, "王小明", "密碼密碼密碼密碼", ""}},
		{`{"type":"resume","id":3,"name":"Ann"}`, Resume{3, "Ann"}},
		{`{"type":"sync","id":4}`, Sync{4, 0}},
		{`{"type":"send","id":5,"conv":"r1","cid":"a-1","text":"你好\n\t👋🏽"}`, Send{5, "r1", "a-1", "你好\n\t👋🏽"}},
		{`{"type":"history","id":6,"conv":"d3-17","before":9,"limit":50}`, History{6, "d3-17", 9, 50}},
		{`{"type":"read","id":7,"conv":"r1","upto":12}`, Read{7, "r1", 12}},
		{`{"type":"logout","id":8}`, Logout{8}},
		{`{"type":"ping","id":9007199254740991}`, Ping{MaxID}},

		{"{\"type\":\"ping\",\"id\":1}\n", Ping{1}},
		{" { \"id\" : 1 , \"type\" : \"ping\" } \r\n", Ping{1}},
		{`{"type":"ping","id":1,"new":{"deep":[1,{"a":null}]},"more":"x"}`, Ping{1}},
		{`{"type":"send","id":1,"conv":"r1","cid":"c","text":"first","text":"second"}`, Send{1, "r1", "c", "second"}},
		{`{"type":"send","id":1,"conv":"r1","cid":"c","text":"\u2028\ud83d\ude00\ud800"}`, Send{1, "r1", "c", "\u2028😀\ufffd"}},
	}
	for _, test := range tests {
		got, err := DecodeRequest([]byte(test.line))
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %#v, %v; want %#v", test.line, got, err, test.want)
		}
	}
}

func TestDecodeRequestFaults(t *testing.T) {
	send := func(conv, cid, text string) string {
		return fmt.Sprintf(`{"type":"send","id":5,"conv":%q,"cid":%q,"text":%s}`, conv, cid, appendString(nil, text))
	}
	login := func(name, password, device string) string {
		return fmt.Sprintf(`{"type":"login","id":5,"name":%q,"password":%q,"device":%s}`, name, password, appendString(nil, device))
	}
	many := func(n int) string { return strings.Repeat("名", n) }
	tests := []struct {
		name string
		line string
		want Fault // without its text
	}{
		{"empty", ``, Fault{Code: CodeBadMessage}},
		{"no JSON", `GET / HTTP/1.1`, Fault{Code: CodeBadMessage}},
		{"a number", `7`, Fault{Code: CodeBadMessage}},
		{"null", `null`, Fault{Code: CodeBadMessage, Field: "type"}},
		{"a list", `[{"type":"ping","id":1}]`, Fault{Code: CodeBadMessage}},
		{"two objects", `{"type":"ping","id":1}{}`, Fault{Code: CodeBadMessage}},
		{"cut", `{"type":"ping","id":1`, Fault{Code: CodeBadMessage}},
		{"no type", `{"id":5}`, Fault{Re: 5, Code: CodeBadMessage, Field: "type"}},
		{"type of another kind", `{"id":5,"type":1}`, Fault{Re: 5, Code: CodeBadMessage}},
		{"unknown type", `{"id":5,"type":"dance"}`, Fault{Re: 5, Code: CodeUnknownType, Field: "type"}},
		{"a server's type", `{"id":5,"type":"event"}`, Fault{Re: 5, Code: CodeUnknownType, Field: "type"}},
		{"no id", `{"type":"ping"}`, Fault{Code: CodeBadMessage, Field: "id"}},
		{"id of 2^53", `{"type":"ping","id":9007199254740992}`, Fault{Re: MaxID + 1, Code: CodeBadMessage, Field: "id"}},
		{"id beyond 64 bits", `{"type":"ping","id":18446744073709551616}`, Fault{Code: CodeBadMessage}},
		{"negative id", `{"type":"ping","id":-1}`, Fault{Code: CodeBadMessage}},
		{"fraction", `{"type":"ping","id":1.5}`, Fault{Code: CodeBadMessage}},
		{"id as text", `{"type":"ping","id":"1"}`, Fault{Code: CodeBadMessage}},
		{"broken UTF-8", "{\"type\":\"ping\",\"id\":5,\"x\":\"\xff\"}", Fault{Code: CodeBadMessage, Reason: ReasonEncoding}},
		{"too long", `{"type":"ping","id":5,"x":"` + strings.Repeat("x", MaxMessage) + `"}`, Fault{Code: CodeBadMessage}},
		{"deep", `{"type":"ping","id":5,"x":` + strings.Repeat("[", 30000) + strings.Repeat("]", 30000) + `}`, Fault{Code: CodeBadMessage}},
		{"a million elements", `{"type":"ping","id":5,"x":[` + strings.Repeat("1,", 1_000_000) + `1]}`, Fault{Code: CodeBadMessage}},

		{"name too long", login(many(MaxName+1), "12345678", ""), Fault{Re: 5, Code: CodeName, Reason: ReasonLong, Field: "name"}},
		{"password too long", login("Ann", many(MaxPassword+1), ""), Fault{Re: 5, Code: CodePassword, Reason: ReasonLong, Field: "password"}},
		{"device too long", login("Ann", "12345678", many(MaxDevice+1)), Fault{Re: 5, Code: CodeBadMessage, Field: "device"}},
		{"device with a control", login("Ann", "12345678", "a\x1b"), Fault{Re: 5, Code: CodeBadMessage, Field: "device"}},
		{"resume with a long name", fmt.Sprintf(`{"type":"resume","id":5,"name":%q}`, many(MaxName+1)), Fault{Re: 5, Code: CodeName, Reason: ReasonLong, Field: "name"}},
		{"old password too long", fmt.Sprintf(`{"type":"password","id":5,"old":%q,"new":"12345678"}`, many(MaxPassword+1)), Fault{Re: 5, Code: CodePassword, Reason: ReasonLong, Field: "old"}},
		{"new password too long", fmt.Sprintf(`{"type":"password","id":5,"old":"12345678","new":%q}`, many(MaxPassword+1)), Fault{Re: 5, Code: CodePassword, Reason: ReasonLong, Field: "new"}},
		{"forget nothing", `{"type":"forget","id":5}`, Fault{Re: 5, Code: CodeBadMessage, Field: "key"}},
		{"forget half a key", `{"type":"forget","id":5,"key":"AAAA"}`, Fault{Re: 5, Code: CodeBadMessage, Field: "key"}},
		{"sync after 2^53", `{"type":"sync","id":5,"after":9007199254740992}`, Fault{Re: 5, Code: CodeBadMessage, Field: "after"}},

		{"no conversation", send("", "c", "x"), Fault{Re: 5, Code: CodeConv, Field: "conv"}},
		{"another room", send("r2", "c", "x"), Fault{Re: 5, Code: CodeConv, Field: "conv"}},
		{"no cid", send("r1", "", "x"), Fault{Re: 5, Code: CodeBadMessage, Field: "cid"}},
		{"cid too long", send("r1", strings.Repeat("c", MaxCID+1), "x"), Fault{Re: 5, Code: CodeBadMessage, Field: "cid"}},
		{"cid with a space", send("r1", "a b", "x"), Fault{Re: 5, Code: CodeBadMessage, Field: "cid"}},
		{"cid beyond ASCII", send("r1", "é", "x"), Fault{Re: 5, Code: CodeBadMessage, Field: "cid"}},
		{"text of another kind", `{"type":"send","id":5,"conv":"r1","cid":"c","text":7}`, Fault{Re: 5, Code: CodeBadMessage}},
		{"no text", send("r1", "c", ""), Fault{Re: 5, Code: CodeText, Reason: ReasonEmpty, Field: "text"}},
		{"only spaces", send("r1", "c", " \n\u3000\u200b"), Fault{Re: 5, Code: CodeText, Reason: ReasonEmpty, Field: "text"}},
		{"text too long", send("r1", "c", many(MaxText+1)), Fault{Re: 5, Code: CodeText, Reason: ReasonLong, Field: "text"}},
		{"NUL in text", send("r1", "c", "a\x00"), Fault{Re: 5, Code: CodeText, Reason: ReasonCharacters, Field: "text"}},
		{"carriage return in text", send("r1", "c", "a\r\nb"), Fault{Re: 5, Code: CodeText, Reason: ReasonCharacters, Field: "text"}},
		{"C1 control in text", send("r1", "c", "a\u0085"), Fault{Re: 5, Code: CodeText, Reason: ReasonCharacters, Field: "text"}},

		{"history of none", `{"type":"history","id":5,"conv":"r1","limit":0}`, Fault{Re: 5, Code: CodeBadMessage, Field: "limit"}},
		{"history of too many", `{"type":"history","id":5,"conv":"r1","limit":201}`, Fault{Re: 5, Code: CodeBadMessage, Field: "limit"}},
		{"history before 2^53", `{"type":"history","id":5,"conv":"r1","limit":1,"before":9007199254740992}`, Fault{Re: 5, Code: CodeBadMessage, Field: "before"}},
		{"history of nothing", `{"type":"history","id":5,"limit":1}`, Fault{Re: 5, Code: CodeConv, Field: "conv"}},
		{"read up to 2^53", `{"type":"read","id":5,"conv":"r1","upto":9007199254740992}`, Fault{Re: 5, Code: CodeBadMessage, Field: "upto"}},
		{"a picture too wide", `{"type":"offer","id":5,"conv":"r1","cid":"c","name":"x","width":65536,"height":1}`, Fault{Re: 5, Code: CodeBadMessage, Field: "width"}},
		{"a picture of a negative height", `{"type":"offer","id":5,"conv":"r1","cid":"c","name":"x","width":1,"height":-1}`, Fault{Re: 5, Code: CodeBadMessage, Field: "width"}},
		{"a picture without a height", `{"type":"offer","id":5,"conv":"r1","cid":"c","name":"x","width":1}`, Fault{Re: 5, Code: CodeBadMessage, Field: "width"}},
		{"preview too large", `{"type":"offer","id":5,"conv":"r1","cid":"c","name":"x","preview":"` + strings.Repeat("AAAA", MaxPreview/3+1) + `"}`, Fault{Re: 5, Code: CodeBadMessage, Field: "preview"}},
		{"preview that is no base64", `{"type":"offer","id":5,"conv":"r1","cid":"c","name":"x","preview":"?"}`, Fault{Re: 5, Code: CodeBadMessage}},
		{"read of a pair reversed", `{"type":"read","id":5,"conv":"d2-1"}`, Fault{Re: 5, Code: CodeConv, Field: "conv"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m, err := DecodeRequest([]byte(test.line))
			var f *Fault
			if !errors.As(err, &f) || m != nil {
				t.Fatalf("%#v, %v; want a fault", m, err)
			}
			if f.Text == "" {
				t.Error("the fault does not say what is wrong")
			}
			got := *f
			got.Text = ""
			if got != test.want {
				t.Errorf("%+v, want %+v", got, test.want)
			}
		})
	}
}

// Each limit is reached without a fault.
func TestDecodeRequestAtTheLimits(t *testing.T) {
	for _, m := range []Request{
		Login{1, strings.Repeat("名", MaxName), strings.Repeat("😀", MaxPassword), strings.Repeat("é", MaxDevice)},
		Sync{MaxID, MaxID},
		Send{1, Pair(MaxID-1, MaxID), strings.Repeat("~", MaxCID), strings.Repeat("\U0001f600", MaxText)},
		Send{1, Room, "!", strings.Repeat("\u2028", MaxText-1) + "x"},
		Offer{1, Room, "c", strings.Repeat("名", MaxFileName), MaxFile, strings.Repeat("m", MaxMime), MaxSide, MaxSide, make([]byte, MaxPreview), MaxFile},
		History{1, Room, MaxID, MaxPage},
		History{1, Room, 0, 1},
		Read{1, Room, MaxID},
	} {
		line, err := Append(nil, m)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := DecodeRequest(line); err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%.80s: %v", line, err)
		}
	}
}

func TestUnknownTypeIsNamed(t *testing.T) {
	_, err := DecodeRequest([]byte(`{"type":"dance","id":1}`))
	if err == nil || !strings.Contains(err.Error(), `"dance"`) {
		t.Errorf("%v does not name the type", err)
	}
}

func TestDecodeAnswerIgnoresWhatIsNew(t *testing.T) {
	if m, err := DecodeAnswer([]byte(`{"type":"reaction","emoji":"👍"}`)); m != nil || err != nil {
		t.Errorf("unknown type: %v, %v; want nothing", m, err)
	}
	m, err := DecodeAnswer([]byte(`{"type":"event","seq":1,"time":"2026-11-22T03:04:05.678Z","kind":"poll","conv":"r1","question":"?"}`))
	if e, ok := m.(Event); err != nil || !ok || e.Kind != "poll" {
		t.Errorf("unknown kind: %#v, %v", m, err)
	}
}

func TestDecodeAnswerFaults(t *testing.T) {
	for _, line := range []string{
		``, `7`, `{}`, `{"type":""}`, "{\"type\":\"pong\",\"x\":\"\xff\"}",
		`{"type":"pong","re":"1"}`,
		`{"type":"event","seq":-1}`,
		`{"type":"event","seq":1,"time":"2026-11-22 03:04:05"}`,
		`{"type":"pong","x":"` + strings.Repeat("x", MaxMessage) + `"}`,
	} {
		if m, err := DecodeAnswer([]byte(line)); err == nil {
			t.Errorf("%.80s: %#v", line, m)
		}
	}
}
