package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"

	"lobby/server/door/page/manifest"
)

var wasm = bytes.Repeat([]byte("\x00asm and so on "), 10_000)

// built is a dist folder as the pack command makes it.
func built(t *testing.T, client []byte) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{}
	var files []manifest.File
	put := func(name string, data []byte, forms ...manifest.Encoding) {
		sum := sha256.Sum256(data)
		files = append(files, manifest.File{Name: name, Bytes: int64(len(data)), SHA256: hex.EncodeToString(sum[:]), Forms: forms})
		for _, form := range forms {
			folder[name+form.Suffix()] = &fstest.MapFile{Data: encode(t, form, data)}
		}
	}
	put(program, client, manifest.Brotli, manifest.Gzip)
	put("wasm_exec.js", []byte("globalThis.Go = class {}"), manifest.Brotli, manifest.Gzip)
	put("emoji.ttf", []byte("an emoji face"), manifest.Identity)
	for _, icon := range []string{"icon-192.png", "icon-512.png", "icon-full-512.png", "icon-full-180.png"} {
		put(icon, []byte("the picture "+icon), manifest.Identity)
	}
	list, err := json.Marshal(files)
	if err != nil {
		t.Fatal(err)
	}
	folder[manifest.FileName] = &fstest.MapFile{Data: list}
	return folder
}

