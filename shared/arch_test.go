// Package shared_test keeps the shape of the whole module: who may import whom.
package shared_test

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	slashpath "path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pkg is a package of this module as `go list` describes it.
type pkg struct {
	ImportPath string
	Deps       []string // all that it reaches
}

const (
	module     = "lobby/"
	ebitengine = "github.com/hajimehoshi/ebiten/"
)

// list describes the packages of this module among those named, for an operating system and an architecture.
func list(t *testing.T, goos, goarch string, patterns ...string) map[string]pkg {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Deps"}, patterns...)...)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+goarch)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	found := make(map[string]pkg)
	for decoder := json.NewDecoder(out); ; {
		var p pkg
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(p.ImportPath, module) {
			found[p.ImportPath] = p
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("go list: %v", err)
	}
	return found
}

// reached returns the packages below a prefix that the package depends on.
func (p pkg) reached(prefix string) []string {
	var found []string
	for _, d := range p.Deps {
		if strings.HasPrefix(d, prefix) {
			found = append(found, d)
		}
	}
	return found
}

func TestDependencies(t *testing.T) {
	for _, platform := range [][2]string{{"linux", "amd64"}, {"windows", "amd64"}, {"darwin", "arm64"}, {"js", "wasm"}} {
		t.Run(platform[0], func(t *testing.T) {
			patterns := []string{"./..."}
			if platform[0] == "js" {
				patterns = []string{"-deps", "./client"} // the rest is not for the browser
			}
			packages := list(t, platform[0], platform[1], patterns...)
			if len(packages) == 0 {
				t.Fatal("no package was listed")
			}
			for _, p := range packages {
				checkLeaf(t, p)
				checkEngine(t, p)
				checkSides(t, p)
			}
		})
	}
}

// checkLeaf holds that what everything else builds on imports nothing of ours.
func checkLeaf(t *testing.T, p pkg) {
	t.Helper()
	leaves := []string{"lobby/shared/wire", "lobby/shared/secure", "lobby/shared/appicon", "lobby/client/ui", "lobby/fonts"}
	if ours := p.reached(module); slices.Contains(leaves, p.ImportPath) && len(ours) > 0 {
		t.Errorf("%s must import nothing of this module, and reaches %v", p.ImportPath, ours)
	}
}

// checkEngine holds that only the engine's adapter, with the empty window that it
// is measured beside and the gallery of widgets, and the program know Ebitengine.
func checkEngine(t *testing.T, p pkg) {
	t.Helper()
	switch p.ImportPath {
	case "lobby/client", "lobby/client/engine", "lobby/client/engine/bare", "lobby/client/engine/gallery":
		return
	}
	if engine := p.reached(ebitengine); len(engine) > 0 {
		t.Errorf("%s reaches the game engine: %s and more", p.ImportPath, engine[0])
	}
}

// checkSides holds that client and server know each other by the wire alone, and
// that what they share knows neither.
func checkSides(t *testing.T, p pkg) {
	t.Helper()
	client, server := p.reached("lobby/client"), p.reached("lobby/server")
	switch {
	case strings.HasPrefix(p.ImportPath, "lobby/server") && len(client) > 0:
		t.Errorf("%s reaches the client: %v", p.ImportPath, client)
	case strings.HasPrefix(p.ImportPath, "lobby/client") && len(server) > 0:
		t.Errorf("%s reaches the server: %v", p.ImportPath, server)
	case strings.HasPrefix(p.ImportPath, "lobby/shared") && len(client)+len(server) > 0:
		t.Errorf("%s reaches one side: %v%v", p.ImportPath, client, server)
	}
}

// TestModelIsPure holds that the model knows the wire's types and no effects.
func TestModelIsPure(t *testing.T) {
	for path, p := range list(t, "linux", "amd64", "./client/model", "./client/view") {
		allowed := map[string][]string{
			"lobby/client/model": {"lobby/shared/wire"},
			"lobby/client/view":  {"lobby/shared/wire", "lobby/client/model", "lobby/client/ui", "lobby/client/view/lang"},
		}[path]
		for _, d := range p.reached(module) {
			if !slices.Contains(allowed, d) {
				t.Errorf("%s reaches %s", path, d)
			}
		}
		for _, effect := range []string{"net", "os/exec"} {
			if slices.Contains(p.Deps, effect) {
				t.Errorf("%s reaches %s: it must only decide, never do", path, effect)
			}
		}
	}
}

// What makes a file one for the browser, or for all but it: its name, or its tags.
var (
	browserName = regexp.MustCompile(`_(js|wasm)(_\w+)?\.go$`)
	browserTag  = regexp.MustCompile(`(?m)^//go:build .*\b(js|wasm)\b`)
)

// TestBrowserTags holds that only three packages differ between window and page,
// and the program in how it learns its options: a page has no command line.
func TestBrowserTags(t *testing.T) {
	folders := []string{"client/session", "client/engine", "fonts"}
	files := []string{"client/options_js.go", "client/options_native.go"}
	built := filepath.Join("..", "bin") // with copies of other modules, which the page is built of
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (path == built || len(d.Name()) > 2 && strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		name := d.Name()
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if path, err = filepath.Rel("..", path); err != nil {
			return err
		}
		path = filepath.ToSlash(path)
		allowed := slices.Contains(folders, slashpath.Dir(path)) || slices.Contains(files, path)
		if (browserName.MatchString(name) || browserTag.Match(source)) && !allowed {
			t.Errorf("%s is for the browser, or for all but it", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
