// Lobbyd is the server of Lobby, an encrypted chat room for people who share a
// network.
package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/alecthomas/kong"

	"lobby/shared/version"
)

// commands are the program's command line.
type commands struct {
	Serve   serveCommand   `cmd:"" default:"withargs" help:"Serve the chat room. This is what happens without a command."`
	User    userCommands   `cmd:"" help:"Look after the accounts, also while the server runs."`
	Device  deviceCommands `cmd:"" help:"Look after the devices of members, also while the server runs."`
	Invite  inviteCommands `cmd:"" help:"Look after the codes to register with, also while the server runs."`
	Export  exportCommand  `cmd:"" help:"Write a conversation as text, HTML or JSON lines, also while the server runs."`
	Backup  backupCommand  `cmd:"" help:"Write key, accounts, history and waiting files into one file, also while the server runs."`
	Restore restoreCommand `cmd:"" help:"Unpack a backup into a new folder."`
	Verify  verifyCommand  `cmd:"" help:"Read everything and list what is damaged, also while the server runs."`
	Repair  repairCommand  `cmd:"" help:"Save what is good into a new folder."`
	Version versionCommand `cmd:"" help:"Print the version."`
	Hash    hashCommand    `cmd:"" name:"hash-passwords" hidden:"" help:"Hash passwords for a server, which starts this by itself."`

	Which kong.VersionFlag `name:"version" help:"Print the version."`
}

type serveCommand struct {
	Listen    string     `env:"LOBBY_LISTEN" default:"127.0.0.1:7070" placeholder:"ADDR" help:"Address to listen on (${default}). The default is for this machine alone; :7070 lets everyone in who reaches it."`
	Data      string     `env:"LOBBY_DATA" default:"data" placeholder:"DIR" help:"Folder for accounts and history (${default})."`
	Register  string     `name:"registration" env:"LOBBY_REGISTRATION" enum:"open,invite,closed" default:"open" help:"Who may make an account: open, invite (with a code of lobbyd invite) or closed (${default})."`
	Name      string     `env:"LOBBY_NAME" default:"Lobby" help:"The server's name, for people (${default})."`
	Host      []string   `env:"LOBBY_HOST" placeholder:"NAME" help:"Name on the internet that browsers open the page by, such as lobby.example.org; several with commas. Addresses and names of private networks need none."`
	Multicast string     `env:"LOBBY_MULTICAST" default:"224.111.1.1:5007" placeholder:"ADDR" help:"UDP multicast group and port for notices of who joined and left (${default}), or off."`
	TTL       uint8      `env:"LOBBY_TTL" default:"1" help:"How far notices go: 1 stays on this network (${default})."`
	Metrics   string     `env:"LOBBY_METRICS" placeholder:"ADDR" help:"Address to serve Prometheus metrics at, such as 127.0.0.1:9100; off without it."`
	LogLevel  slog.Level `env:"LOBBY_LOG_LEVEL" default:"info" placeholder:"LEVEL" help:"Least level to log: debug, info, warn or error (${default})."`
	Profile   string     `env:"LOBBY_PROFILE" hidden:"" placeholder:"DIR" help:"Folder to write a CPU and a heap profile to."`

	Skew time.Duration `name:"clock-skew" hidden:"" placeholder:"TIME" help:"By how much the clock is to be wrong, for tests."`

	Limits limitFlags `embed:"" group:"Limits"`
}

type versionCommand struct{}

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "lobbyd:", err)
		os.Exit(1)
	}
}

// run does what the arguments say, and returns when that is done.
func run(args []string, stdout, stderr io.Writer) error {
	var c commands
	parser, err := kong.New(&c,
		kong.Name("lobbyd"),
		kong.Description("The server of Lobby, an encrypted chat room for people who share a network."),
		kong.Writers(stdout, stderr),
		limitDefaults(),
		kong.Vars{"version": version.Line("lobbyd")},
		kong.BindTo(stdout, (*io.Writer)(nil)),
	)
	if err != nil {
		return err
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return fmt.Errorf("%w (lobbyd --help lists the commands, lobbyd serve --help the flags)", err)
	}
	return chosen.Run()
}

// Run prints what is known of the source that this program was built from.
func (versionCommand) Run(stdout io.Writer) error {
	_, err := fmt.Fprintln(stdout, version.Line("lobbyd"))
	return err
}
