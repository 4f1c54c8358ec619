package view

import "lobby/client/ui"

// faces are the fonts of the views, by what they are used for.
type faces struct {
	text, strong, small, faint, pill, sender, title, heading, brand ui.Font
}

func facesOf(t *ui.TypeSizes) faces {
	return faces{
		text:    ui.Font{Size: t.Base},
		strong:  ui.Font{Size: t.Base, Weight: ui.Bold},
		small:   ui.Font{Size: t.Small},
		faint:   ui.Font{Size: t.Faint},
		pill:    ui.Font{Size: t.Faint, Weight: ui.Bold},
		sender:  ui.Font{Size: t.Control, Weight: ui.Bold},
		title:   ui.Font{Size: t.Title, Weight: ui.Bold},
		heading: ui.Font{Size: t.Heading, Weight: ui.Bold},
		brand:   ui.Font{Size: t.Brand, Weight: ui.Bold},
	}
}
