package feed

import (
	"bytes"
	"encoding/json"
	"strings"
)

// maxValues bounds the values of a JSON feed.
const maxValues = 100_000

// checkJSON bounds a JSON feed's depth, items and values, and blanks the control
// characters that JSON forbids.
func checkJSON(text []byte) ([]byte, error) {
	depth, objects, values, inString := 0, 0, 0, false
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || inString && c < ' ' {
			text[i] = ' '
		}
		switch {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == ',':
			if values++; values > maxValues {
				return nil, tooBig("more than %d values", maxValues)
			}
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return nil, tooBig("more than %d levels", maxDepth)
			}
			if c == '{' && depth == 3 {
				if objects++; objects > maxItems+maxItems/2 {
					return nil, tooBig("more than %d items", maxItems)
				}
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return text, nil
}

// maxMended bounds the JSON that is mended, which takes several times its size.
const maxMended = 1 << 20

// mendJSON makes of a JSON feed that the parser refused one that it may take:
// values of the wrong type become those that they stand for, commas before an
// end go, and where the document is cut off it ends with its last whole item.
func mendJSON(text []byte) ([]byte, bool) {
	if len(text) > maxMended {
		return nil, false
	}
	var feed map[string]json.RawMessage
	if json.Unmarshal(wholeJSON(text), &feed) != nil || feed["items"] == nil {
		return nil, false
	}
	var items []json.RawMessage
	_ = json.Unmarshal(feed["items"], &items) // else there are none
	mended := make([]map[string]json.RawMessage, 0, len(items))
	for _, item := range items {
		var fields map[string]json.RawMessage
		if json.Unmarshal(item, &fields) == nil && fields != nil {
			mendFields(fields)
			mended = append(mended, fields)
		}
	}
	mendFields(feed)
	feed["items"] = asJSON(mended)
	return asJSON(feed), true
}

// wholeJSON drops commas before an end, and closes what is cut off.
func wholeJSON(text []byte) []byte {
	out := make([]byte, 0, len(text)+2)
	var ends []byte // of what is open
	inString, whole := false, 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case inString && c == '\\' && i+1 < len(text):
			out = append(out, c)
			i++
			c = text[i]
		case c == '"':
			inString = !inString
		case inString:
		case c == '{':
			ends = append(ends, '}')
		case c == '[':
			ends = append(ends, ']')
		case c == '}' || c == ']':
			out = bytes.TrimRight(out, ", \t\r\n")
			if len(ends) > 0 {
				ends = ends[:len(ends)-1]
			}
			if len(ends) == 2 { // an item
				whole = len(out) + 1
			}
		}
		out = append(out, c)
	}
	if len(ends) == 0 || whole == 0 {
		return out
	}
	return append(out[:whole], "]}"...)
}

func mendFields(fields map[string]json.RawMessage) {
	for name, value := range fields {
		switch name {
		case "version", "title", "language", "home_page_url", "feed_url", "description", "icon", "favicon", "next_url", "user_comment",
			"url", "external_url", "content_html", "content_text", "summary", "image", "banner_image", "date_published", "date_modified":
			fields[name] = asJSON(oneText(value))
		case "tags":
			tags := []string{}
			for _, tag := range listOf(value) {
				tags = append(tags, strings.Split(oneText(tag), ",")...)
			}
			fields[name] = asJSON(tags)
		case "author":
			fields[name] = asJSON(map[string]string{"name": oneText(value)})
		case "authors":
			people := []map[string]string{}
			for _, person := range listOf(value) {
				people = append(people, map[string]string{"name": oneText(person)})
			}
			fields[name] = asJSON(people)
		case "attachments", "hubs", "expired":
			delete(fields, name)
		}
	}
}

// maxOdd bounds a value of the wrong type.
const maxOdd = 8 << 10

// listOf returns the values of a list, or a value that is none as its only one.
func listOf(value json.RawMessage) (list []json.RawMessage) {
	if len(value) > maxOdd {
		return nil
	}
	if json.Unmarshal(value, &list) != nil {
		list = []json.RawMessage{value}
	}
	return list[:min(len(list), maxCategories)]
}

// oneText returns the text that a value stands for: an object's name or
// address, a list's first, a number as it is written.
func oneText(value json.RawMessage) string {
	var (
		text   string
		number json.Number
		list   []json.RawMessage
		object struct{ Name, URL json.RawMessage }
	)
	switch {
	case len(value) > maxOdd && value[0] != '"':
		return ""
	case json.Unmarshal(value, &text) == nil:
		return text
	case json.Unmarshal(value, &number) == nil:
		return number.String()
	case json.Unmarshal(value, &object) == nil && (len(object.Name) > 0 || len(object.URL) > 0):
		return first(oneText(object.Name), oneText(object.URL))
	case json.Unmarshal(value, &list) == nil && len(list) > 0:
		return oneText(list[0])
	}
	return ""
}

func asJSON(value any) json.RawMessage {
	text, err := json.Marshal(value)
	if err != nil { // it was read from JSON
		return json.RawMessage("null")
	}
	return text
}
