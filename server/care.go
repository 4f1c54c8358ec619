package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"lobby/server/accounts"
	"lobby/server/datadir"
	"lobby/server/ledger"
	"lobby/server/transcript"
	"lobby/shared/wire"
)

// dataFlag is the folder that a command is about.
type dataFlag struct {
	Data string `env:"LOBBY_DATA" default:"data" placeholder:"DIR" help:"The server's data folder (${default})."`
}

// Validate refuses no name for a folder, which would be the current one.
func (f dataFlag) Validate() error {
	if f.Data == "" {
		return errors.New("--data must name a folder")
	}
	return nil
}

// place is the name of a file or a folder that a flag must give.
type place string

// Validate refuses no name.
func (p place) Validate() error {
	if p == "" {
		return errors.New("it must not be empty")
	}
	return nil
}

// look takes a view of the folder and has do use it.
func (f dataFlag) look(do func(*datadir.View) error) error {
	v, err := datadir.Look(context.Background(), f.Data)
	if err != nil {
		return err
	}
	return errors.Join(do(v), v.Close())
}

// damaged is the error of a command that has told of every damaged place.
func damaged(places int) error {
	switch places {
	case 0:
		return nil
	case 1:
		return errors.New("1 place is damaged or missing, see above")
	}
	return fmt.Errorf("%d places are damaged or missing, see above", places)
}

type verifyCommand struct{ dataFlag }

// Run reads everything and lists what is damaged.
func (c verifyCommand) Run(stdout io.Writer) error {
	return c.look(func(v *datadir.View) error {
		r, err := datadir.Verify(v, tellOn(stdout))
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%s: read %d events in %d files, %d members, and %d files that wait to be fetched\n", c.Data, r.Events, r.Segments, r.Members, r.Files)
		return damaged(r.Findings)
	})
}

func tellOn(out io.Writer) func(datadir.Finding) {
	return func(f datadir.Finding) { fmt.Fprintln(out, f) }
}

type repairCommand struct {
	dataFlag
	To place `required:"" placeholder:"DIR" help:"New folder for what is good. The old one is not changed."`
}

// Run saves what is good and lists what is left out.
func (c repairCommand) Run(stdout io.Writer) error {
	return c.look(func(v *datadir.View) error {
		r, err := datadir.Repair(v, string(c.To), tellOn(stdout))
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%s has %d events and %d members; places above that are left out: %d, event numbers that are empty: %d\n",
			c.To, r.Log.Events, r.Members, r.Findings, r.Log.Lost)
		return nil
	})
}

type backupCommand struct {
	dataFlag
	To    place `required:"" placeholder:"FILE" help:"New file, such as lobby.tar.gz. It holds the server's key and all messages."`
	Files bool  `default:"true" negatable:"" help:"Take the files along that wait to be fetched, as far as they have come (${default})."`
}

// Run writes a backup, of a running server too.
func (c backupCommand) Run(stdout io.Writer) error {
	return c.look(func(v *datadir.View) error {
		if err := datadir.Backup(v, string(c.To), c.Files, time.Now()); err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%s holds what %s had\n", c.To, c.Data)
		return nil
	})
}

type restoreCommand struct {
	dataFlag
	From place `required:"" placeholder:"FILE" help:"What backup wrote."`
}

// Run unpacks a backup into a folder that is new or empty, and checks it.
func (c restoreCommand) Run(stdout io.Writer) error {
	r, err := datadir.Restore(context.Background(), string(c.From), c.Data, tellOn(stdout))
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s has %d events, %d members and %d files that wait to be fetched\n", c.Data, r.Events, r.Members, r.Files)
	return damaged(r.Findings)
}

type exportCommand struct {
	dataFlag
	Conv   string `required:"" placeholder:"CONV" help:"The room, r1, or two names with a comma between them."`
	Format string `enum:"jsonl,text,html" default:"text" help:"jsonl, text or html (${default})."`
	Out    string `placeholder:"FILE" help:"New file to write; without it, standard output."`
}

// Run writes a conversation down.
func (c exportCommand) Run(stdout io.Writer) error {
	return c.look(func(v *datadir.View) error {
		members, err := v.Members()
		if err != nil {
			return err
		}
		conv, about, err := c.choose(members)
		if err != nil {
			return err
		}
		if c.Out == "" {
			return c.write(v, conv, about, stdout)
		}
		f, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		return errors.Join(c.write(v, conv, about, f), f.Close())
	})
}

// choose finds the conversation that is meant.
func (c exportCommand) choose(members accounts.Contents) (string, transcript.About, error) {
	about := transcript.About{Title: "Lobby", Names: make(map[uint64]string), Exported: time.Now(), Zone: time.Local}
	for _, m := range members.Members() {
		about.Names[m.ID] = m.Name
	}
	conv := c.Conv
	if strings.Contains(conv, ",") {
		if conv = pairNamed(members, conv); conv == "" {
			return "", about, fmt.Errorf("%q are not the names of two members; `lobbyd user list` shows them", c.Conv)
		}
	}
	if low, high, ok := wire.ParsePair(conv); ok {
		about.Title = about.Name(low) + ", " + about.Name(high)
	} else if conv != wire.Room {
		return "", about, fmt.Errorf("there is no conversation %q: give %s, or two names with a comma between them", c.Conv, wire.Room)
	}
	return conv, about, nil
}

// pairNamed finds the conversation of two members whose names have a comma
// between them, or "". A name may have commas, too.
func pairNamed(members accounts.Contents, names string) string {
	for i, c := range names {
		if c != ',' {
			continue
		}
		one, ok := members.Named(names[:i])
		other, both := members.Named(names[i+1:])
		if ok && both && one.ID != other.ID {
			return wire.Pair(one.ID, other.ID)
		}
	}
	return ""
}

// write goes on past damage, and tells of it where it does not get into the
// transcript.
func (c exportCommand) write(v *datadir.View, conv string, about transcript.About, out io.Writer) error {
	w, err := transcript.New(c.Format, out, about)
	if err != nil {
		return err
	}
	if err := w.Begin(); err != nil {
		return err
	}
	places := 0
	err = v.Events(ledger.Inspector{
		Line: func(l ledger.Line) error {
			if l.Event.Conv != conv || l.Event.Kind == wire.KindRead {
				return nil
			}
			e, err := l.Decode()
			if err != nil {
				return err
			}
			return w.Event(e)
		},
		Damage: func(d *ledger.DamageError) error {
			places++
			fmt.Fprintln(os.Stderr, datadir.Finding{File: d.File, Line: d.Line, Offset: d.Offset, Reason: d.Reason})
			return nil
		},
	})
	if err == nil {
		err = w.End()
	}
	return errors.Join(err, damaged(places))
}
