package view

import (
	"strings"
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

func TestLoginByKeyboardAlone(t *testing.T) {
	r := newRig(t, 1280, 800)
	if got := r.Focused().Label; got != "名稱" {
		t.Fatalf("the focus is on %q, want the first empty field", got)
	}
	r.Type("建宏")
	r.Press(ui.KeyTab)
	r.Type("correct horse")
	r.Press(ui.KeyEnter)
	dials := took[model.Dial](r)
	want := model.Dial{Server: "class.example:7070", Name: "建宏", Password: "correct horse"}
	if len(dials) != 1 || dials[0] != want {
		t.Fatalf("effects %+v, want %+v", dials, want)
	}
	if b := r.Find(ui.RoleButton, "連線中…"); !b.Disabled {
		t.Error("the button can be pressed while the login is under way")
	}
}

func TestRegisterTab(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.Click(ui.RoleTab, "註冊")
	r.Click(ui.RoleTextbox, "名稱")
	r.Type("Mei")
	r.Click(ui.RoleTextbox, "密碼")
	r.Type("long enough")
	r.Click(ui.RoleButton, "建立帳號")
	if d := took[model.Dial](r); len(d) != 1 || !d[0].Register {
		t.Fatalf("effects %+v, want a registration", d)
	}
}

// The field for an invite code is there once the server has asked for one.
func TestInviteCode(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.Click(ui.RoleTab, "註冊")
	r.Click(ui.RoleTextbox, "名稱")
	r.Type("Mei")
	r.Click(ui.RoleTextbox, "密碼")
	r.Type("long enough")
	r.Press(ui.KeyEnter)
	took[model.Dial](r)
	invite := wire.Fault{Code: wire.CodeInvite, Reason: wire.ReasonEmpty, Field: "code"}
	r.happen(model.LoginFailed{Problem: model.FromFault(invite)})
	if got := r.Focused().Label; got != "邀請碼" {
		t.Fatalf("the focus is on %q", got)
	}
	if alerts := r.labels(ui.RoleAlert); len(alerts) != 1 || !strings.Contains(alerts[0], "要有邀請碼才能註冊") {
		t.Errorf("the form says %q", alerts)
	}
	r.Type("7k3m-9qxt")
	r.Press(ui.KeyEnter)
	if d := took[model.Dial](r); len(d) != 1 || d[0].Code != "7k3m-9qxt" || !d[0].Register || d[0].Password != "long enough" {
		t.Fatalf("effects %+v, want a registration with the code", d)
	}
	invite.Reason = ""
	r.happen(model.LoginFailed{Problem: model.FromFault(invite)})
	if alerts := r.labels(ui.RoleAlert); len(alerts) != 1 || !strings.Contains(alerts[0], "這個邀請碼無效") {
		t.Errorf("the form says %q of a wrong code", alerts)
	}
	r.Click(ui.RoleTab, "登入")
	if r.Has(ui.RoleTextbox, "邀請碼") {
		t.Error("a login asks for a code")
	}
}

// Who comes with an invitation finds the form to register, with the code in it.
func TestInvitation(t *testing.T) {
	r := newRigWith(t, 1280, 800, "7K3M-9QXT-2FHB")
	if got := r.Find(ui.RoleTextbox, "邀請碼").Value; got != "7K3M-9QXT-2FHB" {
		t.Errorf("the field holds %q", got)
	}
	r.Click(ui.RoleTextbox, "名稱")
	r.Type("Mei")
	r.Click(ui.RoleTextbox, "密碼")
	r.Type("long enough")
	r.Press(ui.KeyEnter)
	if d := took[model.Dial](r); len(d) != 1 || d[0].Code != "7K3M-9QXT-2FHB" || !d[0].Register {
		t.Errorf("effects %+v, want a registration with the code", d)
	}
}

// Each mistake is said in words beside its field, the focus is there, and what
// was typed stays.
func TestLoginProblems(t *testing.T) {
	for _, c := range []struct {
		name, user, password string
		answer               *wire.Fault
		field, says          string
	}{
		{name: "no name", password: "12345678", field: "名稱", says: "請輸入名稱"},
		{name: "no password", user: "Mei", field: "密碼", says: "請輸入密碼"},
		{name: "wrong", user: "Mei", password: "12345678", answer: &wire.Fault{Code: wire.CodeDenied}, field: "密碼", says: "名稱或密碼不正確。還沒有帳號的話，請先註冊。"},
		{name: "wait", user: "Mei", password: "12345678", answer: &wire.Fault{Code: wire.CodeWait, RetryMS: 3500}, says: "請在 4 秒後再試"},
		{name: "characters", user: "a\u202eb", password: "12345678", answer: &wire.Fault{Code: wire.CodeName, Reason: wire.ReasonCharacters, Field: "name"}, field: "名稱", says: "名稱含有不能使用的字元。"},
		{name: "unheard of", user: "Mei", password: "12345678", answer: &wire.Fault{Code: "teapot"}, says: "發生錯誤（teapot）。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, 1280, 800)
			r.Click(ui.RoleTextbox, "名稱")
			r.Type(c.user)
			r.Click(ui.RoleTextbox, "密碼")
			r.Type(c.password)
			r.Press(ui.KeyEnter)
			if c.answer != nil {
				r.happen(model.LoginFailed{Problem: model.FromFault(*c.answer)})
			}
			alerts := r.labels(ui.RoleAlert)
			if len(alerts) != 1 || !strings.Contains(alerts[0], c.says) {
				t.Errorf("the form says %q, want %q", alerts, c.says)
			}
			if c.field != "" && r.Focused().Label != c.field {
				t.Errorf("the focus is on %q, want %q", r.Focused().Label, c.field)
			}
			if got := r.Find(ui.RoleTextbox, "名稱").Value; got != c.user {
				t.Errorf("the name field holds %q, %q was typed", got, c.user)
			}
		})
	}
}

