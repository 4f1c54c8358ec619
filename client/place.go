package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"

	"lobby/client/engine"
	"lobby/client/session"
)

// placeFile holds where the window was. It belongs to this machine and its
// monitors and not to the settings of the user.
const placeFile = "window.json"

// loadPlace returns where the window was last; nil where that is not known.
func loadPlace(store session.Store, log *slog.Logger) *engine.Place {
	data, err := store.Load(placeFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var p engine.Place
	if err == nil {
		err = json.Unmarshal(data, &p)
	}
	if err != nil {
		log.Warn("the window's last place is not known", "error", err)
		return nil
	}
	return &p
}

func savePlace(store session.Store, p engine.Place, log *slog.Logger) {
	data, err := json.Marshal(p)
	if err == nil {
		err = store.Save(placeFile, data)
	}
	if err != nil {
		log.Warn("the window's place was not kept", "error", err)
	}
}
