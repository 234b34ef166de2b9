package feed

import (
	"bytes"
	"mime"
	"regexp"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// toUTF8 decodes a document whatever its encoding is. A byte-order mark or the
// look of UTF-16 decides; then valid UTF-8 is UTF-8, whatever it claims to be;
// then of the encodings that the document declares, that its server declares,
// and that it looks like, the one is taken that leaves the fewest characters
// unreadable.
func toUTF8(doc []byte, contentType string) []byte {
	if enc := wide(doc); enc != nil {
		if decoded, err := enc.NewDecoder().Bytes(doc); err == nil {
			return bytes.TrimPrefix(decoded, []byte("\ufeff"))
		}
	}
	doc = bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf"))
	declared := declaredCharset(doc)
	if utf8.Valid(doc) && !bytes.ContainsRune(doc, 0x1b) { // escapes switch charsets in 7 bits
		return doc
	}
	labels := []string{declared, httpCharset(contentType)}
	if guess := chardet.Detect(doc[:min(len(doc), 64<<10)]); guess.Confidence > 0.3 {
		labels = append(labels, guess.Encoding)
	}
	labels = append(labels, "windows-1252")
	best, fewest := []byte(nil), -1
	for _, label := range labels {
		enc := encodingOf(label)
		if enc == nil {
			continue
		}
		decoded, err := enc.NewDecoder().Bytes(doc)
		if err != nil {
			continue
		}
		if bad := unreadable(decoded); fewest < 0 || bad < fewest {
			best, fewest = decoded, bad
		}
		if fewest == 0 {
			break
		}
	}
	// Mostly UTF-8 with a few broken bytes is UTF-8.
	if broken := bytes.ToValidUTF8(doc, []byte("\uFFFD")); fewest < 0 || mostlyUTF8(doc) {
		return broken
	}
	return best
}

// wide returns the encoding of two or four bytes a character that a document
// begins in, or nil.
func wide(doc []byte) encoding.Encoding {
	be, le := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	be32, le32 := utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	for _, e := range []struct {
		start string
		enc   encoding.Encoding
	}{
		{"\xff\xfe\x00\x00", le32}, {"\x00\x00\xfe\xff", be32}, {"<\x00\x00\x00", le32}, {"\x00\x00\x00<", be32},
		{"\xff\xfe", le}, {"\xfe\xff", be}, {"<\x00", le}, {"\x00<", be}, {"{\x00", le}, {"\x00{", be},
	} {
		if bytes.HasPrefix(doc, []byte(e.start)) {
			return e.enc
		}
	}
	return nil
}

var declaration = regexp.MustCompile(`^[\s\x00]*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

func declaredCharset(doc []byte) string {
	if m := declaration.FindSubmatch(doc[:min(len(doc), 512)]); m != nil {
		return string(m[1])
	}
	return ""
}

func httpCharset(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return params["charset"]
}

func encodingOf(label string) encoding.Encoding {
	if label == "" {
		return nil
	}
	enc, name := charset.Lookup(label)
	if enc == nil {
		enc, _ = htmlindex.Get(label)
	}
	if name == "replacement" {
		return nil
	}
	return enc
}

// unreadable counts the characters that the decoding lost, and control
// characters, which tell of a wrong one.
func unreadable(doc []byte) (n int) {
	for _, r := range string(doc) {
		if r == utf8.RuneError || (r >= 0x80 && r < 0xa0) {
			n++
		}
	}
	return n
}

// mostlyUTF8 reports whether at least nine in ten of the characters outside
// ASCII are valid UTF-8.
func mostlyUTF8(doc []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(doc); {
		if doc[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(doc[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	return good >= 9*bad
}
