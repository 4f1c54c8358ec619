package model

// Do takes in what the user wants and returns what is to be done.
func (s *State) Do(i Intent) []Effect {
	switch i := i.(type) {
	case Register:
		return s.logIn(Dial{Server: i.Server, Name: i.Name, Password: i.Password, Register: true, Code: i.Code})
	case LogIn:
		return s.logIn(Dial{Server: i.Server, Name: i.Name, Password: i.Password})
	case CancelLogin:
		return s.cancelLogin()
	case Probe:
		return s.probe(i.Server)
	case TrustNewKey:
		return s.trustNewKey()
	case RefuseNewKey:
		return s.refuseNewKey()
	case LogOut:
		return s.logOut()
	case ReconnectNow:
		return []Effect{Redial{}}
	case SendText:
		return s.sendText(i)
	case Retry:
		return s.retry(i)
	case Discard:
		return s.discard(i)
	case SetDraft:
		return s.setDraft(i)
	case Open:
		return s.open(i.Conv)
	case LoadOlder:
		if c := s.Convs[i.Conv]; c != nil {
			return s.load(c, pageSize)
		}
	case Seen:
		return s.see(i)
	case Focus:
		s.Focused = i.On
	case SetLanguage:
		s.Settings.Language = i.Language
		return []Effect{Save{s.Settings}}
	case SetTheme:
		s.Settings.Theme = i.Theme
		return []Effect{Save{s.Settings}}
	case SetTextSize:
		s.Settings.TextSize = i.Percent
		return []Effect{Save{s.Settings}}
	case SetMotion:
		s.Settings.Motion = i.Motion
		return []Effect{Save{s.Settings}}
	case SetQuiet:
		s.Settings.Quiet = i.On
		return []Effect{Save{s.Settings}}
	case SetHideText:
		s.Settings.HideText = i.On
		return []Effect{Save{s.Settings}}
	case SetSilent:
		s.Settings.Silent = i.On
		return []Effect{Save{s.Settings}}
	case SetMuted:
		return s.setMuted(i)
	case ListDevices:
		return s.listDevices()
	case ForgetDevice:
		return s.forgetDevice(i.Key)
	case ForgetServer:
		return s.forgetServer(i.Server)
	case ChangePassword:
		return s.changePassword(i)
	case EndChange:
		s.Password = PasswordState{}
	case DismissNotice:
		s.Notice = nil
	default:
		return s.doFiles(i)
	}
	return nil
}
