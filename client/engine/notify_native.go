//go:build !js

package engine

import (
	"log/slog"
	"sync"

	"github.com/gen2brain/beeep"
	"github.com/hajimehoshi/ebiten/v2"

	"lobby/client/ui"
)

// notices shows notifications of the desktop. Showing one asks another program
// and may take long, so it is done beside the frames; while one is being shown,
// the newest of those that come waits.
type notices struct {
	mu      sync.Mutex
	showing bool
	next    ui.Notification
}

func notifyState() ui.NotifyState { return ui.NotifyReady }

// serve does what a frame wished for.
func (n *notices) serve(out ui.Output, o *Options) {
	if out.Attention {
		ebiten.RequestAttention()
	}
	if out.Notify.Title == "" {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.next = out.Notify
	if !n.showing {
		n.showing = true
		beeep.AppName = o.Title
		go n.show(o.Log)
	}
}

func (n *notices) show(log *slog.Logger) {
	for {
		n.mu.Lock()
		next := n.next
		n.next = ui.Notification{}
		n.showing = next.Title != ""
		n.mu.Unlock()
		if next.Title == "" {
			return
		}
		if err := beeep.Notify(next.Title, next.Text, ""); err != nil {
			log.Debug("showing a notification failed", "error", err)
		}
	}
}
