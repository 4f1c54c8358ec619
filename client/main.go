// Command lobby is the client: a window, or a page when built for the browser.
package main

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"time"

	"lobby/client/engine"
	"lobby/client/session"
	"lobby/client/ui"
	"lobby/client/view"
	"lobby/shared/wire"
)

// options are the command line, each with its twin in the environment.
type options struct {
	Server    string `help:"Server to connect to, as host or host:port." env:"LOBBY_SERVER" placeholder:"ADDR"`
	Code      string `help:"Code of an invitation to register with." env:"LOBBY_CODE" placeholder:"CODE"`
	Config    string `help:"Folder for settings, keys and known servers; by default in the user's configuration folder." env:"LOBBY_CONFIG" type:"path" placeholder:"DIR"`
	Downloads string `help:"Folder for files that are received; by default the user's folder for downloads." env:"LOBBY_DOWNLOADS" type:"path" placeholder:"DIR"`
	Inspect   string `help:"Unix socket on which to tell what is shown, for tests." env:"LOBBY_INSPECT" hidden:""`
	Debug     bool   `help:"Show what frames are made of and cost; F12 does so too, and Ctrl+F12 in a page." env:"LOBBY_DEBUG" hidden:""`
	Verbose   bool   `help:"Log what the connection does." env:"LOBBY_VERBOSE"`
}

func main() {
	if err := run(parseOptions()); err != nil {
		fmt.Fprintln(os.Stderr, "lobby:", err)
		os.Exit(1)
	}
}

// run connects the parts: the session fills an inbox, the view draws what the
// model makes of it, and the engine shows that in a window.
func run(o options) error {
	level := slog.LevelWarn
	if o.Verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))

	store, err := session.OpenStore(o.Config)
	if err != nil {
		return fmt.Errorf("open the configuration: %w", err)
	}
	inbox := session.NewInbox(engine.Wake)
	line := session.New(session.Config{
		Store: store, Inbox: inbox, Device: deviceLabel(), Multicast: true, Log: log,
		Downloads: cmp.Or(o.Downloads, session.DownloadsFolder()), Pasted: session.PastedFolder(o.Config), Window: session.OwnWindow,
	})
	defer line.Close()

	text, pictures := engine.NewText(), engine.NewPictures()
	app := view.New(view.Options{
		Measurer: text,
		Pictures: pictures,
		Drain:    inbox.Drain,
		Perform:  (&desk{line: line, inbox: inbox, log: log}).perform,
		NewCID:   rand.Text,
		Code:     cmp.Or(o.Code, session.OwnCode()),
		Locale:   engine.Locale(),
		Dark:     engine.Dark,
		Still:    engine.Still,
		Zone:     time.Local,
		Debug:    o.Debug,
		Saving:   view.Saving{Choose: engine.ChoosesPlaces(), Most: session.MaxGathered, Show: engine.ShowsFiles},
	})
	line.Start(o.Server)
	return engine.Run(&titled{App: app}, text, engine.Options{
		Title: "Lobby", Width: 1080, Height: 720, MinWidth: 360, MinHeight: 480,
		Pictures: pictures, Icon: icons, Inspect: o.Inspect, Pasted: session.PastedFolder(o.Config), Log: log,
		Place: loadPlace(store, log), OnPlace: func(p engine.Place) { savePlace(store, p, log) },
	})
}

// titled keeps the window's title in step with the program's, and what it says
// when it is to be left.
type titled struct {
	*view.App
	title      string
	unfinished bool
}

// Frame draws a frame of the App.
func (t *titled) Frame(in ui.Input) ui.Output {
	out := t.App.Frame(in)
	if title := t.Title(); title != t.title {
		t.title = title
		engine.SetTitle(title)
	}
	if unfinished := t.Unfinished(); unfinished != t.unfinished {
		t.unfinished = unfinished
		engine.AskBeforeLeaving(unfinished)
	}
	return out
}

// deviceLabel names this device to its owner, no longer than a server takes.
func deviceLabel() string {
	label := []rune(engine.Device())
	return string(label[:min(len(label), wire.MaxDevice)])
}
