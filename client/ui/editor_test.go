package ui_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"lobby/client/ui"
)

// editor returns an editor with a text in which | is the caret, or [ and ] or ] and
// [ are the ends of a selection, the caret at the ].
func editor(marked string) *ui.Editor {
	var e ui.Editor
	plain := strings.NewReplacer("|", "", "[", "", "]", "").Replace(marked)
	e.SetText(plain)
	if i := strings.Index(marked, "|"); i >= 0 {
		e.Select(i, i)
		return &e
	}
	anchor, caret := strings.Index(marked, "["), strings.Index(marked, "]")
	if anchor < caret {
		caret--
	} else {
		anchor--
	}
	e.Select(anchor, caret)
	return &e
}

// marked is the inverse of editor.
func marked(e *ui.Editor) string {
	text, caret := e.Text(), e.Caret()
	from, to := e.Selection()
	switch {
	case from == to:
		return text[:caret] + "|" + text[caret:]
	case caret == to:
		return text[:from] + "[" + text[from:to] + "]" + text[to:]
	}
	return text[:from] + "]" + text[from:to] + "[" + text[to:]
}

func TestEditorMoves(t *testing.T) {
	const family, flag = "👨‍👩‍👧", "🇹🇼"
	for _, tt := range []struct {
		before string
		move   ui.Move
		extend bool
		want   string
	}{
		{"ab|c", ui.MoveLeft, false, "a|bc"},
		{"|abc", ui.MoveLeft, false, "|abc"},
		{"abc|", ui.MoveRight, false, "abc|"},
		{"a|" + family + "b", ui.MoveRight, false, "a" + family + "|b"},
		{"a" + flag + flag + "|", ui.MoveLeft, false, "a" + flag + "|" + flag},
		{"e\u0301|x", ui.MoveLeft, false, "|e\u0301x"},
		{"一|二\n三", ui.MoveRight, false, "一二|\n三"},
		{"一二|\n三", ui.MoveRight, false, "一二\n|三"},
		{"a[bc]d", ui.MoveLeft, false, "a|bcd"},
		{"a[bc]d", ui.MoveRight, false, "abc|d"},
		{"a]bc[d", ui.MoveRight, false, "abc|d"},
		{"a[bc]d", ui.MoveLeft, true, "a[b]cd"},
		{"a|bc", ui.MoveLeft, true, "]a[bc"},
		{"hello, brave| world", ui.MoveWordLeft, false, "hello, |brave world"},
		{"hello, |brave world", ui.MoveWordLeft, false, "|hello, brave world"},
		{"|hello, brave", ui.MoveWordRight, false, "hello|, brave"},
		{"hello|, brave", ui.MoveWordRight, false, "hello, brave|"},
		{"can't|", ui.MoveWordLeft, false, "|can't"},
		{"今天|天氣", ui.MoveWordRight, false, "今天天|氣"},
		{"ab\ncd|e", ui.MoveLineStart, false, "ab\n|cde"},
		{"ab\nc|de\nf", ui.MoveLineEnd, false, "ab\ncde|\nf"},
		{"ab\nc|d", ui.MoveTextStart, true, "]ab\nc[d"},
		{"a|b\ncd", ui.MoveTextEnd, false, "ab\ncd|"},
	} {
		e := editor(tt.before)
		e.Move(tt.move, tt.extend)
		if got := marked(e); got != tt.want {
			t.Errorf("%q, move %d, extend %v: %q, want %q", tt.before, tt.move, tt.extend, got, tt.want)
		}
	}
}

func TestEditorDeletes(t *testing.T) {
	const thumb = "👍🏽"
	for _, tt := range []struct {
		before string
		move   ui.Move
		want   string
	}{
		{"ab|c", ui.MoveLeft, "a|c"},
		{"ab|c", ui.MoveRight, "ab|"},
		{"|ab", ui.MoveLeft, "|ab"},
		{"a" + thumb + "|", ui.MoveLeft, "a|"},
		{"a[bc]d", ui.MoveLeft, "a|d"},
		{"a]bc[d", ui.MoveRight, "a|d"},
		{"hello brave| world", ui.MoveWordLeft, "hello | world"},
		{"hello| brave world", ui.MoveWordRight, "hello| world"},
		{"ab\n|cd", ui.MoveLeft, "ab|cd"},
	} {
		e := editor(tt.before)
		e.Delete(tt.move)
		if got := marked(e); got != tt.want {
			t.Errorf("%q, delete by move %d: %q, want %q", tt.before, tt.move, got, tt.want)
		}
	}
}