func encode(t *testing.T, form manifest.Encoding, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	switch form {
	case manifest.Brotli:
		w = brotli.NewWriter(&out)
	case manifest.Gzip:
		w = gzip.NewWriter(&out)
	default:
		return data
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func decode(t *testing.T, form string, body []byte) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(body)
	switch form {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		var err error
		if r, err = gzip.NewReader(r); err != nil {
			t.Fatal(err)
		}
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func serve(t *testing.T, dist fs.FS) http.Handler {
	t.Helper()
	h, err := newHandler(static, dist)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// ask sends one request. Headers come as name, value, name, value.
func ask(h http.Handler, method, path string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, "/", nil)
	r.URL.Path = path
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(t *testing.T, res *http.Response) []byte {
	t.Helper()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// addressOf finds a file's address in the page.
func addressOf(t *testing.T, h http.Handler, name string) string {
	t.Helper()
	stem, ext, _ := strings.Cut(name, ".")
	address := regexp.MustCompile(`/assets/` + stem + `\.[0-9a-f]{16}\.` + ext)
	found := address.Find(bodyOf(t, ask(h, "GET", "/")))
	if found == nil {
		t.Fatalf("the page names no %s", name)
	}
	return string(found)
}

func TestIndex(t *testing.T) {
	h := serve(t, built(t, wasm))
	res := ask(h, "GET", "/")
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("got %s, %s", res.Status, res.Header.Get("Content-Type"))
	}
	if got := res.Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("Cache-Control is %q", got)
	}
	page := string(bodyOf(t, res))
	// The Content-Security-Policy allows no script and no style inside the page.
	for _, script := range regexp.MustCompile(`<script[^>]*>`).FindAllString(page, -1) {
		if !strings.Contains(script, " src=") && !strings.Contains(script, `type="application/json"`) {
			t.Errorf("an inline script: %s", script)
		}
	}
	if strings.Contains(page, "<style") || regexp.MustCompile(`\son\w+=`).MatchString(page) {
		t.Error("an inline style or event handler")
	}
	var files map[string]fileView
	list := regexp.MustCompile(`(?s)id="assets">(.*?)</script>`).FindStringSubmatch(page)
	if err := json.Unmarshal([]byte(list[1]), &files); err != nil {
		t.Fatalf("the list of files: %v in %s", err, list[1])
	}
	if got := files[program].Bytes; got != int64(len(wasm)) {
		t.Errorf("the page believes that the program has %d bytes", got)
	}
	if res := ask(h, "GET", files["emoji.ttf"].URL); string(bodyOf(t, res)) != "an emoji face" || res.Header.Get("Content-Type") != "font/ttf" {
		t.Error("the address of the emoji face leads elsewhere")
	}
	if res := ask(h, "GET", "/", "If-None-Match", `"another"`); res.StatusCode != http.StatusOK {
		t.Errorf("another tag is answered with %s", res.Status)
	}
	res = ask(h, "GET", "/", "If-None-Match", res.Header.Get("ETag"))
	if res.StatusCode != http.StatusNotModified || len(bodyOf(t, res)) != 0 {
		t.Errorf("the page's own tag answered with %s", res.Status)
	}
}

func TestEncodings(t *testing.T) {
	h := serve(t, built(t, wasm))
	address := addressOf(t, h, program)
	tests := []struct{ accept, want string }{
		{"gzip, deflate, br, zstd", "br"},
		{"gzip, deflate", "gzip"}, // what browsers say on a plain http:// address
		{"GZIP", "gzip"},
		{"br;q=0, gzip;q=0.5", "gzip"},
		{"br; q=0.000, *", "gzip"},
		{"*", "br"},
		{"*;q=0", ""},
		{"identity", ""},
		{"", ""},
		{"brotli, gzipped", ""},
	}
	tags := map[string]string{}
	for _, tt := range tests {
		res := ask(h, "GET", address, "Accept-Encoding", tt.accept)
		if got := res.Header.Get("Content-Encoding"); got != tt.want {
			t.Errorf("%q is answered with %q, want %q", tt.accept, got, tt.want)
		}
		body := bodyOf(t, res)
		if got := res.Header.Get("Content-Length"); got != "" && got != strconv.Itoa(len(body)) {
			t.Errorf("%q: Content-Length %s for %d bytes", tt.accept, got, len(body))
		}
		if !bytes.Equal(decode(t, tt.want, body), wasm) {
			t.Errorf("%q: the content is another", tt.accept)
		}
		if res.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: a cache is not told of the choice", tt.accept)
		}
		if other, ok := tags[res.Header.Get("ETag")]; ok && other != tt.want {
			t.Errorf("%q and %q have one tag", other, tt.want)
		}
		tags[res.Header.Get("ETag")] = tt.want
	}
}

func TestFilesAreKeptForGood(t *testing.T) {
	h := serve(t, built(t, wasm))
	res := ask(h, "GET", addressOf(t, h, program), "Accept-Encoding", "br")
	if got := res.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("Cache-Control is %q", got)
	}
	if got := res.Header.Get("Content-Type"); got != "application/wasm" {
		t.Errorf("Content-Type is %q", got) // browsers compile nothing else while it streams
	}
	res = ask(h, "GET", addressOf(t, h, program), "Accept-Encoding", "br", "If-None-Match", `"x", W/`+res.Header.Get("ETag"))
	if res.StatusCode != http.StatusNotModified {
		t.Errorf("a known file is answered with %s", res.Status)
	}
}

func TestAddressFollowsContent(t *testing.T) {
	before, after := serve(t, built(t, wasm)), serve(t, built(t, append([]byte("new"), wasm...)))
	old := addressOf(t, before, program)
	if addressOf(t, after, program) == old {
		t.Error("another program has the same address")
	}
	if addressOf(t, after, "boot.js") != addressOf(t, before, "boot.js") {
		t.Error("the same script has another address")
	}
	res := ask(after, "GET", old)
	if res.StatusCode != http.StatusNotFound || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the old address is answered with %s, %s", res.Status, res.Header.Get("Cache-Control"))
	}
	if ask(before, "GET", "/").Header.Get("ETag") == ask(after, "GET", "/").Header.Get("ETag") {
		t.Error("the page has the same tag with another program")
	}
}

func TestHead(t *testing.T) {
	h := serve(t, built(t, wasm))
	for _, path := range []string{"/", addressOf(t, h, program)} {
		get, head := ask(h, "GET", path), ask(h, "HEAD", path)
		if len(bodyOf(t, head)) != 0 {
			t.Errorf("HEAD %s has a body", path)
		}
		for _, name := range []string{"Content-Length", "Content-Type", "ETag", "Cache-Control"} {
			if get.Header.Get(name) == "" || get.Header.Get(name) != head.Header.Get(name) {
				t.Errorf("HEAD %s: %s is %q, GET has %q", path, name, head.Header.Get(name), get.Header.Get(name))
			}
		}
	}
}

func TestOtherMethods(t *testing.T) {
	h := serve(t, built(t, wasm))
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS"} {
		res := ask(h, method, "/")
		if res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s is answered with %s", method, res.Status)
		}
	}
}

