package page

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"lobby/server/door/page/manifest"
)

// asset is one file that can be served, in one or more forms.
type asset struct {
	name    string
	hash    string // SHA-256 of the plain content, in hex
	bytes   int64  // of the plain content
	forms   []manifest.Encoding
	folder  fs.FS  // where the forms lie; embedded files are read without a copy in memory
	content []byte // instead of a folder, for a file made at start
}

// types by the ending of a name. The system's table is not asked, because it
// differs from machine to machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".svg":  "image/svg+xml",
	".png":  "image/png",
	".wasm": "application/wasm",
	".otf":  "font/otf",
	".ttf":  "font/ttf",

	".webmanifest": "application/manifest+json",
}

// check reports a form that is missing, and a file that could not be served.
func (a asset) check() error {
	if len(a.hash) < 16 || types[path.Ext(a.name)] == "" || strings.ContainsAny(a.name, "/\\") {
		return fmt.Errorf("the manifest's line for %q makes no sense", a.name)
	}
	if !slices.Contains(a.forms, manifest.Identity) && !slices.Contains(a.forms, manifest.Gzip) {
		return fmt.Errorf("%s lies there in no form that every browser can read", a.name)
	}
	for _, form := range a.forms {
		if _, err := fs.Stat(a.folder, a.name+form.Suffix()); err != nil {
			return fmt.Errorf("looking for %s: %w", a.name+form.Suffix(), err)
		}
	}
	return nil
}

// serve answers with the best form that the client takes.
func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	form := a.choose(r.Header.Get("Accept-Encoding"))
	h := w.Header()
	h.Set("Content-Type", types[path.Ext(a.name)])
	h.Set("Vary", "Accept-Encoding")
	etag := `"` + a.hash[:32] + "-" + string(form) + `"`
	h.Set("ETag", etag)
	if matches(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body, size, err := a.open(form)
	if err != nil {
		h.Del("ETag")
		h.Set("Cache-Control", "no-store")
		http.Error(w, "this file can't be read", http.StatusInternalServerError)
		return
	}
	defer body.Close()
	if form != manifest.Identity {
		h.Set("Content-Encoding", string(form))
	}
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	if r.Method == http.MethodHead {
		return
	}
	// An error here means that the client has gone away.
	_, _ = io.Copy(w, body)
}

// choose returns the first form, and so the smallest, that the header allows.
func (a asset) choose(acceptEncoding string) manifest.Encoding {
	for _, form := range a.forms {
		if form != manifest.Identity && accepts(acceptEncoding, form) {
			return form
		}
	}
	return manifest.Identity
}

// open returns the bytes of a form and their number. A plain form that does not
// lie there is made from the gzip one.
func (a asset) open(form manifest.Encoding) (io.ReadCloser, int64, error) {
	if a.content != nil {
		return io.NopCloser(bytes.NewReader(a.content)), a.bytes, nil
	}
	if form == manifest.Identity && !slices.Contains(a.forms, manifest.Identity) {
		return a.openUnpacked()
	}
	f, err := a.folder.Open(a.name + form.Suffix())
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

func (a asset) openUnpacked() (io.ReadCloser, int64, error) {
	f, err := a.folder.Open(a.name + manifest.Gzip.Suffix())
	if err != nil {
		return nil, 0, err
	}
	plain, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return struct {
		io.Reader
		io.Closer
	}{plain, f}, a.bytes, nil
}

// accepts reports whether an Accept-Encoding header (RFC 9110, section 12.5.3)
// allows a coding: by its name or by *, and not with a weight of zero.
func accepts(header string, form manifest.Encoding) bool {
	any := false
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(part, ";")
		allowed := !isZero(weight)
		switch name = strings.TrimSpace(name); {
		case strings.EqualFold(name, string(form)):
			return allowed
		case name == "*":
			any = allowed
		}
	}
	return any
}

// isZero reports whether a parameter is a weight of zero, such as "q=0.0".
func isZero(parameter string) bool {
	name, value, found := strings.Cut(parameter, "=")
	if !found || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return false
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	return err == nil && q == 0
}

// matches reports whether an If-None-Match header names the tag.
func matches(header, etag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if part == etag || part == "*" {
			return true
		}
	}
	return false
}