func TestEditorCleansWhatComesIn(t *testing.T) {
	for _, tt := range []struct {
		in, lines, single string
	}{
		{"a\r\nb\rc\nd", "a\nb\nc\nd", "a b c d"},
		{"a\u2028b\u0085c", "a\nb\nc", "a b c"},
		{"a\tb", "a b", "a b"},
		{"a\x00\x07\x1b[31mb\x7f", "a[31mb", "a[31mb"},
		{"a\xff\xfeb", "a\uFFFDb", "a\uFFFDb"},
		{"👨‍👩‍👧", "👨‍👩‍👧", "👨‍👩‍👧"},
	} {
		var lines ui.Editor
		lines.Insert(tt.in)
		if lines.Text() != tt.lines {
			t.Errorf("%q in several lines is %q, want %q", tt.in, lines.Text(), tt.lines)
		}
		single := ui.Editor{SingleLine: true}
		single.Insert(tt.in)
		if single.Text() != tt.single {
			t.Errorf("%q in one line is %q, want %q", tt.in, single.Text(), tt.single)
		}
	}
}

func TestEditorRefusesAsAWhole(t *testing.T) {
	e := editor("一二[三]四")
	e.MaxRunes = 5
	if e.Insert("abc") {
		t.Error("six code points were taken, the limit is five")
	}
	if got := marked(e); got != "一二[三]四" {
		t.Errorf("what was refused changed the text to %q", got)
	}
	if !e.Insert("ab") || marked(e) != "一二ab|四" {
		t.Errorf("five code points are %q", marked(e))
	}
	e.SetText("more than five")
	if !e.Delete(ui.MoveLeft) || e.Text() != "more than fiv" {
		t.Error("a text over the limit can not be made shorter")
	}
}

func TestEditorJoinsWhatItGets(t *testing.T) {
	e := editor("e|x")
	e.Type("\u0301")
	if got := marked(e); got != "e\u0301|x" {
		t.Errorf("an accent behind its letter: %q", got)
	}
	// Between two halves of a flag, the caret has no place.
	e = editor("\U0001F1F9|b")
	e.Type("\U0001F1FC")
	if got := marked(e); got != "\U0001F1F9\U0001F1FC|b" {
		t.Errorf("second half of a flag: %q", got)
	}
	e = editor("|\U0001F1FC")
	e.Type("\U0001F1F9")
	if got := marked(e); got != "\U0001F1F9\U0001F1FC|" {
		t.Errorf("first half of a flag: %q", got)
	}
}

func TestEditorUndo(t *testing.T) {
	var e ui.Editor
	steps := []string{""}
	typed := func(s string) {
		for _, r := range s {
			e.Type(string(r))
		}
	}
	typed("hello")
	steps = append(steps, e.Text()+" ") // the space goes with the word before it
	typed(" brave")
	steps = append(steps, e.Text())
	e.Move(ui.MoveLeft, false)
	e.Delete(ui.MoveLeft)
	e.Delete(ui.MoveLeft)
	steps = append(steps, e.Text())
	e.Insert("一二")
	steps = append(steps, e.Text())
	e.Insert("三")
	steps = append(steps, e.Text())
	for i := len(steps) - 1; i >= 0; i-- {
		if e.Text() != steps[i] {
			t.Fatalf("undone to %q, want %q", e.Text(), steps[i])
		}
		if undone := e.Undo(); undone != (i > 0) {
			t.Fatalf("Undo at step %d = %v", i, undone)
		}
	}
	for i := 1; i < len(steps); i++ {
		if !e.Redo() || e.Text() != steps[i] {
			t.Fatalf("done again to %q, want %q", e.Text(), steps[i])
		}
	}
	if e.Redo() {
		t.Error("there was nothing left to do again")
	}
	e.Undo()
	e.Type("x")
	if e.Redo() {
		t.Error("what was undone could be done again over a new edit")
	}
}

func TestEditorUndoStepsEndWhereTheCaretMoves(t *testing.T) {
	var e ui.Editor
	e.Type("ab")
	e.Move(ui.MoveLeft, false)
	e.Move(ui.MoveRight, false)
	e.Type("c")
	e.Undo()
	if got := marked(&e); got != "ab|" {
		t.Errorf("undone to %q, want what was there when the caret moved", got)
	}
}

func TestEditorUndoBringsTheSelectionBack(t *testing.T) {
	e := editor("a]bc[d")
	e.Insert("x")
	e.Undo()
	if got := marked(e); got != "a]bc[d" {
		t.Errorf("after undo %q", got)
	}
}

