package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"lobby/server/admin"
)

// userCommands look after the accounts.
type userCommands struct {
	List    userListCommand    `cmd:"" help:"List the accounts."`
	Add     userAddCommand     `cmd:"" help:"Make an account; its password is asked for, or read from standard input."`
	Reset   userResetCommand   `cmd:"" help:"Set another password, which is asked for, and forget the devices."`
	Disable userDisableCommand `cmd:"" help:"Keep a member out, at once."`
	Enable  userEnableCommand  `cmd:"" help:"Let a disabled member in again."`
	Rename  userRenameCommand  `cmd:"" help:"Give a member another name."`
}

// deviceCommands look after what members log in from.
type deviceCommands struct {
	List   deviceListCommand   `cmd:"" help:"List a member's devices."`
	Revoke deviceRevokeCommand `cmd:"" help:"Make a device unknown, and end its connections."`
}

// inviteCommands look after the codes with which people register.
type inviteCommands struct {
	Add    inviteAddCommand    `cmd:"" help:"Make a code with which people may register."`
	List   inviteListCommand   `cmd:"" help:"List the codes that are not used up."`
	Revoke inviteRevokeCommand `cmd:"" help:"Make a code worthless."`
}

// perform has a request carried out, by the running server if there is one.
func (f dataFlag) perform(r admin.Request) (admin.Answer, error) {
	return admin.Perform(context.Background(), f.Data, r, newLog(os.Stderr, slog.LevelWarn))
}

// day is a time as the lists show it, in the machine's own zone.
func day(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

type userListCommand struct{ dataFlag }

func (c userListCommand) Run(stdout io.Writer) error {
	answer, err := c.perform(admin.Request{Do: admin.UserList})
	if err != nil {
		return err
	}
	var rows []string
	for _, u := range answer.Users {
		state := "member"
		if u.Admin {
			state = "administrator"
		}
		if u.Disabled {
			state += ", disabled"
		}
		seen := "-" // of devices that are not known any more nothing is kept
		if !u.Seen.IsZero() {
			seen = day(u.Seen)
		}
		rows = append(rows, fmt.Sprintf("%d\t%s\t%s\t%d\t%s\t%s", u.ID, u.Name, state, u.Devices, day(u.Created), seen))
	}
	return table(stdout, "ID\tNAME\tSTATE\tDEVICES\tCREATED\tSEEN", rows)
}

type userAddCommand struct {
	dataFlag
	Name  string `arg:"" help:"The new member's name."`
	Admin bool   `help:"Make the member an administrator."`
}

func (c userAddCommand) Run(stdout io.Writer) error {
	// What is wrong with the folder is told before anybody types for it.
	if _, err := c.perform(admin.Request{Do: admin.UserList}); err != nil {
		return err
	}
	password, err := readPassword(os.Stdin, os.Stderr)
	if err != nil {
		return err
	}
	answer, err := c.perform(admin.Request{Do: admin.UserAdd, Name: c.Name, Password: password, Admin: c.Admin})
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s is member %d\n", answer.Users[0].Name, answer.Users[0].ID)
	return nil
}

// userArg is the account that a command is about.
type userArg struct {
	dataFlag
	Name string `arg:"" help:"The member's name."`
}

type userResetCommand struct{ userArg }

func (c userResetCommand) Run(stdout io.Writer) error {
	// That there is no such member is told before anybody types for it.
	if _, err := c.perform(admin.Request{Do: admin.DeviceList, User: c.Name}); err != nil {
		return err
	}
	password, err := readPassword(os.Stdin, os.Stderr)
	if err != nil {
		return err
	}
	if _, err := c.perform(admin.Request{Do: admin.UserReset, User: c.Name, Password: password}); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s has another password and has to log in again everywhere\n", c.Name)
	return nil
}

type userDisableCommand struct{ userArg }

func (c userDisableCommand) Run(stdout io.Writer) error {
	if _, err := c.perform(admin.Request{Do: admin.UserDisable, User: c.Name}); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s is disabled\n", c.Name)
	return nil
}

type userEnableCommand struct{ userArg }

func (c userEnableCommand) Run(stdout io.Writer) error {
	if _, err := c.perform(admin.Request{Do: admin.UserEnable, User: c.Name}); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s is enabled\n", c.Name)
	return nil
}

type userRenameCommand struct {
	userArg
	New string `arg:"" help:"The new name."`
}

func (c userRenameCommand) Run(stdout io.Writer) error {
	answer, err := c.perform(admin.Request{Do: admin.UserRename, User: c.Name, Name: c.New})
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s is now %s\n", c.Name, answer.Users[0].Name)
	return nil
}

type deviceListCommand struct{ userArg }

// shownID is how much of a device's id the list shows: enough to tell 16 apart.
const shownID = 12

func (c deviceListCommand) Run(stdout io.Writer) error {
	answer, err := c.perform(admin.Request{Do: admin.DeviceList, User: c.Name})
	if err != nil {
		return err
	}
	var rows []string
	for _, d := range answer.Devices {
		rows = append(rows, fmt.Sprintf("%s\t%s\t%s\t%s", d.ID[:shownID], d.Label, day(d.Added), day(d.Seen)))
	}
	return table(stdout, "ID\tLABEL\tADDED\tSEEN", rows)
}

type deviceRevokeCommand struct {
	userArg
	Device string `arg:"" help:"The device's id, or how it begins."`
}

func (c deviceRevokeCommand) Run(stdout io.Writer) error {
	if _, err := c.perform(admin.Request{Do: admin.DeviceRevoke, User: c.Name, Device: c.Device}); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "the device %s of %s is revoked\n", c.Device, c.Name)
	return nil
}

