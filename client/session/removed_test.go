//go:build !js

package session

import (
	"log/slog"
	"testing"

	"lobby/client/model"
	"lobby/server/accounts"
	"lobby/server/admin"
	"lobby/server/app"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

// A member whom the operator disables is told so and does not come back by
// itself; who stays goes on, with the new multicast key.
func TestDisabledByTheOperator(t *testing.T) {
	server := servertest.Start(t, func(c *app.Config) { c.Multicast = freeGroup(t) })
	addr := server.Addr().String()
	a := startClient(t, tempStore(t), addr, nil)
	b := startClient(t, tempStore(t), addr, nil)
	a.register(addr, "小明")
	b.register(addr, "bob")
	_, err := admin.Perform(t.Context(), server.Config.Data, admin.Request{Do: admin.UserDisable, User: "bob"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if p := awaitEvent[model.Ended](b, nil).Problem; p.Code != wire.CodeDisabled {
		t.Errorf("the disabled member is told %+v", p)
	}
	b.await("the login form", func(s *model.State) bool { return s.Phase == model.PhaseLogin })
	a.say(wire.Room, "still here")
	a.await("nothing pending", func(s *model.State) bool { return s.Unsent() == 0 })
}

// Who is renamed comes back by the new name.
func TestRenamedByTheOperator(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	c := startClient(t, tempStore(t), addr, nil)
	c.register(addr, "小明")
	_, err := admin.Perform(t.Context(), server.Config.Data, admin.Request{Do: admin.UserRename, User: "小明", Name: "大明"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	c.await("the new name", func(s *model.State) bool { return s.Self.Name == "大明" })
	server.Stop(t)
	c.await("the line down", func(s *model.State) bool { return s.Link.Status == model.LinkWaiting })
	server.Restart(t)
	c.awaitUp()
}

func TestRegisterWithACode(t *testing.T) {
	server := servertest.Start(t, func(c *app.Config) { c.Accounts.Registration = accounts.ByInvite })
	addr := server.Addr().String()
	c := startClient(t, tempStore(t), addr, nil)
	c.do(model.Register{Server: addr, Name: "小明", Password: servertest.Password})
	if p := awaitEvent[model.LoginFailed](c, nil).Problem; p.Code != wire.CodeInvite || p.Field != model.FieldCode {
		t.Errorf("without a code: %+v", p)
	}
	c.do(model.Register{Server: addr, Name: "小明", Password: servertest.Password, Code: server.SetupCode()})
	c.awaitUp()
}
