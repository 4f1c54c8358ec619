package session

// DownloadsFolder is empty: a page knows no folders.
func DownloadsFolder() string { return "" }
