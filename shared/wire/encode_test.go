package wire

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

var zeros = make([]byte, 32)

var testTime = At(time.Date(2026, 11, 22, 11, 4, 5, 678_901_234, time.FixedZone("", 8*60*60)))

// Every message in the form that PROTOCOL.md promises: the type first, no field
// missing, and read back as it was.
var encodings = []struct {
	m    Message
	want string
}{
	{Register{1, "Ann", "12345678", "laptop", ""}, `{"type":"register","id":1,"name":"Ann","password":"12345678","device":"laptop"}`},
	{Register{1, "Ann", "12345678", "laptop", "7K3M"}, `{"type":"register","id":1,"name":"Ann","password":"12345678","device":"laptop","code":"7K3M"}`},
	{Login{1, "Ann", "<&>\u2028", ""}, `{"type":"login","id":1,"name":"Ann","password":"<&>\u2028","device":""}`},
	{Resume{1, "Ann"}, `{"type":"resume","id":1,"name":"Ann"}`},
	{Sync{1, 0}, `{"type":"sync","id":1,"after":0}`},
	{Send{1, "d3-17", "c", "你好"}, `{"type":"send","id":1,"conv":"d3-17","cid":"c","text":"你好"}`},
	{History{1, "r1", 0, 50}, `{"type":"history","id":1,"conv":"r1","limit":50}`},
	{History{1, "r1", 9, 50}, `{"type":"history","id":1,"conv":"r1","before":9,"limit":50}`},
	{Read{1, "r1", 9}, `{"type":"read","id":1,"conv":"r1","upto":9}`},
	{
		Offer{1, "d3-17", "c", "合照.jpg", 4_200_000, "image/jpeg", 4032, 3024, []byte{0xff, 0xd8}, 0},
		`{"type":"offer","id":1,"conv":"d3-17","cid":"c","name":"合照.jpg","size":4200000,"mime":"image/jpeg","width":4032,"height":3024,"preview":"/9g="}`,
	},
	{Offer{ID: 1, Conv: "r1", CID: "c", Name: "x.zip", Files: 12}, `{"type":"offer","id":1,"conv":"r1","cid":"c","name":"x.zip","size":0,"files":12}`},
	{Offer{ID: 1, Conv: "r1", CID: "c", Name: "x"}, `{"type":"offer","id":1,"conv":"r1","cid":"c","name":"x","size":0}`},
	{Respond{1, 9, StateAccepted}, `{"type":"respond","id":1,"offer":9,"state":"accepted"}`},
	{Transfer{1, 9, true}, `{"type":"transfer","id":1,"offer":9,"upload":true}`},
	{Transfer{1, 9, false}, `{"type":"transfer","id":1,"offer":9}`},
	{Upload{1, zeros, 0}, `{"type":"upload","id":1,"ticket":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`},
	{Upload{1, zeros, 9}, `{"type":"upload","id":1,"ticket":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","window":9}`},
	{Download{1, zeros, 0, 0}, `{"type":"download","id":1,"ticket":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`},
	{Download{1, zeros, 7, 9}, `{"type":"download","id":1,"ticket":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","offset":7,"window":9}`},
	{Taken{1, 7}, `{"type":"taken","id":1,"taken":7}`},
	{Finish{1, zeros}, `{"type":"finish","id":1,"sha256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`},
	{Ticket{1, zeros}, `{"type":"ticket","re":1,"ticket":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`},
	{Held{1, 0}, `{"type":"held","re":1,"held":0}`},
	{Finished{1, zeros}, `{"type":"finished","re":1,"sha256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`},
	{ChangePassword{1, "12345678", "87654321", false}, `{"type":"password","id":1,"old":"12345678","new":"87654321"}`},
	{ChangePassword{1, "a", "b", true}, `{"type":"password","id":1,"old":"a","new":"b","everywhere":true}`},
	{Devices{1}, `{"type":"devices","id":1}`},
	{Forget{1, zeros}, `{"type":"forget","id":1,"key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`},
	{
		Known{1, []Device{{zeros, "laptop", testTime, testTime, true, false}}},
		`{"type":"known","re":1,"devices":[{"key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","label":"laptop",` +
			`"added":"2026-11-22T03:04:05.678Z","seen":"2026-11-22T03:04:05.678Z","online":true,"this":false}]}`,
	},
	{Known{1, []Device{}}, `{"type":"known","re":1,"devices":[]}`},
	{Logout{1}, `{"type":"logout","id":1}`},
	{Ping{1}, `{"type":"ping","id":1}`},

	{
		Welcome{1, Member{3, "Ann", true}, "Lobby", "LOG", 7, Group{"224.111.1.1:5007", []byte{1, 2}, []byte{3}}},
		`{"type":"welcome","re":1,"member":{"id":3,"name":"Ann","online":true},"server":"Lobby","log":"LOG","seq":7,"group":{"addr":"224.111.1.1:5007","id":"AQI=","key":"Aw=="}}`,
	},
	{
		Welcome{Re: 1, Member: Member{ID: 3, Name: "Ann"}},
		`{"type":"welcome","re":1,"member":{"id":3,"name":"Ann","online":false},"server":"","log":"","seq":0,"group":{"addr":""}}`,
	},
	{Members{[]Member{{3, "Ann", true}, {4, "Bob", false}}}, `{"type":"members","members":[{"id":3,"name":"Ann","online":true},{"id":4,"name":"Bob","online":false}]}`},
	{Members{[]Member{}}, `{"type":"members","members":[]}`},
	{Convs{[]Conv{{"r1", 9, 7, 2}}}, `{"type":"convs","convs":[{"conv":"r1","newest":9,"read":7,"unread":2}]}`},
	{Convs{[]Conv{}}, `{"type":"convs","convs":[]}`},
	{Ready{1}, `{"type":"ready","re":1}`},
	{Sent{1, "c", 9, testTime}, `{"type":"sent","re":1,"cid":"c","seq":9,"time":"2026-11-22T03:04:05.678Z"}`},
	{Synced{1, 9, false}, `{"type":"synced","re":1,"through":9,"gap":false}`},
	{Done{1}, `{"type":"done","re":1}`},
	{Pong{1}, `{"type":"pong","re":1}`},
	{Regroup{Group{"224.111.1.1:5007", []byte{1}, []byte{2}}}, `{"type":"group","group":{"addr":"224.111.1.1:5007","id":"AQ==","key":"Ag=="}}`},
	{Bye{CodeStopping, "until 10"}, `{"type":"bye","code":"stopping","text":"until 10"}`},
	{Fault{Code: CodeBadMessage}, `{"type":"error","code":"bad_message"}`},
	{
		Fault{1, CodeWait, ReasonLong, "name", 1500, "<slow>"},
		`{"type":"error","re":1,"code":"wait","reason":"long","field":"name","retry_ms":1500,"text":"<slow>"}`,
	},
	{
		Event{Seq: 9, Time: testTime, Kind: KindMessage, Conv: "r1", From: 3, CID: "c", Text: "hi"},
		`{"type":"event","seq":9,"time":"2026-11-22T03:04:05.678Z","kind":"message","conv":"r1","from":3,"cid":"c","text":"hi"}`,
	},
	{
		Event{Seq: 9, Time: testTime, Kind: KindJoined, Conv: "r1", Members: []uint64{3, 4}},
		`{"type":"event","seq":9,"time":"2026-11-22T03:04:05.678Z","kind":"joined","conv":"r1","members":[3,4]}`,
	},
	{
		Event{Seq: 9, Time: testTime, Kind: KindRead, Conv: "d3-17", From: 3, Upto: 8},
		`{"type":"event","seq":9,"time":"2026-11-22T03:04:05.678Z","kind":"read","conv":"d3-17","from":3,"upto":8}`,
	},
	{
		Event{Seq: 9, Time: testTime, Kind: KindOffer, Conv: "d3-17", From: 3, CID: "c", File: &File{Name: "a \"b\".txt", Size: 12, Mime: "text/plain"}},
		`{"type":"event","seq":9,"time":"2026-11-22T03:04:05.678Z","kind":"offer","conv":"d3-17","from":3,"cid":"c","file":{"name":"a \"b\".txt","size":12,"mime":"text/plain"}}`,
	},
	{
		Event{Seq: 10, Time: testTime, Kind: KindOffer, Conv: "r1", From: 3, CID: "d", File: &File{"x.jpg", 12, "image/jpeg", MaxSide, 1, []byte{0xff, 0xd8}, 0}},
		`{"type":"event","seq":10,"time":"2026-11-22T03:04:05.678Z","kind":"offer","conv":"r1","from":3,"cid":"d","file":{"name":"x.jpg","size":12,"mime":"image/jpeg","width":65535,"height":1,"preview":"/9g="}}`,
	},
	{
		Event{Seq: 10, Time: testTime, Kind: KindFile, Conv: "d3-17", Offer: 9, State: StateReady, SHA256: zeros},
		`{"type":"event","seq":10,"time":"2026-11-22T03:04:05.678Z","kind":"file","conv":"d3-17","offer":9,"state":"ready","sha256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`,
	},
	{Page{1, "r1", []Event{}, true, false}, `{"type":"page","re":1,"conv":"r1","events":[],"last":true,"more":false}`},
	{
		Page{1, "r1", []Event{
			{Seq: 8, Time: testTime, Kind: KindLeft, Conv: "r1", Members: []uint64{3}},
			{Seq: 9, Time: testTime, Kind: KindMessage, Conv: "r1", From: 3, CID: "c", Text: "hi"},
		}, false, true},
		`{"type":"page","re":1,"conv":"r1","events":[` +
			`{"type":"event","seq":8,"time":"2026-11-22T03:04:05.678Z","kind":"left","conv":"r1","members":[3]},` +
			`{"type":"event","seq":9,"time":"2026-11-22T03:04:05.678Z","kind":"message","conv":"r1","from":3,"cid":"c","text":"hi"}` +
			`],"last":false,"more":true}`,
	},
}

