package wire

// DataMark is the first byte of a data record: a record of a transfer's
// connection that holds, after it, 1 to MaxData bytes of the file. Messages
// begin with another byte, so that they may stand between data records.
const DataMark = 0x00

// Data returns the bytes of the file in a data record, and false for a record
// of messages.
func Data(record []byte) ([]byte, bool) {
	if len(record) < 2 || record[0] != DataMark {
		return nil, false
	}
	return record[1:], true
}
