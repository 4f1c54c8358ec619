package e2e

import (
	"bytes"
	"compress/zlib"
	"crypto/rand"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"testing"

	"lobby/client/ui"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

// hostilePictures offers pictures in the room whose previews are none, or would fill
// the memory, with measures to match. The window shows a plain card for each, and
// goes on.
func hostilePictures(t *testing.T, srv *server, m member) {
	t.Helper()
	var small bytes.Buffer
	if err := jpeg.Encode(&small, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	garbage := make([]byte, wire.MaxPreview)
	rand.Read(garbage)
	stranger := servertest.Connect(t, srv.addr)
	stranger.LogIn(wire.Register{ID: stranger.NextID(), Name: "Stranger", Password: servertest.Password, Device: "test"})
	defer stranger.Close()
	for _, o := range []wire.Offer{
		{Name: "bomb.jpg", Preview: claiming(t, small.Bytes(), 65_535), Width: 4000, Height: 3000},
		{Name: "garbage.jpg", Preview: garbage, Width: wire.MaxSide, Height: 1},
		{Name: "cut.jpg", Preview: small.Bytes()[:small.Len()/2], Width: 1, Height: wire.MaxSide},
	} {
		o.ID, o.CID, o.Conv, o.Size, o.Mime = stranger.NextID(), rand.Text(), wire.Room, 1<<30, "image/jpeg"
		stranger.Write(o)
		servertest.Answer[wire.Sent](stranger, o.ID)
		wait(t, m, "a plain card of "+o.Name, func(nodes []ui.Node) bool {
			card := anyNode(nodes, func(n ui.Node) bool { return n.Role == ui.RoleRow && n.Value == o.Name })
			return card && !anyNode(nodes, func(n ui.Node) bool {
				return n.Role == ui.RoleButton && n.Label == "放大圖片" && n.Value == o.Name
			})
		})
	}
	say(t, m, "還在")
	find(t, m, "what was said", func(n ui.Node) bool { return n.Role == ui.RoleRow && n.Value == "還在" && !waiting(n) })
}

// bombPNG is a picture of side by side black pixels, in a file of a few kilobytes.
func bombPNG(t *testing.T, side int) []byte {
	t.Helper()
	var pixels bytes.Buffer
	w := zlib.NewWriter(&pixels)
	row := make([]byte, 1+side/8) // the filter, and a bit for each pixel
	for range side {
		if _, err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	header := binary.BigEndian.AppendUint32(nil, uint32(side))
	header = append(binary.BigEndian.AppendUint32(header, uint32(side)), 1, 0, 0, 0, 0) // depth, gray
	file := []byte("\x89PNG\r\n\x1a\n")
	for _, chunk := range []struct {
		kind string
		data []byte
	}{{"IHDR", header}, {"IDAT", pixels.Bytes()}, {"IEND", nil}} {
		file = binary.BigEndian.AppendUint32(file, uint32(len(chunk.data)))
		body := append([]byte(chunk.kind), chunk.data...)
		file = binary.BigEndian.AppendUint32(append(file, body...), crc32.ChecksumIEEE(body))
	}
	return file
}

// claiming is a JPEG whose header says that it is so wide and so high.
func claiming(t *testing.T, picture []byte, side uint16) []byte {
	t.Helper()
	out := bytes.Clone(picture)
	at := bytes.Index(out, []byte{0xff, 0xc0}) // SOF0: length, precision, height, width
	if at < 0 {
		t.Fatal("the picture has no header")
	}
	binary.BigEndian.PutUint16(out[at+5:], side)
	binary.BigEndian.PutUint16(out[at+7:], side)
	return out
}
