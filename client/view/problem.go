package view

import (
	"time"

	"lobby/client/model"
	"lobby/shared/wire"
)

// sentence says a problem in the user's language: the most precise sentence
// that the catalogue has for its code and reason.
func (a *App) sentence(p *model.Problem) string {
	args := []any{
		"server", a.troubled(), "code", p.Code, "detail", p.Detail, "field", p.Field,
		"max", a.limit(p), "min", wire.MinPassword, "n", a.number(p),
	}
	keys := []string{"problem." + string(p.Code) + "/" + string(p.Reason), "problem." + string(p.Code)}
	for _, key := range keys {
		if a.lang.Has(key) {
			if a.number(p) == 1 && a.lang.Has(key+".one") {
				key += ".one"
			}
			return a.lang.T(key, args...)
		}
	}
	return a.lang.T("problem.other", args...)
}

// troubled is the server that a problem is about: at the form the one that is
// filled in, which need not be that of the last attempt.
func (a *App) troubled() string {
	if a.screen() == screenLogin {
		return first(a.login.server.Text(), a.serverLabel())
	}
	return a.serverLabel()
}

// limit is the bound that a problem is about.
func (a *App) limit(p *model.Problem) int {
	switch p.Field {
	case "name":
		return wire.MaxName
	case "password":
		return wire.MaxPassword
	}
	return wire.MaxText
}

// number is what a problem counts: seconds to wait, or characters.
func (a *App) number(p *model.Problem) int {
	if p.RetryMS > 0 {
		return seconds(time.Duration(p.RetryMS) * time.Millisecond)
	}
	return p.Over
}

// seconds rounds up, so that a countdown never says 0 while it waits.
func seconds(d time.Duration) int {
	return max(1, int((d+time.Second-1)/time.Second))
}
