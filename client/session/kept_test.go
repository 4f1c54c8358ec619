package session

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lobby/client/model"
)

// What was fetched and then deleted, or became another file, is not shown as if it
// were there.
func TestWhatIsGoneIsNotKept(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, size int) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cargos := []model.Cargo{{Kept: []model.Kept{
		{Offer: 1, Path: write("same", 10), Size: 10},
		{Offer: 2, Path: write("another", 11), Size: 10},
		{Offer: 3, Path: filepath.Join(folder, "gone"), Size: 10},
		{Offer: 4, Upload: true, Path: folder, Size: 10},
	}}}
	var left []uint64
	for _, k := range carriedOn(cargos)[0].Kept {
		left = append(left, k.Offer)
	}
	if !slices.Equal(left, []uint64{1, 4}) {
		t.Errorf("kept are %v", left)
	}
}
