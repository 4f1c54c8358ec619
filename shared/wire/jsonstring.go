package wire

import "unicode/utf8"

// appendField writes a comma, the name and the value.
func appendField(dst []byte, name, value string) []byte {
	dst = append(dst, ',', '"')
	dst = append(dst, name...)
	dst = append(dst, '"', ':')
	return appendString(dst, value)
}

const hexDigits = "0123456789abcdef"

// appendString writes s as a JSON string. Bytes that are not UTF-8 become
// U+FFFD; U+2028 and U+2029 are escaped, so that a line is a line everywhere.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case r == '"' || r == '\\':
			dst = append(append(dst, s[start:i]...), '\\', byte(r))
		case r == '\n':
			dst = append(append(dst, s[start:i]...), `\n`...)
		case r == '\t':
			dst = append(append(dst, s[start:i]...), `\t`...)
		case r < 0x20 || r == 0x7f:
			dst = append(append(dst, s[start:i]...), `\u00`...)
			dst = append(dst, hexDigits[r>>4], hexDigits[r&0xf])
		case r == utf8.RuneError && size == 1:
			dst = append(append(dst, s[start:i]...), `\ufffd`...)
		case r == '\u2028' || r == '\u2029':
			dst = append(append(dst, s[start:i]...), `\u202`...)
			dst = append(dst, hexDigits[r&0xf])
		default:
			i += size
			continue
		}
		i += size
		start = i
	}
	return append(append(dst, s[start:]...), '"')
}
