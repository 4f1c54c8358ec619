package session

import "lobby/client/model"

// listFolder answers that there is nothing to list: a page sees no folders, and its
// browser always has a dialog for files.
func (s *Session) listFolder(e model.ListFolder) model.Listed {
	return model.Listed{Asked: e.Path, Problem: &model.Problem{Code: model.CodeFile, Detail: "a page sees no folders"}}
}
