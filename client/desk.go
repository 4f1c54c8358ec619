package main

import (
	"errors"
	"log/slog"

	"lobby/client/engine"
	"lobby/client/model"
	"lobby/client/session"
)

// desk carries out effects: those that need the user's system itself, the rest
// through the session.
type desk struct {
	line  *session.Session
	inbox *session.Inbox
	log   *slog.Logger
}

func (d *desk) perform(e model.Effect) {
	switch e := e.(type) {
	case model.ChooseFiles:
		go func() {
			choose := engine.ChooseFiles
			if e.Folder {
				choose = engine.ChooseFolder
			}
			paths, err := choose("Lobby")
			if errors.Is(err, engine.ErrNoChooser) {
				d.inbox.Push(model.NoDialog{Question: model.Question{Era: e.Era, Conv: e.Conv, Offer: e.Offer}})
				return
			}
			d.told(err)
			d.inbox.Push(model.Chosen{Era: e.Era, Conv: e.Conv, Offer: e.Offer, Paths: paths})
		}()
	case model.ChoosePlace:
		go func() {
			path, err := engine.ChoosePlace("Lobby", e.Name)
			if errors.Is(err, engine.ErrNoChooser) {
				d.inbox.Push(model.NoDialog{Question: model.Question{Era: e.Era, Offer: e.Offer, Save: true, Name: e.Name}})
				return
			}
			d.told(err)
			d.inbox.Push(model.ChosenPlace{Era: e.Era, Offer: e.Offer, Path: path})
		}()
	case model.ShowFile:
		go func() {
			if err := engine.ShowFile(e.Path, e.Folder); err != nil {
				d.log.Warn("a file could not be shown", "file", e.Path, "error", err)
			}
		}()
	default:
		d.line.Do(e)
	}
}

// told tells the user why no dialog was shown.
func (d *desk) told(err error) {
	if err != nil {
		d.inbox.Push(model.Failed{Problem: model.Problem{Code: model.CodeFile, Detail: err.Error()}})
	}
}
