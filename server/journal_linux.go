package main

import (
	"fmt"
	"io"
	"os"
	"syscall"
)

// inJournal reports whether what is written to out is kept in systemd's journal,
// as JOURNAL_STREAM says: see systemd.exec(5).
func inJournal(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && os.Getenv("JOURNAL_STREAM") == fmt.Sprintf("%d:%d", stat.Dev, stat.Ino)
}
