package ledger

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
)

// faultDisk is a disk that fails on demand and then knows what would be left
// after a power failure: only what a successful fsync covered. As on Linux, an
// fsync that fails takes what it should have written for clean, and no later
// fsync brings it to the disk. Index files, which are written behind the tests'
// back, are left to the real disk.
type faultDisk struct {
	mu      sync.Mutex
	fails   func(op, name string) error // decides each operation; nil means none fails
	reaches func() bool                 // decides whether a sync that fails has done its work all the same; nil means never
	space   int                         // bytes that may still be written; below 0, as many as asked
	disks   map[string]*platter
	gone    map[string]*platter // removed, but the folder was not synced since
}

// platter is what has reached the disk of one file.
type platter struct {
	linked  bool // its name has, too
	content []byte
	dirty   map[int]byte // written, and not yet part of a sync
	size    int          // of the file as readers see it
}

func newFaultDisk() *faultDisk {
	return &faultDisk{space: -1, disks: make(map[string]*platter), gone: make(map[string]*platter)}
}

// fail decides each operation from now on.
func (d *faultDisk) fail(fails func(op, name string) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fails = fails
}

// leave makes the disk have room for so many bytes.
func (d *faultDisk) leave(space int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.space = space
}

func (d *faultDisk) failure(op, path string) error {
	if d.fails == nil {
		return nil
	}
	return d.fails(op, filepath.Base(path))
}

// afterPowerFailure returns what a restart finds. Of what was written and not
// synced, and of names not synced, keep decides.
func (d *faultDisk) afterPowerFailure(keep func() bool) map[string]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	files := make(map[string]string)
	for _, path := range slices.Sorted(maps.Keys(d.gone)) {
		if keep() {
			files[filepath.Base(path)] = d.gone[path].left(keep)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(d.disks)) {
		if p := d.disks[path]; p.linked || keep() {
			files[filepath.Base(path)] = p.left(keep)
		}
	}
	return files
}

// left is what a power failure leaves of the file: what was synced, and of what
// was not perhaps the new size, and then some blocks from the front.
func (p *platter) left(keep func() bool) string {
	if !keep() {
		return string(p.content)
	}
	const block = 512
	content := resize(p.content, p.size)
	for start := 0; start < p.size && keep(); start += block {
		for at := start; at < min(start+block, p.size); at++ {
			if b, ok := p.dirty[at]; ok {
				content[at] = b
			}
		}
	}
	return string(content)
}

func resize(content []byte, size int) []byte {
	resized := make([]byte, size)
	copy(resized, content)
	return resized
}

func (d *faultDisk) open(path string, flag int, perm fs.FileMode) (file, error) {
	if isIndex(path) {
		return noSync{}.open(path, flag, perm)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.failure("open", path); err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	f, err := realDisk{}.open(path, flag, perm)
	if err != nil {
		return nil, err
	}
	if d.disks[path] == nil {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		created := flag&os.O_CREATE != 0
		d.disks[path] = &platter{linked: !created, content: content, dirty: make(map[int]byte), size: len(content)}
	}
	return &faultFile{file: f, disk: d, path: path, on: d.disks[path]}, nil
}

func (d *faultDisk) remove(path string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.failure("remove", path); err != nil {
		return &fs.PathError{Op: "remove", Path: path, Err: err}
	}
	if p := d.disks[path]; p != nil {
		d.gone[path] = p
		delete(d.disks, path)
	}
	return os.Remove(path)
}

// rename is for index files alone.
func (d *faultDisk) rename(from, to string) error { return noSync{}.rename(from, to) }

func (d *faultDisk) syncDir(path string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.failure("syncDir", path); err != nil {
		return &fs.PathError{Op: "sync", Path: path, Err: err}
	}
	for _, p := range d.disks {
		p.linked = true
	}
	clear(d.gone)
	return nil
}

type faultFile struct {
	file
	disk *faultDisk
	path string
	on   *platter
}

func (f *faultFile) WriteAt(b []byte, offset int64) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	err := f.disk.failure("write", f.path)
	n := len(b)
	if err != nil {
		n /= 2
	} else if f.disk.space >= 0 && n > f.disk.space {
		n, err = f.disk.space, syscall.ENOSPC
	}
	if f.disk.space >= 0 {
		f.disk.space -= n
	}
	for i, c := range b[:n] {
		f.on.dirty[int(offset)+i] = c
	}
	f.on.size = max(f.on.size, int(offset)+n)
	if _, realErr := f.file.WriteAt(b[:n], offset); realErr != nil {
		return 0, realErr
	}
	if err != nil {
		err = &fs.PathError{Op: "write", Path: f.path, Err: err}
	}
	return n, err
}

func (f *faultFile) Truncate(size int64) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if err := f.disk.failure("truncate", f.path); err != nil {
		return &fs.PathError{Op: "truncate", Path: f.path, Err: err}
	}
	if f.disk.space >= 0 {
		f.disk.space += f.on.size - int(size)
	}
	for at := range f.on.dirty {
		if at >= int(size) {
			delete(f.on.dirty, at)
		}
	}
	f.on.size = int(size)
	return f.file.Truncate(size)
}

// forget has the file hold what is on the platter, and what is still to be
// written there.
func (f *faultFile) forget() {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	content := resize(f.on.content, f.on.size)
	for at, c := range f.on.dirty {
		content[at] = c
	}
	if err := os.WriteFile(f.path, content, 0o600); err != nil {
		panic(err) // a test's folder can be written
	}
}

func (f *faultFile) Sync() error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	err := f.disk.failure("sync", f.path)
	if err == nil || f.disk.reaches != nil && f.disk.reaches() {
		f.on.content = resize(f.on.content, f.on.size)
		for at, c := range f.on.dirty {
			f.on.content[at] = c
		}
	}
	clear(f.on.dirty)
	if err != nil {
		return &fs.PathError{Op: "sync", Path: f.path, Err: err}
	}
	return nil
}
