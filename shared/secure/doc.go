// Package secure makes an encrypted and authenticated connection of any
// net.Conn: a Noise_XX_25519_AESGCM_SHA256 handshake, then records of up to
// MaxPlaintext bytes. It knows nothing of what the records say.
//
// On the connection everything is a frame: a big-endian uint16 length and that
// many bytes, which are one Noise message. The first three frames are the
// handshake, with empty payloads; each later frame is one record.
//
// Each side proves that it holds the private half of its static key, and the
// client's static key is sent only to a server that Config.Verify accepted. The
// ephemeral keys of the handshake give every connection fresh AES-256 keys, so
// that a static key stolen later opens no recorded traffic.
package secure
