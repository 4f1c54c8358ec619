package main

import (
	"log/slog"
	"testing"

	"lobby/client/engine"
	"lobby/client/session"
)

func TestPlaceIsKept(t *testing.T) {
	store, err := session.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	if p := loadPlace(store, log); p != nil {
		t.Fatalf("before the first window there was one at %+v", *p)
	}
	want := engine.Place{X: 12, Y: 34, Width: 800, Height: 600, Maximized: true}
	savePlace(store, want, log)
	if p := loadPlace(store, log); p == nil || *p != want {
		t.Errorf("kept %+v, want %+v", p, want)
	}
	if err := store.Save(placeFile, []byte("{")); err != nil {
		t.Fatal(err)
	}
	if p := loadPlace(store, log); p != nil {
		t.Errorf("a damaged file gives %+v", *p)
	}
}