func TestEditorUndoIsBounded(t *testing.T) {
	var e ui.Editor
	for range 1000 {
		e.Insert("x")
	}
	n := 0
	for e.Undo() {
		n++
	}
	if n != 200 {
		t.Errorf("%d steps could be undone, want 200", n)
	}
}

func TestEditorSelectsWords(t *testing.T) {
	for _, tt := range []struct {
		text string
		at   int
		want string
	}{
		{"hello, world", 2, "[hello], world"},
		{"hello, world", 5, "hello[,] world"},
		{"hello, world", 12, "hello, [world]"},
		{"", 0, "|"},
		{"今天", 3, "今[天]"},
		{"ab cd\nef", 5, "ab [cd]\nef"},
		{"你好👋🏽\nef", 14, "你好[👋🏽]\nef"},
		{"ab\n\nef", 3, "ab\n[\n]ef"},
		{"\nef", 0, "[\n]ef"},
		{"see example.com now", 6, "see [example.com] now"},
	} {
		var e ui.Editor
		e.SetText(tt.text)
		e.SelectWord(tt.at)
		if got := marked(&e); got != tt.want {
			t.Errorf("word at %d of %q: %q, want %q", tt.at, tt.text, got, tt.want)
		}
	}
	e := editor("ab\ncd|\nef")
	e.SelectLine(e.Caret())
	if got := marked(e); got != "ab\n[cd\n]ef" {
		t.Errorf("line: %q", got)
	}
}

func TestEditorComposes(t *testing.T) {
	e := editor("a[b]c")
	e.Compose(ui.Composition{Text: "ㄋㄧ", SelStart: 1, SelEnd: 99})
	if e.Text() != "ac" {
		t.Errorf("composing left %q of the selection", e.Text())
	}
	if p := e.Preedit(); p.SelStart != 0 || p.SelEnd != len("ㄋㄧ") {
		t.Errorf("clause from %d to %d, not moved into the text", p.SelStart, p.SelEnd)
	}
	e.Compose(ui.Composition{})
	e.Type("你")
	if got := marked(e); got != "a你|c" {
		t.Errorf("committed: %q", got)
	}
}

// FuzzEditor holds that whatever is done, the text is valid, the caret is between
// clusters, the limit holds, and undoing leads back to the start.
func FuzzEditor(f *testing.F) {
	f.Add("e\u0301👨‍👩‍👧一", []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
	f.Add("🇹🇼\r\n\xff", []byte{9, 9, 2, 1, 0, 7, 7, 3})
	f.Fuzz(func(t *testing.T, text string, ops []byte) {
		if len(ops) > maxSteps {
			ops = ops[:maxSteps]
		}
		pieces := strings.SplitAfter(text, " ")
		e := ui.Editor{MaxRunes: 64}
		for i, op := range ops {
			piece := pieces[i%len(pieces)]
			do(&e, op, piece)
			check(t, &e)
		}
		for e.Undo() {
			check(t, &e)
		}
		if e.Text() != "" {
			t.Errorf("undone to %q, want nothing", e.Text())
		}
		for e.Redo() {
			check(t, &e)
		}
	})
}

// maxSteps is fewer than can be undone.
const maxSteps = 150

func do(e *ui.Editor, op byte, piece string) {
	extend := op&0x80 != 0
	switch op & 0x0f {
	case 0:
		e.Insert(piece)
	case 1:
		e.Type(piece)
	case 2:
		e.Delete(ui.MoveLeft)
	case 3:
		e.Delete(ui.MoveRight)
	case 4:
		e.Delete(ui.MoveWordLeft)
	case 5:
		e.Undo()
	case 6:
		e.Redo()
	case 7:
		e.SelectWord(len(piece))
	case 8:
		e.Select(int(op>>4), len(e.Text())/2)
	case 9:
		e.Compose(ui.Composition{Text: piece, SelEnd: 2})
	case 10:
		e.Compose(ui.Composition{})
	default:
		e.Move(ui.Move(op%8), extend)
	}
}

func check(t *testing.T, e *ui.Editor) {
	t.Helper()
	text := e.Text()
	if !utf8.ValidString(text) {
		t.Fatalf("text %q is not valid", text)
	}
	if utf8.RuneCountInString(text) > e.MaxRunes {
		t.Fatalf("text %q exceeds the limit", text)
	}
	from, to := e.Selection()
	edges := map[int]bool{len(text): true}
	for g := uniseg.NewGraphemes(text); g.Next(); {
		start, _ := g.Positions()
		edges[start] = true
	}
	if !edges[from] || !edges[to] {
		t.Fatalf("selection %d to %d splits a cluster of %q", from, to, text)
	}
}
