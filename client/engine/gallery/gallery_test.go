package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// parse returns the files of a package without its tests.
func parse(t *testing.T, dir string) []*ast.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// TestNothingIsMissing holds that the gallery has all that client/ui can draw:
// every method of its Context that takes an area, and every icon and style of button.
func TestNothingIsMissing(t *testing.T) {
	shown := map[string]bool{}
	for _, f := range parse(t, ".") {
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				shown[s.Sel.Name] = true
			}
			return true
		})
	}
	drawn := 0
	for _, f := range parse(t, "../../ui") {
		for _, d := range f.Decls {
			for _, name := range append(drawers(d), looks(d)...) {
				drawn++
				if !shown[name] {
					t.Errorf("the gallery does not show ui.%s", name)
				}
			}
		}
	}
	if drawn < 30 {
		t.Errorf("only %d things to show were found", drawn)
	}
}

// Methods that take an area and draw nothing, and the icon that is none.
var undrawn = []string{"LongPressed", "MenuPressed", "IconNone"}

// drawers returns the name of an exported method of Context that takes a Rect.
func drawers(d ast.Decl) []string {
	f, ok := d.(*ast.FuncDecl)
	if !ok || f.Recv == nil || !f.Name.IsExported() || slices.Contains(undrawn, f.Name.Name) {
		return nil
	}
	if p, ok := f.Recv.List[0].Type.(*ast.StarExpr); !ok || p.X.(*ast.Ident).Name != "Context" {
		return nil
	}
	for _, p := range f.Type.Params.List {
		if name, ok := p.Type.(*ast.Ident); ok && name.Name == "Rect" {
			return []string{f.Name.Name}
		}
	}
	return nil
}

// looks returns the names of the constants that say how something looks.
func looks(d ast.Decl) []string {
	g, ok := d.(*ast.GenDecl)
	if !ok || g.Tok != token.CONST {
		return nil
	}
	first, ok := g.Specs[0].(*ast.ValueSpec).Type.(*ast.Ident)
	if !ok || !slices.Contains([]string{"Icon", "ButtonStyle", "Align"}, first.Name) {
		return nil
	}
	var names []string
	for _, s := range g.Specs {
		for _, name := range s.(*ast.ValueSpec).Names {
			if !slices.Contains(undrawn, name.Name) {
				names = append(names, name.Name)
			}
		}
	}
	return names
}

// TestPosesDiffer holds that every pose brings its widget into a state that looks
// different from the others.
func TestPosesDiffer(t *testing.T) {
	for _, e := range entries() {
		seen := map[string]string{}
		for _, p := range append([]pose{{"normal", func(*stage) {}}}, e.poses...) {
			s := newStage(&uitest.Measurer{}, nil, &ui.Dark, &e, p)
			look := uitest.Describe(ui.Output{List: s.out.List})
			if other, ok := seen[look]; ok && other != p.name {
				t.Errorf("%s, %s: %s looks like %s", e.group, e.name, p.name, other)
			}
			seen[look] = p.name
		}
	}
}

func open(t *testing.T, w, h float32) *uitest.Driver {
	t.Helper()
	return uitest.Drive(t, w, h, newPage(&uitest.Measurer{}, nil, true).Frame)
}

// TestByKeyboard goes through all live widgets by Tab, in sight each, and uses the
// keys for the size of text and for scrolling.
func TestByKeyboard(t *testing.T) {
	d := open(t, 900, 600)
	d.Press(ui.KeyTab)
	first, stops := d.Focused().ID, 0
	for d.Press(ui.KeyTab); d.Focused().ID != first; d.Press(ui.KeyTab) {
		n := d.Focused()
		if n.ID == 0 || n.Rect.Y < 0 || n.Rect.Bottom() > d.H {
			t.Fatalf("after %d stops the focus is at %+v", stops, n)
		}
		stops++
	}
	if stops < 30 {
		t.Errorf("Tab stops %d times", stops)
	}
	d.Press(ui.KeyHome)
	top := d.Text()
	d.Press(ui.KeyPageDown)
	if d.Text() == top {
		t.Error("PageDown does not scroll")
	}
	d.Press(ui.KeyPlus, ui.Command)
	d.Find(ui.RoleStatus, "110 %")
}

// TestEverySize scrolls through the whole page at the smallest and the largest text,
// in windows wide and narrow: no line stands in another.
func TestEverySize(t *testing.T) {
	for _, w := range []float32{360, 1280} {
		for key, size := range map[ui.Key]string{ui.KeyMinus: "80 %", ui.KeyPlus: "200 %"} {
			d := open(t, w, 640)
			d.Click(ui.RoleTab, "Light")
			for !d.Has(ui.RoleStatus, size) {
				d.Press(key, ui.Command)
			}
			for before := ""; before != d.Tree(); d.Press(ui.KeyPageDown) {
				before = d.Tree()
				for _, problem := range uitest.Illegible(d.Out, d.W, d.H) {
					if strings.Contains(problem, "stands in") {
						t.Errorf("%v wide, at %s: %s", w, size, problem)
					}
				}
			}
		}
	}
}