// What is wrong goes away when the user does something about it.
func TestProblemGoesWithTyping(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.Press(ui.KeyEnter)
	if len(r.labels(ui.RoleAlert)) != 1 {
		t.Fatalf("alerts %q, want one", r.labels(ui.RoleAlert))
	}
	r.Type("M")
	if got := r.labels(ui.RoleAlert); len(got) != 0 {
		t.Errorf("still says %q", got)
	}
}

func TestPasswordIsHiddenUntilShown(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.Click(ui.RoleTextbox, "密碼")
	r.Type("geheim")
	if strings.Contains(r.Text()+r.Tree(), "geheim") {
		t.Fatal("the password is on the screen")
	}
	r.Click(ui.RoleButton, "顯示")
	if !strings.Contains(r.Text(), "geheim") {
		t.Fatal("the password is not shown")
	}
	r.Click(ui.RoleButton, "隱藏")
	if strings.Contains(r.Text()+r.Tree(), "geheim") {
		t.Fatal("the password is on the screen again")
	}
}

func TestProbeShowsFingerprint(t *testing.T) {
	r := newRig(t, 1280, 800)
	if p := took[model.ProbeServer](r); len(p) != 1 || p[0].Server != "class.example:7070" {
		t.Fatalf("effects %+v, want a probe of the server that is filled in", p)
	}
	r.happen(model.Probed{Server: "class.example:7070", Words: "river mango copper dawn lotus pine", Known: true})
	if got := r.labels(ui.RoleStatus); len(got) != 1 || got[0] != "伺服器指紋：river mango copper dawn lotus pine" {
		t.Errorf("says %q", got)
	}
	r.happen(model.Probed{Server: "class.example:7070", Problem: &model.Problem{Code: model.CodeUnreachable, Field: model.FieldServer}})
	if got := r.labels(ui.RoleAlert); len(got) != 1 || !strings.Contains(got[0], "連不上 class.example:7070") {
		t.Errorf("says %q", got)
	}
}

