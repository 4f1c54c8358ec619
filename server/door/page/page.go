// Package page serves the browser's client: one HTML page, and the files it
// fetches, from what `make web` has put into dist and the server has embedded.
package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"lobby/server/door/page/manifest"
)

//go:embed index.html boot.js style.css icon.svg manifest.webmanifest
var static embed.FS

//go:embed dist
var dist embed.FS

// program is the file without which there is no client to serve.
const program = "client.wasm"

// Handler serves the page at / and its files below /assets/. The page itself is
// always asked for anew; the files have their content's hash in their address and
// are kept for good. It panics when the embedded files contradict each other,
// which only a broken build can bring about.
func Handler() http.Handler {
	folder, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err)
	}
	h, err := newHandler(static, folder)
	if err != nil {
		panic(fmt.Errorf("page: %w; run `make web` and build the server again", err))
	}
	return h
}

// handler holds everything that it may ever answer with, so that no path from the
// network is looked up in a file system.
type handler struct {
	index  asset
	assets map[string]asset // by path of the address
}

func newHandler(static, dist fs.FS) (*handler, error) {
	h := &handler{assets: make(map[string]asset)}
	view := indexView{Files: make(map[string]fileView)}

	for _, name := range []string{"boot.js", "style.css", "icon.svg"} {
		data, err := fs.ReadFile(static, name)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		h.add(&view, asset{name: name, hash: hashOf(data), bytes: int64(len(data)), folder: static, forms: []manifest.Encoding{manifest.Identity}})
	}

	files, err := manifest.Read(dist)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, f := range files {
		a := asset{name: f.Name, hash: f.SHA256, bytes: f.Bytes, folder: dist, forms: f.Forms}
		if err := a.check(); err != nil {
			return nil, err
		}
		h.add(&view, a)
	}
	_, view.Built = view.Files[program]

	if _, view.Installable = view.Files[appIcon]; view.Installable {
		app, err := render(static, appManifest, view)
		if err != nil {
			return nil, err
		}
		h.add(&view, app)
	}
	h.index, err = render(static, "index.html", view)
	return h, err
}

// appManifest tells a browser how to install the page as a program, and appIcon is one of
// the icons for that, which lie beside the program when it has been built.
const (
	appManifest = "manifest.webmanifest"
	appIcon     = "icon-512.png"
)

func (h *handler) add(view *indexView, a asset) {
	ext := path.Ext(a.name)
	url := "/assets/" + strings.TrimSuffix(a.name, ext) + "." + a.hash[:16] + ext
	h.assets[url] = a
	view.Files[a.name] = fileView{URL: url, Bytes: a.bytes}
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are answered here", http.StatusMethodNotAllowed)
		return
	}
	if r.URL.Path == "/" {
		w.Header().Set("Cache-Control", "no-cache")
		h.index.serve(w, r)
		return
	}
	a, ok := h.assets[r.URL.Path]
	if !ok {
		w.Header().Set("Cache-Control", "no-store")
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age="+forGood+", immutable")
	a.serve(w, r)
}

// forGood is a year in seconds, the most that caches are asked to keep anything.
var forGood = fmt.Sprint(int64(365 * 24 * time.Hour / time.Second))

// indexView is what index.html and the manifest are made of.
type indexView struct {
	Built       bool
	Installable bool
	Files       map[string]fileView // by name; what boot.js gets to know
}

type fileView struct {
	URL   string `json:"url"`
	Bytes int64  `json:"bytes"`
}

// URL returns the address of a file for the template.
func (v indexView) URL(name string) (string, error) {
	f, ok := v.Files[name]
	if !ok {
		return "", fmt.Errorf("there is no file %s", name)
	}
	return f.URL, nil
}

// render makes a file of its template.
func render(static fs.FS, name string, view indexView) (asset, error) {
	t, err := template.ParseFS(static, name)
	if err != nil {
		return asset{}, fmt.Errorf("reading %s: %w", name, err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, view); err != nil {
		return asset{}, fmt.Errorf("making %s: %w", name, err)
	}
	return asset{
		name: name, hash: hashOf(out.Bytes()), bytes: int64(out.Len()),
		content: out.Bytes(), forms: []manifest.Encoding{manifest.Identity},
	}, nil
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
