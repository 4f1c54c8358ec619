package engine

import (
	"log/slog"
	"syscall/js"
)

// chime makes the sound of a new message. A browser lets a page be heard only
// after the user has done something in it.
type chime struct {
	allowed bool
	audio   js.Value // AudioContext, undefined until the first sound
}

// allow is called while an event of the user's is being handled. A context that some
// browser holds back may go on from then on. It is not made here: the first one can take
// a browser a tenth of a second, and what the user does would wait for it.
func (c *chime) allow() {
	c.allowed = true
	if c.audio.Truthy() && c.audio.Get("state").String() == "suspended" {
		c.audio.Call("resume")
	}
}

// open makes the context for the first sound.
func (c *chime) open() {
	if !c.allowed || !c.audio.IsUndefined() {
		return
	}
	c.audio = js.Null()
	if api := window.Get("AudioContext"); api.Truthy() {
		c.audio = api.New()
	}
}

// play rings the bell by oscillators of the browser's own.
func (c *chime) play(log *slog.Logger) {
	defer func() {
		if v := recover(); v != nil {
			log.Debug("the sound of a new message could not be made", "error", v)
		}
	}()
	c.open()
	if !c.audio.Truthy() {
		return
	}
	if c.audio.Get("state").String() == "suspended" {
		c.audio.Call("resume")
	}
	now := c.audio.Get("currentTime").Float()
	for i, pitch := range []float64{chimeLow, chimeHigh} {
		begin := now + float64(i)*chimeSecond.Seconds()
		tone, loud := c.audio.Call("createOscillator"), c.audio.Call("createGain")
		tone.Get("frequency").Set("value", pitch)
		gain := loud.Get("gain")
		gain.Call("setValueAtTime", 0, begin)
		gain.Call("linearRampToValueAtTime", chimeLoud, begin+chimeRise)
		gain.Call("setTargetAtTime", 0, begin+chimeRise, chimeFade)
		tone.Call("connect", loud)
		loud.Call("connect", c.audio.Get("destination"))
		tone.Call("start", begin)
		tone.Call("stop", begin+chimeLength.Seconds())
	}
}
