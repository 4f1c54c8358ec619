package lang

import (
	"fmt"
	"time"
)

// Clock writes the time of day of t, in t's own zone.
func (c *Catalogue) Clock(t time.Time) string {
	switch c.tag {
	case "zh-TW":
		half := "上午"
		if t.Hour() >= 12 {
			half = "下午"
		}
		return fmt.Sprintf("%s %d:%02d", half, (t.Hour()+11)%12+1, t.Minute())
	case "ja":
		return t.Format("15:04")
	}
	return t.Format("3:04 PM")
}

var weekdays = map[string][7]string{
	"zh-TW": {"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"},
	"ja":    {"日", "月", "火", "水", "木", "金", "土"},
}

// Day writes the date of t in its own zone; the year only where it is not now's.
func (c *Catalogue) Day(t, now time.Time) string {
	year := t.Year() != now.In(t.Location()).Year()
	switch c.tag {
	case "zh-TW":
		s := fmt.Sprintf("%d月%d日 %s", t.Month(), t.Day(), weekdays[c.tag][t.Weekday()])
		if year {
			s = fmt.Sprintf("%d年%s", t.Year(), s)
		}
		return s
	case "ja":
		s := fmt.Sprintf("%d月%d日（%s）", t.Month(), t.Day(), weekdays[c.tag][t.Weekday()])
		if year {
			s = fmt.Sprintf("%d年%s", t.Year(), s)
		}
		return s
	}
	if year {
		return t.Format("Monday, January 2, 2006")
	}
	return t.Format("Monday, January 2")
}

// Date writes the date of t in its own zone, with numbers alone, for columns.
func (c *Catalogue) Date(t time.Time) string {
	if c.tag == "en" {
		return t.Format("Jan 2, 2006")
	}
	return t.Format("2006/01/02")
}
