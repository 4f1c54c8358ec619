//go:build !js

package session

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

// newFolder makes a folder with files, folders, one of them empty, and links.
func newFolder(t testing.TB) (root string, contents map[string]string) {
	t.Helper()
	root = filepath.Join(t.TempDir(), "照片")
	contents = map[string]string{"a.txt": "eins", "b/深い.bin": string(make([]byte, 400_000)), "b/empty.txt": "", "z.txt": "zwei", `..\..\x`: "drei"}
	for name, content := range contents {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	err := errors.Join(os.Mkdir(filepath.Join(root, "nothing"), 0o700),
		os.Symlink("/etc/passwd", filepath.Join(root, "b", "link")), os.Symlink("..", filepath.Join(root, "loop")))
	if err != nil {
		t.Fatal(err)
	}
	return root, contents
}

// A folder arrives as an archive that any program can open, and without what
// would lead elsewhere.
func TestFolderArrivesAsAnArchive(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	ann, ben := startCarrier(t, addr, "Ann"), startCarrier(t, addr, "Ben")
	root, contents := newFolder(t)
	ann.do(model.SendFiles{Conv: wire.Pair(1, 2), Paths: []string{root}})
	ann.await("what is left out", func(s *model.State) bool {
		return s.Notice != nil && s.Notice.Code == model.CodeLeftOut && s.Notice.Field == "b/link, loop"
	})
	seq := ben.offered("照片.zip")
	ben.awaitOffer("the number of files", seq, func(o *model.Offer) bool { return o.File.Files == int64(len(contents)) })
	ben.do(model.AcceptOffer{Offer: seq})
	z, err := zip.OpenReader(ben.awaitDone(seq))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if want := contents[strings.ReplaceAll(f.Name[len("照片/"):], ".._.._x", `..\..\x`)]; err != nil || string(got) != want {
			t.Errorf("%s has %d bytes, want %d: %v", f.Name, len(got), len(want), err)
		}
	}
	want := []string{"照片/", "照片/.._.._x", "照片/a.txt", "照片/b/", "照片/b/empty.txt", "照片/b/深い.bin", "照片/nothing/", "照片/z.txt"}
	if !slices.Equal(names, want) {
		t.Errorf("it holds %q", names)
	}
}

// A folder of which the server has so much that it takes too long to make that part of
// the archive again: the next attempt goes on from there, without making it.
func TestFolderGoesOnWhereItWasMadeUpTo(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	line := new(lineCutter)
	ann := startCarrier(t, addr, "Ann", func(cfg *Config) {
		cfg.finding = time.Nanosecond // all takes too long
		cfg.Dial = func(ctx context.Context, addr string) (net.Conn, error) {
			nc, err := dialServer(ctx, addr)
			return &weakConn{Conn: nc, cutter: line, left: 2_000_000}, err
		}
	})
	ben := startCarrier(t, addr, "Ben")
	path, content := newFile(t, "large.bin", 6_000_000)
	ann.do(model.SendFiles{Conv: wire.Pair(1, 2), Paths: []string{filepath.Dir(path)}})
	line.cuts.Store(1)
	seq := ben.offered(filepath.Base(filepath.Dir(path)) + ".zip")
	ben.do(model.AcceptOffer{Offer: seq})
	z, err := zip.OpenReader(ben.awaitDone(seq))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	r, err := z.Open(filepath.Base(filepath.Dir(path)) + "/large.bin")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes have arrived, which are others: %v", len(got), err)
	}
	if line.cuts.Load() >= 0 {
		t.Error("the line was not cut")
	}
}

