package main

import "lobby/client/ui"

// entry is a widget with the states that it is shown in. It is made anew for every
// state, so that each has a text, a selection and a place of its own.
type entry struct {
	group, name string
	w, h        float32
	make        func() widget
	poses       []pose
}

// Texts that are hard to show.
const (
	longChinese = "請在明天上午十點以前，把投影片、延長線、網路線和簽到表一起帶到二〇四教室；（如果來不及，請先傳訊息）「謝謝大家」！"
	longWord    = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
	mixed       = "明天 10:30 見 👩🏽‍💻🎉 see you there, よろしくね"
)

// entries is the whole gallery.
func entries() []entry {
	all := buttons()
	all = append(all, fields()...)
	all = append(all, choices()...)
	all = append(all, lists()...)
	all = append(all, layers()...)
	return append(all, drawings()...)
}

func buttons() []entry {
	poses := []pose{hovered, pressed, focused}
	button := func(name, label string, o ui.ButtonOptions, poses ...pose) entry {
		return entry{"Buttons", name, 132, 36, func() widget {
			return func(c *ui.Context, id ui.ID, r ui.Rect) { c.Button(id, r, label, o) }
		}, poses}
	}
	return []entry{
		button("plain", "另存新檔", ui.ButtonOptions{Style: ui.ButtonPlain}, poses...),
		button("primary", "登入", ui.ButtonOptions{Style: ui.ButtonPrimary}, poses...),
		button("danger", "刪除", ui.ButtonOptions{Style: ui.ButtonDanger}, poses...),
		button("ghost", "顯示", ui.ButtonOptions{Style: ui.ButtonGhost}, poses...),
		button("with an icon", "送出", ui.ButtonOptions{Style: ui.ButtonPrimary, Icon: ui.IconSend}, poses...),
		button("disabled", "請稍候…", ui.ButtonOptions{Style: ui.ButtonPrimary, Disabled: true}),
		button("disabled ghost", "顯示", ui.ButtonOptions{Style: ui.ButtonGhost, Disabled: true}),
		button("too long a label", longChinese, ui.ButtonOptions{}, focused),
		button("too long a label, with an icon", longWord, ui.ButtonOptions{Icon: ui.IconWarning}, focused),
		{"Buttons", "icon alone", 36, 36, func() widget {
			return func(c *ui.Context, id ui.ID, r ui.Rect) { c.IconButton(id, r, ui.IconGear, "設定") }
		}, poses},
	}
}

func fields() []entry {
	field := func(name, text string, o ui.FieldOptions, poses ...pose) entry {
		o.Label = name
		return entry{"Fields", name, 268, 44, func() widget {
			e := &ui.Editor{}
			e.SetText(text)
			return func(c *ui.Context, id ui.ID, r ui.Rect) { c.TextField(id, r, e, o) }
		}, poses}
	}
	area := func(name, text string, h float32, poses ...pose) entry {
		return entry{"Fields", name, 268, h, func() widget {
			e := &ui.Editor{}
			e.SetText(text)
			return func(c *ui.Context, id ui.ID, r ui.Rect) {
				c.TextArea(id, r, e, ui.FieldOptions{Label: name, Placeholder: "傳訊息給大廳"})
			}
		}, poses}
	}
	all := []pose{focused, selecting, composing}
	return []entry{
		field("empty", "", ui.FieldOptions{Placeholder: "傳訊息給大廳"}, focused, composing),
		field("filled", mixed, ui.FieldOptions{}, all...),
		field("longer than the field", longChinese, ui.FieldOptions{}, all...),
		field("password", "correct horse", ui.FieldOptions{Password: true}, focused, selecting),
		field("revealed password", "correct horse", ui.FieldOptions{Password: true, Reveal: true, Trailing: 60}, focused),
		field("error", "建宏", ui.FieldOptions{Error: "這個名字已經有人用了。"}, all...),
		field("disabled", "建宏", ui.FieldOptions{Disabled: true}),
		field("bare", "建宏", ui.FieldOptions{Bare: true}, all...),
		area("several lines, empty", "", 66, focused, composing),
		area("several lines", "第一行\nSecond line 🎉\n"+longChinese+longWord, 176, all...),
		area("more lines than fit", longChinese+longChinese, 88, all...),
	}
}

func choices() []entry {
	toggle := func(name, label string, on bool) entry {
		return entry{"Choices", name, 220, 44, func() widget {
			on := on
			return func(c *ui.Context, id ui.ID, r ui.Rect) { on = c.Toggle(id, r, label, on) }
		}, []pose{hovered, pressed, focused}}
	}
	segmented := func(name string, w, h float32, labels ...string) entry {
		return entry{"Choices", name, w, h, func() widget {
			selected := 0
			return func(c *ui.Context, id ui.ID, r ui.Rect) { selected = c.Segmented(id, r, labels, selected) }
		}, []pose{hovered, pressed, clicked, focused}}
	}
	return []entry{
		toggle("switch, off", "顯示通知", false),
		toggle("switch, on", "播放聲音", true),
		toggle("switch with a long label", longChinese, true),
		segmented("one of three", 220, 42, "跟隨系統", "淺色", "深色"),
		segmented("one of many, in rows", 220, 76, "跟隨系統", "繁體中文", "English", "日本語"),
	}
}
