package session

import (
	"testing"

	"lobby/client/model"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

func TestDevicesAndPassword(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	labelled := func(label string) func(*Config) { return func(cfg *Config) { cfg.Device = label } }
	phone := startClient(t, tempStore(t), addr, labelled("phone"))
	phone.register(addr, "小明")
	tablet := startClient(t, tempStore(t), addr, labelled("tablet"))
	tablet.do(model.LogIn{Server: addr, Name: "小明", Password: password})
	tablet.awaitUp()

	phone.do(model.ListDevices{})
	var lost wire.Device
	phone.await("both devices", func(s *model.State) bool {
		if len(s.Devices.List) != 2 {
			return false
		}
		lost = s.Devices.List[1]
		return s.Devices.List[0].This && s.Devices.List[0].Label == "phone"
	})
	if lost.Label != "tablet" || lost.This || !lost.Online {
		t.Errorf("the other device is %+v", lost)
	}
	phone.do(model.ForgetDevice{Key: lost.Key})
	if ended := awaitEvent[model.Ended](tablet, nil); ended.Problem.Code != wire.CodeLoggedOut {
		t.Errorf("the forgotten device was told %+v", ended)
	}
	phone.await("one device", func(s *model.State) bool { return len(s.Devices.List) == 1 })

	phone.do(model.ChangePassword{Old: "not the one", New: "another password"})
	phone.await("a refusal", func(s *model.State) bool {
		return s.Password.Problem != nil && s.Password.Problem.Code == model.CodeOldPassword
	})
	phone.do(model.ChangePassword{Old: password, New: "another password", Everywhere: true})
	phone.await("the change", func(s *model.State) bool { return s.Password.Done })
	tablet.do(model.LogIn{Server: addr, Name: "小明", Password: "another password"})
	tablet.awaitUp()
}

func TestDraftsSurviveARestart(t *testing.T) {
	server := servertest.Start(t)
	addr, dir := server.Addr().String(), t.TempDir()
	c := startClient(t, openStore(t, dir), addr, nil)
	c.register(addr, "小明")
	c.do(model.SetDraft{Conv: wire.Room, Text: "還沒寫完"})
	c.close()
	again := startClient(t, openStore(t, dir), "", nil)
	again.awaitUp()
	again.await("the draft", func(s *model.State) bool { return s.Convs[wire.Room].Draft == "還沒寫完" })
}

func TestServerIsForgotten(t *testing.T) {
	server := newScripted(t, admitAll)
	store := tempStore(t)
	c := startClient(t, store, "", server.use)
	c.do(model.LogIn{Server: "host", Name: "小明", Password: password})
	c.awaitUp()
	c.do(model.LogOut{}, model.ForgetServer{Server: "host"})
	c.await("no known server", func(s *model.State) bool { return len(s.Known) == 0 })
	c.close()
	server.setKey(newKey(t))
	again := startClient(t, store, "host", server.use)
	again.do(model.LogIn{Server: "host", Name: "小明", Password: password})
	again.awaitUp()
}
