package model

import "lobby/shared/wire"

// The intents about files.
type (
	// AttachFiles asks for files to send in a conversation, or for a folder.
	AttachFiles struct {
		Conv   string
		Folder bool
	}

	// SendFiles offers files in a conversation.
	SendFiles struct {
		Conv  string
		Paths []string
	}

	// AcceptOffer fetches an offered file: into the folder of downloads, to the
	// path As, or, with Choose, to where the user says when asked. A file that is
	// at As already loses its place to this one, unless Fresh is set: then this one
	// gets a number.
	AcceptOffer struct {
		Offer  uint64
		As     string
		Fresh  bool
		Choose bool
	}

	// DeclineOffer refuses an offered file, or stops fetching it.
	DeclineOffer struct{ Offer uint64 }

	// LaterOffer closes the question whether a file is wanted.
	LaterOffer struct{ Offer uint64 }

	// ChooseAgain asks for the file of an own offer, where it was lost.
	ChooseAgain struct{ Offer uint64 }

	// CancelOffer takes an own offer back.
	CancelOffer struct{ Offer uint64 }

	// PauseTransfer and ResumeTransfer hold a transfer and let it go on.
	PauseTransfer  struct{ Offer uint64 }
	ResumeTransfer struct{ Offer uint64 }

	// OpenFile opens a file that was carried, or the folder that it is in.
	OpenFile struct {
		Offer  uint64
		Folder bool
	}
)

// The events about files.
type (
	// Chosen answers ChooseFiles. Paths is empty when nothing was chosen. What
	// they are only the session knows: paths, or in a page handles of Files.
	Chosen struct {
		Era   uint64 // of the effect, as in those that follow
		Conv  string
		Offer uint64
		Paths []string
	}

	// ChosenPlace answers ChoosePlace. Path is empty when nothing was chosen;
	// in a page it is the handle of a place.
	ChosenPlace struct {
		Era   uint64
		Offer uint64
		Path  string
	}

	// Examined answers Examine: the files among what was chosen, each with a
	// CID for its offer. Problem is of the first that can't be sent.
	Examined struct {
		Era     uint64
		Conv    string
		Offer   uint64
		Files   []LocalFile
		Problem *Problem
	}

	// Moved says how far a transfer has come, a few times a second.
	Moved struct {
		Offer uint64
		Done  int64   // bytes
		Rate  float64 // bytes a second
	}

	// Carried says that a transfer that Carry began has ended: all is where it
	// belongs, or Problem says why not.
	Carried struct {
		Offer   uint64
		Path    string // of a file that was fetched
		Problem *Problem
	}
)

// The effects about files.
type (
	// ChooseFiles asks the user for files, or for a folder, to send in a conversation, or for the
	// file of an offer that was made there. Answered by Chosen.
	ChooseFiles struct {
		Era    uint64 // State.Era: what is chosen counts only while that is the same
		Conv   string
		Offer  uint64 // 0 for none
		Folder bool
	}

	// ChoosePlace asks the user where to put an offer's file. Answered by
	// ChosenPlace.
	ChoosePlace struct {
		Era   uint64
		Offer uint64
		Name  string
	}

	// Examine looks at what the user wants to send. Answered by Examined.
	Examine struct {
		Era   uint64
		Conv  string
		Offer uint64 // that the file is of already, 0 for none
		Paths []string
	}

	// Carry sends an offer's file on a connection of its own, or fetches it.
	// Moved tells how far it is, Carried that it has ended.
	Carry struct {
		Offer  uint64
		Upload bool
		Ticket []byte
		File   wire.File
		Local  LocalFile // upload
		As     string    // download: the path that the user chose, "" for the folder of downloads
		Fresh  bool      // download: a file that is at As already keeps its place
	}

	// Halt ends the transfer of an offer. With Discard, what was fetched of it
	// is deleted.
	Halt struct {
		Offer   uint64
		Discard bool
		File    wire.File
		As      string
	}

	// ShowFile opens a file, or the folder that it is in.
	ShowFile struct {
		Path   string
		Folder bool
	}

	// SaveCargo stores what a member has to carry, in place of what was stored
	// for the same server and member.
	SaveCargo struct{ Cargo Cargo }
)

func (AttachFiles) intent()    {}
func (SendFiles) intent()      {}
func (AcceptOffer) intent()    {}
func (DeclineOffer) intent()   {}
func (LaterOffer) intent()     {}
func (ChooseAgain) intent()    {}
func (CancelOffer) intent()    {}
func (PauseTransfer) intent()  {}
func (ResumeTransfer) intent() {}
func (OpenFile) intent()       {}

func (Chosen) event()      {}
func (ChosenPlace) event() {}
func (Examined) event()    {}
func (Moved) event()       {}
func (Carried) event()     {}

func (ChooseFiles) effect() {}
func (ChoosePlace) effect() {}
func (Examine) effect()     {}
func (Carry) effect()       {}
func (Halt) effect()        {}
func (ShowFile) effect()    {}
func (SaveCargo) effect()   {}
