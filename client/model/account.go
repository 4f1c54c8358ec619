package model

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"lobby/shared/wire"
)

// DeviceList is from where the member logs in without the password.
type DeviceList struct {
	Busy    bool // it is being asked for, or will be once there is a connection
	Had     bool // List is the server's, as of the last time that it was asked
	List    []wire.Device
	Problem *Problem // why it is not there, or a device could not be forgotten
}

// PasswordState is how a change of the password stands.
type PasswordState struct {
	Busy    bool
	Done    bool     // the last change was made
	Problem *Problem // why it was not; its Field says where to show it
}

// listDevices asks for the list, now or when there is a connection.
func (s *State) listDevices() []Effect {
	s.Devices.Busy, s.Devices.Problem = true, nil
	if !s.ready {
		return nil
	}
	return []Effect{Transmit{Request: wire.Devices{}}}
}

func (s *State) answerDevices(m wire.Message) []Effect {
	switch m := m.(type) {
	case wire.Known:
		s.Devices = DeviceList{Had: true, List: m.Devices}
	case wire.Fault:
		p := FromFault(m)
		if delay, ok := p.passing(); ok {
			return []Effect{Transmit{Request: wire.Devices{}, Delay: delay}}
		}
		s.Devices.Busy, s.Devices.Problem = false, &p
	}
	return nil
}

// forgetDevice is for other devices: this one is logged out.
func (s *State) forgetDevice(key []byte) []Effect {
	s.Devices.Problem = nil
	if !s.ready {
		s.Devices.Problem = &Problem{Code: CodeLost}
		return nil
	}
	return []Effect{Transmit{Request: wire.Forget{Key: key}}}
}

func (s *State) answerForget(r wire.Forget, m wire.Message) []Effect {
	switch m := m.(type) {
	case wire.Done:
		s.Devices.List = slices.DeleteFunc(slices.Clone(s.Devices.List), func(d wire.Device) bool { return bytes.Equal(d.Key, r.Key) })
	case wire.Fault:
		p := FromFault(m)
		s.Devices.Problem = &p
	}
	return nil
}

// changePassword checks what the server would refuse for certain.
func (s *State) changePassword(i ChangePassword) []Effect {
	s.Password = PasswordState{Problem: checkNewPassword(i)}
	if s.Password.Problem == nil && !s.ready {
		s.Password.Problem = &Problem{Code: CodeLost}
	}
	if s.Password.Problem != nil {
		return nil
	}
	s.Password.Busy = true
	return []Effect{Transmit{Request: wire.ChangePassword{Old: i.Old, New: i.New, Everywhere: i.Everywhere}}}
}

func checkNewPassword(i ChangePassword) *Problem {
	n := utf8.RuneCountInString(i.New)
	switch {
	case i.Old == "":
		return &Problem{Code: wire.CodePassword, Reason: wire.ReasonEmpty, Field: FieldOld}
	case i.New == "":
		return &Problem{Code: wire.CodePassword, Reason: wire.ReasonEmpty, Field: FieldNew}
	case n < wire.MinPassword:
		return &Problem{Code: wire.CodePassword, Reason: wire.ReasonShort, Field: FieldNew}
	case n > wire.MaxPassword:
		return &Problem{Code: wire.CodePassword, Reason: wire.ReasonLong, Field: FieldNew, Over: n - wire.MaxPassword}
	}
	return nil
}

func (s *State) answerChange(r wire.ChangePassword, m wire.Message) []Effect {
	s.Password.Busy = false
	switch m := m.(type) {
	case wire.Done:
		s.Password = PasswordState{Done: true}
		if r.Everywhere {
			return s.listDevices()
		}
	case wire.Fault:
		p := FromFault(m)
		if p.Code == wire.CodeDenied {
			p.Code, p.Field = CodeOldPassword, FieldOld
		}
		s.Password.Problem = &p
	}
	return nil
}

// dropAccount says of what was asked on a connection that broke that nobody
// knows what came of it.
func (s *State) dropAccount() {
	if s.Password.Busy {
		s.Password = PasswordState{Problem: &Problem{Code: CodeLost}}
	}
}
