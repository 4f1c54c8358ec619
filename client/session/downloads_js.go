package session

// DownloadsFolder is empty: a page knows no folders.
func DownloadsFolder() string { return "" }

// PastedFolder is empty too: what is pasted stays with the browser.
func PastedFolder(string) string { return "" }