// The archive is the same each time, and as long as was said before.
func TestArchiveIsTheSameEachTime(t *testing.T) {
	root, _ := newFolder(t)
	file, err := examineFolder(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	var first []byte
	for range 2 {
		src, err := openSource(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(src)
		if err := errors.Join(err, src.check(t.Context()), src.Close()); err != nil {
			t.Fatal(err)
		}
		if int64(len(got)) != file.Size || first != nil && !bytes.Equal(got, first) {
			t.Errorf("%d bytes, want %d, and the same ones each time", len(got), file.Size)
		}
		first = got
	}
}

// What is so large or so much that the archive needs other records is counted
// right too.
func TestSizeOfLargeArchives(t *testing.T) {
	many := &listing{}
	for n := range 70_000 {
		many.entries = append(many.entries, entry{name: fmt.Sprintf("folder/%d/", n), modified: time.Unix(1, 0)})
	}
	checkArchiveSize(t, many)
	checkArchiveSize(t, &listing{entries: []entry{{name: "f/", modified: unknownTime}}})
	if os.Getenv("FAULT_TIME") == "" {
		t.Skip("more than 4 GiB are archived in `make fault`")
	}
	path := filepath.Join(t.TempDir(), "large")
	if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, 4<<30+1<<20)); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	large := entry{name: "f/large", place: path, size: info.Size(), modified: info.ModTime()}
	behind := entry{name: "f/z/", modified: time.Unix(1, 0)}
	checkArchiveSize(t, &listing{entries: []entry{large, behind}})
}

func checkArchiveSize(t *testing.T, l *listing) {
	t.Helper()
	a := newArchive(l)
	defer a.Close()
	if n, err := io.Copy(io.Discard, a); err != nil || n != l.archiveSize() {
		t.Errorf("the archive of %d entries has %d bytes, and was said to have %d: %v", len(l.entries), n, l.archiveSize(), err)
	}
}

// Whatever changes in a folder after it was offered is told.
func TestChangedFolderIsTold(t *testing.T) {
	changes := map[string]func(root string) error{
		"added":   func(root string) error { return os.WriteFile(filepath.Join(root, "nothing", "new"), nil, 0o600) },
		"removed": func(root string) error { return os.Remove(filepath.Join(root, "a.txt")) },
		"written": func(root string) error { return os.WriteFile(filepath.Join(root, "z.txt"), []byte("drei!"), 0o600) },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			root, _ := newFolder(t)
			file, err := examineFolder(t.Context(), root)
			if err != nil {
				t.Fatal(err)
			}
			src, err := openSource(t.Context(), file)
			if err != nil {
				t.Fatal(err)
			}
			defer src.Close()
			if err := change(root); err != nil {
				t.Fatal(err)
			}
			var f *failure
			if err := src.check(t.Context()); !errors.As(err, &f) || f.problem.Code != model.CodeChanged {
				t.Errorf("while it is sent: %v", err)
			}
			if again, err := openSource(t.Context(), file); !errors.As(err, &f) || f.problem.Code != model.CodeChanged {
				t.Errorf("when it is taken up again: %v, %v", again, err)
			}
		})
	}
}

// A file that is written to while its folder is read ends the archive.
func TestFileOfAFolderThatChangesWhileItIsRead(t *testing.T) {
	root, _ := newFolder(t)
	file, err := examineFolder(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	src, err := openSource(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if _, err := io.CopyN(io.Discard, src, 10); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(root, "b", "深い.bin"), 5); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, src); !errors.Is(err, errChanged) {
		t.Errorf("%v", err)
	}
}

// A link to a folder is chosen for what is in the folder.
func TestLinkToAFolder(t *testing.T) {
	root, contents := newFolder(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(root, link); err != nil {
		t.Fatal(err)
	}
	file, err := examineFile(t.Context(), link)
	if err != nil || file.Name != "link.zip" || file.Files != int64(len(contents)) {
		t.Errorf("examined as %+v, %v", file, err)
	}
}

// No path is not the folder that the program runs in.
func TestNoPathIsNoFolder(t *testing.T) {
	if file, err := examineFile(t.Context(), ""); err == nil {
		t.Errorf("examined as %+v", file)
	}
}

// However large a folder or what there is of a file, nobody who quits waits for it.
func TestLookingEndsWhenItIsToEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	root, _ := newFolder(t)
	if _, err := examineFile(ctx, root); !errors.Is(err, context.Canceled) {
		t.Errorf("a folder was looked through: %v", err)
	}
	folder := t.TempDir()
	begun := filepath.Join(folder, "begun")
	if err := os.WriteFile(begun, []byte("what there is"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (&partFile{path: begun, dir: folder}).open(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a part was hashed: %v", err)
	}
}
