package ui

import "time"

// Input is what came in since the last frame, and the frame's surroundings.
type Input struct {
	Events  []Event
	W, H    float32 // size of the window, logical pixels
	Now     time.Time
	Focused bool // the window has the keyboard
	Touch   bool // the last pointer event came from a finger
	Notify  NotifyState
	Dropped []string // paths of files that were dropped onto the window, at the pointer
	Pasted  []string // paths of files that came from the clipboard
	Stats   Stats    // while Output.Debug asks for them
}

// EventKind says what an Event tells.
type EventKind uint8

// The kinds of events.
const (
	PointerMove  EventKind = iota // Pos
	PointerDown                   // Pos, Button, Mods, Clicks
	PointerUp                     // Pos, Button
	PointerLeave                  // the pointer left the window
	Scroll                        // Pos, Delta in logical pixels; positive Y shows what is above
	KeyPress                      // Key, Mods; again for each repeat, with Repeat
	Text                          // Text was typed, or committed by the input method
	Preedit                       // Text is being composed; SelStart and SelEnd in bytes; empty ends it
	Paste                         // Text came from the clipboard
	FocusLost                     // the window lost the keyboard
	Activate                      // Widget is to do what a click on it does, as a screen reader asks
)

// Button is a button of the pointer.
type Button uint8

// The buttons. A finger is the left button.
const (
	ButtonLeft Button = iota
	ButtonRight
	ButtonMiddle
)

// Mods are the modifier keys held.
type Mods uint8

// The modifiers. Command is Control, or the command key on a Mac: the one that
// shortcuts are made with.
const (
	Shift Mods = 1 << iota
	Command
	Alt
)

// Key is a key that is not text, or one with Command or Alt held.
type Key uint8

// The keys that anything in the program listens to.
const (
	KeyNone Key = iota
	KeyEnter
	KeyEscape
	KeyTab
	KeyBackspace
	KeyDelete
	KeyLeft
	KeyRight
	KeyUp
	KeyDown
	KeyHome
	KeyEnd
	KeyPageUp
	KeyPageDown
	KeySpace
	KeyA
	KeyC
	KeyF
	KeyK
	KeyU
	KeyV
	KeyX
	KeyY
	KeyZ
	KeyPlus
	KeyMinus
	KeyZero
	KeyComma
	KeySlash
	KeyF6
	KeyF12
)

// Event is one thing the user did, in the order it was done.
type Event struct {
	Kind     EventKind
	Button   Button
	Mods     Mods
	Key      Key
	Repeat   bool
	Clicks   int // PointerDown: 1, 2 or 3 for a single, double or triple click
	Pos      Point
	Delta    Point
	Text     string
	Widget   ID
	SelStart int
	SelEnd   int
}

// CursorShape is the pointer's shape.
type CursorShape uint8

// The shapes.
const (
	CursorDefault CursorShape = iota
	CursorPointer
	CursorText
)

// Output is what a frame gives to the window.
type Output struct {
	List   DrawList
	Nodes  []Node
	Cursor CursorShape

	Language string // of what is shown, as a BCP 47 tag

	// Editing is set while a text field has the focus: then the window's
	// input method is on, its candidates beside Caret.
	Editing bool
	Caret   Rect
	Before  string // text of the caret's line before it
	After   string // and after it

	// Keyboard asks for the keyboard of a phone: a finger tapped on the field.
	Keyboard bool

	Attention bool         // the window asks to be looked at
	Notify    Notification // is to be shown, if it has a title
	Chime     bool         // a short sound is to be made
	AskNotify bool         // the user is to be asked whether notifications are allowed

	Back bool // Escape would close something, and so may the way back

	Copy    string    // to be put on the clipboard, if not empty
	Paste   bool      // the clipboard is wanted: answer with a Paste event
	Open    string    // a web address to be opened outside of the program, if not empty
	Wake    time.Time // when to draw again though nothing came in; zero for never
	WakeWhy string    // what wants that, in a word
	Debug   bool      // Input.Stats are wanted
}

// NotifyState says whether notifications can be shown outside of the window.
type NotifyState uint8

// The states.
const (
	NotifyReady  NotifyState = iota
	NotifyAsk                // the user has to allow it: Output.AskNotify asks, in answer to a click
	NotifyDenied             // the user has not allowed it
	NotifyNever              // the surroundings can't
)

// Notification is a message to the user outside of the window. It replaces the one
// before.
type Notification struct{ Title, Text string }

// Role says what kind of thing a Node is, by its ARIA name.
type Role string

// The roles in use.
const (
	RoleButton  Role = "button"
	RoleTextbox Role = "textbox"
	RoleList    Role = "listbox"
	RoleOption  Role = "option"
	RoleTab     Role = "tab"
	RoleDialog  Role = "dialog"
	RoleLog     Role = "log"
	RoleRow     Role = "article" // one message of the log
	RoleStatus  Role = "status"
	RoleAlert   Role = "alert"
	RoleHeading Role = "heading"
	RoleText    Role = "text" // "paragraph" in the browser, or "group" where it has a value
	RoleLink    Role = "link"
	RoleSwitch  Role = "switch" // Selected while it is on
	RoleTabs    Role = "tablist"
	RoleImage   Role = "img"         // labelled by what it is the picture of
	RoleBar     Role = "progressbar" // with its Percent, and with a Value in words
)

// Node is the record of one widget that was drawn: what a screen reader is told
// and what a test finds it by.
type Node struct {
	ID       ID     `json:"id,string"`
	Parent   ID     `json:"-"` // the node that it is part of, where there is one of this ID
	Role     Role   `json:"role"`
	Label    string `json:"label"`
	Value    string `json:"value,omitempty"` // of a textbox; dots for a password
	Note     string `json:"note,omitempty"`  // description, such as an error or a marker
	Rect     Rect   `json:"rect"`
	Focused  bool   `json:"focused,omitempty"`
	Selected bool   `json:"selected,omitempty"`
	Disabled bool   `json:"disabled,omitempty"`
	Percent  int    `json:"percent,omitempty"`
}