func TestAppend(t *testing.T) {
	for _, test := range encodings {
		got, err := Append([]byte("before"), test.m)
		if err != nil || string(got) != "before"+test.want+"\n" {
			t.Errorf("%#v:\n got %s %v\nwant before%s", test.m, got, err, test.want)
			continue
		}
		var back Message
		if r, ok := test.m.(Request); ok && r.RequestID() != 0 {
			back, err = DecodeRequest([]byte(test.want))
		} else {
			back, err = DecodeAnswer([]byte(test.want))
		}
		if err != nil || !reflect.DeepEqual(back, test.m) {
			t.Errorf("%s is read back as %#v, %v", test.want, back, err)
		}
	}
}

// A list that was never made is an empty list, never null.
func TestAppendNilLists(t *testing.T) {
	for _, test := range []struct {
		m    Message
		want string
	}{
		{Members{}, `{"type":"members","members":[]}`},
		{Convs{}, `{"type":"convs","convs":[]}`},
		{Known{}, `{"type":"known","re":0,"devices":[]}`},
		{Page{}, `{"type":"page","re":0,"conv":"","events":[],"last":false,"more":false}`},
	} {
		if got, err := Append(nil, test.m); err != nil || string(got) != test.want+"\n" {
			t.Errorf("got %s, %v; want %s", got, err, test.want)
		}
	}
}

func TestAppendRefusesWhatNoRecordCarries(t *testing.T) {
	overhead := len(`{"type":"event","seq":0,"time":"2026-11-22T03:04:05.678Z","kind":"message","conv":"r1","text":""}`) + 1
	fits := Event{Time: testTime, Kind: KindMessage, Conv: Room, Text: strings.Repeat("x", MaxMessage-overhead)}
	if line, err := Append(nil, fits); err != nil || len(line) != MaxMessage {
		t.Errorf("%d bytes, %v; want exactly MaxMessage", len(line), err)
	}
	fits.Text += "x"
	if line, err := Append(nil, fits); err == nil {
		t.Errorf("a line of %d bytes was not refused", len(line))
	}
}