func TestKeyChangeGoesNowhereByItself(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.Type("Mei")
	r.Press(ui.KeyTab)
	r.Type("12345678")
	r.Press(ui.KeyEnter)
	took[model.Dial](r)
	change := model.KeyMismatch{KeyChange: model.KeyChange{Server: "class.example:7070", KnownWords: "one two three four five six", SeenWords: "six five four three two one", SeenKey: [32]byte{7}}}
	r.happen(change)
	for label, words := range map[string]string{"記住的指紋": "one two three four five six", "現在的指紋": "six five four three two one"} {
		if got := r.Find(ui.RoleText, label).Value; got != words {
			t.Errorf("%s: %q, want %q", label, got, words)
		}
	}
	r.Press(ui.KeyEnter)
	r.Wait(1e12)
	if got := took[model.Effect](r); len(got) != 0 {
		t.Fatalf("went on by itself: %+v", got)
	}
	r.Click(ui.RoleButton, "我已確認，信任新的指紋")
	if got := took[model.Trust](r); len(got) != 1 || got[0].Key != change.SeenKey {
		t.Fatalf("effects %+v, want the new key trusted", got)
	}
	r.happen(change)
	r.Click(ui.RoleButton, "返回登入畫面")
	r.Find(ui.RoleTextbox, "密碼")
	if got := took[model.Trust](r); len(got) != 0 {
		t.Fatalf("refusing trusts: %+v", got)
	}
}

// The card fits or scrolls in every window that is allowed.
func TestLoginFitsSmallWindows(t *testing.T) {
	for _, size := range [][2]float32{{360, 480}, {390, 780}, {720, 480}, {1920, 1080}} {
		r := newRig(t, size[0], size[1])
		for range 8 {
			n := r.Focused()
			if n.Rect.X < 0 || n.Rect.Right() > size[0] || n.Rect.Y < 0 || n.Rect.Bottom() > size[1] {
				t.Errorf("%v: %s %q has the focus at %v, outside the window", size, n.Role, n.Label, n.Rect)
			}
			r.Press(ui.KeyTab)
		}
	}
}

// After a login elsewhere failed, a problem names the server in the form.
func TestProblemNamesTheServerOfTheForm(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.Click(ui.RoleTextbox, "名稱")
	r.Type("Mei")
	r.Press(ui.KeyTab)
	r.Type("12345678")
	r.Press(ui.KeyEnter)
	r.happen(model.Connecting{Server: "class.example:7070"}, model.LoginFailed{Problem: model.Problem{Code: wire.CodeDenied, Field: model.FieldPassword}})
	r.Click(ui.RoleTextbox, "伺服器")
	r.Press(ui.KeyA, ui.Command)
	r.Type("other.example")
	r.Press(ui.KeyTab)
	r.happen(model.Probed{Server: "other.example", Problem: &model.Problem{Code: model.CodeUnreachable, Field: model.FieldServer}})
	if got := r.labels(ui.RoleAlert); len(got) != 1 || !strings.Contains(got[0], "連不上 other.example。") {
		t.Errorf("says %q", got)
	}
}

// Who has an account is asked to log in, and not to make another one.
func TestAfterRegistering(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.Click(ui.RoleTab, "註冊")
	r.logIn()
	r.happen(model.Ended{Problem: model.Problem{Code: wire.CodeDisabled}})
	r.Find(ui.RoleAlert, "這個帳號已被管理員停用。")
	if !r.Find(ui.RoleTab, "登入").Selected {
		t.Error("the form is for new accounts")
	}
}

// After logging out the form asks the server again, and knows its fingerprint.
func TestLoginAfterLoggingOut(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	took[model.ProbeServer](r)
	r.app.do(model.LogOut{})
	r.Send()
	asked := took[model.ProbeServer](r)
	if len(asked) != 1 || asked[0].Server != "class.example:7070" {
		t.Fatalf("asks %+v", asked)
	}
	r.happen(model.Probed{Server: asked[0].Server, Words: "river mango copper dawn lotus pine", Known: true})
	if !r.draws("伺服器指紋：river mango copper dawn lotus pine") {
		t.Errorf("the form says\n%s", r.Text())
	}
}