func TestNothingElse(t *testing.T) {
	h := serve(t, built(t, wasm))
	for _, path := range []string{
		"/index.html", "/assets", "/assets/", "/dist/manifest.json", "/assets/manifest.json", "/assets/client.wasm",
		"/assets/../page.go", "/assets/..%2fpage.go", "/../../go.mod", "//etc/passwd", "/assets/client.wasm.br", "",
		strings.Replace(addressOf(t, h, program), "/assets/", "/assets/../assets/", 1),
	} {
		if res := ask(h, "GET", path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%q is answered with %s", path, res.Status)
		}
	}
}

// The manifest names icons that are there, so that a browser can install the page.
func TestInstallable(t *testing.T) {
	h := serve(t, built(t, wasm))
	res := ask(h, "GET", addressOf(t, h, appManifest))
	if got := res.Header.Get("Content-Type"); got != "application/manifest+json" {
		t.Errorf("the manifest is %q", got)
	}
	var app struct {
		Icons []struct{ Src, Type string }
	}
	if err := json.Unmarshal(bodyOf(t, res), &app); err != nil {
		t.Fatal(err)
	}
	if len(app.Icons) != 3 {
		t.Errorf("the manifest names %d icons", len(app.Icons))
	}
	for _, icon := range app.Icons {
		if res := ask(h, "GET", icon.Src); res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != icon.Type {
			t.Errorf("%s is answered with %s, %s", icon.Src, res.Status, res.Header.Get("Content-Type"))
		}
	}
	addressOf(t, h, "icon-full-180.png")
}

func TestServerWithoutClient(t *testing.T) {
	h := serve(t, fstest.MapFS{"README.md": &fstest.MapFile{}})
	res := ask(h, "GET", "/")
	page := string(bodyOf(t, res))
	if res.StatusCode != http.StatusOK || !strings.Contains(page, "make web") {
		t.Errorf("%s without a word on make web", res.Status)
	}
	if strings.Contains(page, appManifest) {
		t.Error("there is something to install without a program")
	}
	if strings.Contains(page, "<script") {
		t.Error("the page starts a script that has nothing to start")
	}
	if res := ask(h, "GET", addressOf(t, h, "style.css")); res.StatusCode != http.StatusOK {
		t.Errorf("its style is answered with %s", res.Status)
	}
}

func TestDamagedDist(t *testing.T) {
	tests := map[string]func(fstest.MapFS){
		"no JSON":             func(f fstest.MapFS) { f[manifest.FileName].Data = []byte("[{") },
		"form missing":        func(f fstest.MapFS) { delete(f, "client.wasm.gz") },
		"no form at all":      func(f fstest.MapFS) { rewrite(f, `["identity"]`, `[]`) },
		"brotli alone":        func(f fstest.MapFS) { rewrite(f, `["br","gzip"]`, `["br"]`) },
		"unknown type":        func(f fstest.MapFS) { rewrite(f, "emoji.ttf", "emoji.exe") },
		"a path for a name":   func(f fstest.MapFS) { rewrite(f, "emoji.ttf", "../emoji.ttf") },
		"no content hash":     func(f fstest.MapFS) { rewrite(f, `"sha256":"`, `"hash":"`) },
		"an icon absent":      func(f fstest.MapFS) { rewrite(f, "icon-192.png", "icon-200.png") },
		"start script absent": func(f fstest.MapFS) { rewrite(f, "wasm_exec.js", "other.js") },
	}
	for name, damage := range tests {
		t.Run(name, func(t *testing.T) {
			folder := built(t, wasm)
			damage(folder)
			if _, err := newHandler(static, folder); err == nil {
				t.Error("a damaged folder is served")
			}
		})
	}
}

func rewrite(f fstest.MapFS, old, new string) {
	f[manifest.FileName].Data = bytes.ReplaceAll(f[manifest.FileName].Data, []byte(old), []byte(new))
}

// TestEmbedded serves what this very build has embedded, with or without the client.
func TestEmbedded(t *testing.T) {
	if res := ask(Handler(), "GET", "/"); res.StatusCode != http.StatusOK {
		t.Errorf("got %s", res.Status)
	}
}