type inviteAddCommand struct {
	dataFlag
	Count   int           `default:"1" help:"How many people may register with it (${default})."`
	Expires time.Duration `default:"168h" help:"After how long it ends, such as 48h (${default})."`
}

func (c inviteAddCommand) Run(stdout io.Writer) error {
	answer, err := c.perform(admin.Request{Do: admin.InviteAdd, Count: c.Count, Lasting: c.Expires})
	if err != nil {
		return err
	}
	i := answer.Invites[0]
	fmt.Fprintf(stdout, "%s\nfor %d, until %s\n", i.Code, i.Left, day(i.Expires))
	return nil
}

type inviteListCommand struct{ dataFlag }

func (c inviteListCommand) Run(stdout io.Writer) error {
	answer, err := c.perform(admin.Request{Do: admin.InviteList})
	if err != nil {
		return err
	}
	var rows []string
	for _, i := range answer.Invites {
		until := day(i.Expires)
		if i.Expires.Before(time.Now()) {
			until += ", over"
		}
		rows = append(rows, fmt.Sprintf("%s\t%d\t%s", i.Code, i.Left, until))
	}
	return table(stdout, "CODE\tLEFT\tUNTIL", rows)
}

type inviteRevokeCommand struct {
	dataFlag
	Code string `arg:"" help:"The code."`
}

func (c inviteRevokeCommand) Run(stdout io.Writer) error {
	if _, err := c.perform(admin.Request{Do: admin.InviteRevoke, Code: c.Code}); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s is worthless\n", c.Code)
	return nil
}

// readPassword asks for a new password twice on a terminal, and reads one line
// from anything else. It is never an argument: other users see those.
func readPassword(in *os.File, prompt io.Writer) (string, error) {
	if !term.IsTerminal(int(in.Fd())) {
		line, err := bufio.NewReader(in).ReadString('\n')
		if line == "" && errors.Is(err, io.EOF) {
			return "", errors.New("there is no password on standard input")
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the password from standard input: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	return askTwice(in, prompt)
}

// askTwice asks for a password on a terminal. That is raw from before the first
// question until after the second: nothing typed is ever shown, and Ctrl+C is a
// character that can't end the program before the terminal is as it was.
func askTwice(in *os.File, prompt io.Writer) (password string, err error) {
	before, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return "", fmt.Errorf("ask for the password: %w", err)
	}
	defer func() { err = errors.Join(err, term.Restore(int(in.Fd()), before)) }()
	screen := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{in, prompt}, "")
	var typed [2]string
	for i, question := range []string{"New password: ", "Once more: "} {
		if typed[i], err = screen.ReadPassword(question); err != nil {
			fmt.Fprint(prompt, "\r\n")
		}
		if errors.Is(err, io.EOF) {
			return "", errors.New("no password was given")
		}
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
	}
	if typed[0] != typed[1] {
		return "", errors.New("the two passwords differ")
	}
	return typed[0], nil
}
