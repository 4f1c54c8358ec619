// Package ledger is the server's event log: what was acknowledged is in it, on
// the disk, in order, once.
//
// # Format
//
// A folder holds segments, text files named by the number of their first event
// (0000000001.jsonl). A segment is one header line and then one line for each
// event, numbers contiguous over all segments, from 1:
//
//	{"type":"log","schema":1,"first":1,"crc":"48df0a0e"}
//	{"type":"event","seq":1,"time":"...","kind":"message",...,"crc":"0a1b2c3d"}
//
// A line is the JSON object that clients get, with one field more at its end:
// crc is the CRC-32C (Castagnoli), in lower-case hexadecimal, of all bytes of
// the line before `,"crc"`.
//
// # Promise
//
// One goroutine writes. It takes everything that is queued, writes it at once,
// calls fsync once, and only then are the events visible to readers and handed
// to Options.Committed. A batch that could not be written or synced is not
// stored: the file is cut back to its last durable length before anything else
// is written. A system may take for clean what it could not write, and say of the
// next fsync that all is well. So after a failure, and at start, an fsync is not
// believed: the last segment is read back from the disk itself, where the system
// lets go of what it has in memory (Linux does), before more is appended. (If the power fails before that is durable, the next start may
// find some of its events: a sender who tries again with the same id is then
// answered with the first.)
//
// At start every line of the last segment is read and checked. The last line may
// be torn, because the process was killed or the machine lost power while it was
// written, before it was acknowledged: it is moved to a .torn file beside and
// reported. Any other damage stops the start, and nothing is changed.
//
// That a power failure tears one line only, though a batch has many, supposes
// that the file system brings an append to the disk from its front: behind the
// tear there is nothing, or zeros. Where one does not, the start is refused, but
// nothing that was acknowledged is lost.
//
// # Index
//
// Beside each finished segment lies an index file (0000000001.index), so that a
// start need not read the segment. It is binary, holds nothing that can't be made
// from the segment, and has its name only once it is on the disk. It is made anew
// when it is missing, does not match its checksum, or does not match the segment's
// length, first and last line; then that segment is read and checked as the last
// one is. So is one whose index file can't be read any more while the log is open.
//
// A line that was damaged in a segment whose index file is good is found when it
// is read, by a reader, who goes without it, by lobbyd verify, or by the scrub
// that goes through such segments after each start. It does not keep the server
// from starting: everything else in the log can still be read.
//
// What the index says of an event, which decides who may see it, is compared
// with the line each time one is read.
//
// # Memory
//
// Of a finished segment 4 bytes for each message stay in memory, by which a new
// id is known to be new, and what conversations and members it has. Of the last
// segment it is about 30 bytes for each event, 4 more for each that a page of
// history can show. No read scans a file.
package ledger
