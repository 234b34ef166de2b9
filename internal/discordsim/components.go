package discordsim

import (
	"fmt"
	"slices"
)

// Kinds of component, by Discord's numbers.
const (
	compRow         = 1
	compButton      = 2
	compSelect      = 3
	compInput       = 4
	compUsers       = 5
	compRoles       = 6
	compMentionable = 7
	compChannels    = 8
	compSection     = 9
	compText        = 10
	compThumbnail   = 11
	compGallery     = 12
	compFile        = 13
	compSeparator   = 14
	compContainer   = 17
	compLabel       = 18
	compUpload      = 19
)

var selects = []int{compSelect, compUsers, compRoles, compMentionable, compChannels}

// componentCheck counts over all components of a message or modal.
type componentCheck struct {
	count, text int
	ids         []string
	nextID      int
}

// checkComponents reads the components of a message: up to five rows, or with the flag for it the newer kinds.
func checkComponents(f form, v2 bool) []object {
	c := &componentCheck{}
	hi, kinds := 5, []int{compRow}
	if v2 {
		hi, kinds = 40, []int{compRow, compSection, compText, compGallery, compFile, compSeparator, compContainer}
	}
	out := c.list(f, 0, hi, kinds, true)
	if c.count > 40 {
		f.in("components").add("COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components cannot exceed 40")
	}
	if c.text > 4000 {
		f.in("components").add("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Component displayable text size exceeds maximum size of 4000")
	}
	return out
}

// checkModal reads the components of a modal.
func checkModal(f form) []object {
	c := &componentCheck{}
	return c.list(f, 1, 5, []int{compRow, compLabel, compText}, false)
}

// list reads the components inside a message, a modal or another component.
func (c *componentCheck) list(f form, lo, hi int, kinds []int, message bool) []object {
	var out []object
	if lo > 0 {
		f.required("components")
	}
	for _, in := range f.forms("components", lo, hi) {
		out = append(out, c.one(in, kinds, message))
	}
	return out
}

func (c *componentCheck) one(f form, kinds []int, message bool) object {
	c.count++
	c.nextID++
	doc := f.with(nil)
	kind := 0
	if f.required("type") {
		kind = f.choice("type", kinds...)
	}
	doc["type"] = kind
	if !f.has("id") {
		doc["id"] = c.nextID
	}
	switch kind {
	case compRow:
		doc["components"] = c.row(f, message)
	case compButton:
		c.button(f)
	case compSelect, compUsers, compRoles, compMentionable, compChannels:
		fillIn(doc, object{"disabled": false})
		c.menu(f, doc, kind)
	case compInput:
		c.customID(f)
		f.choice("style", 1, 2)
		f.text("label", 0, 45)
		f.text("value", 0, 4000)
		f.text("placeholder", 0, 100)
	case compSeparator:
		fillIn(doc, object{"divider": true, "spacing": 1})
	case compSection:
		doc["components"] = c.list(f, 1, 3, []int{compText}, message)
		if f.required("accessory") {
			doc["accessory"] = c.one(f.form("accessory"), []int{compButton, compThumbnail}, message)
		}
	case compText:
		if f.required("content") {
			c.text += length(f.text("content", 1, 4000))
		}
	case compThumbnail, compFile:
		key := map[int]string{compThumbnail: "media", compFile: "file"}[kind]
		doc[key] = media(f, key)
		f.text("description", 0, 1024)
		fillIn(doc, object{"spoiler": false})
		if kind == compThumbnail {
			fillIn(doc, object{"description": nil})
		} else {
			fillIn(doc, object{"name": "file", "size": 0})
		}
	case compGallery:
		items := []object{}
		f.required("items")
		for _, item := range f.forms("items", 1, 10) {
			item.text("description", 0, 1024)
			one := item.with(object{"media": media(item, "media")})
			fillIn(one, object{"description": nil, "spoiler": false})
			items = append(items, one)
		}
		doc["items"] = items
	case compContainer:
		f.number("accent_color", 0, 0xFFFFFF)
		fillIn(doc, object{"accent_color": nil, "spoiler": false})
		doc["components"] = c.list(f, 1, 40, []int{compRow, compSection, compText, compGallery, compFile, compSeparator}, message)
	case compLabel:
		f.text("label", 1, 45)
		f.text("description", 0, 100)
		doc["component"] = c.one(f.form("component"), append([]int{compInput, compUpload}, selects...), message)
	}
	return doc
}

// fillIn adds what Discord adds to what the sender left out.
func fillIn(doc, more object) {
	for k, v := range more {
		if doc[k] == nil {
			doc[k] = v
		}
	}
}

// media reads the address of a picture or file; Discord adds what it knows of it.
func media(f form, key string) object {
	f.required(key)
	u := f.form(key).neededLink("url", "http", "https", "attachment")
	return object{
		"id": "0", "url": u, "proxy_url": u, "width": nil, "height": nil, "placeholder": nil, "placeholder_version": nil,
		"content_type": nil, "loading_state": 0, "flags": 0,
	}
}

// row reads an action row: buttons, or one menu, or in a modal one text input.
func (c *componentCheck) row(f form, message bool) []object {
	kinds := append([]int{compButton}, selects...)
	if !message {
		kinds = []int{compInput}
	}
	out := c.list(f, 1, 5, kinds, message)
	for _, o := range out {
		if o["type"] != compButton && len(out) > 1 {
			f.in("components").add("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "Components displayed in the row are over the max width")
			break
		}
	}
	return out
}

func (c *componentCheck) customID(f form) {
	if !f.required("custom_id") {
		return
	}
	id := f.text("custom_id", 1, 100)
	if slices.Contains(c.ids, id) {
		f.in("custom_id").add("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
	}
	c.ids = append(c.ids, id)
}

func (c *componentCheck) button(f form) {
	const link, premium = 5, 6
	style := 0
	if f.required("style") {
		style = f.choice("style", 1, 2, 3, 4, link, premium)
	}
	f.text("label", 0, 80)
	switch {
	case style == link:
		if f.required("url") {
			f.neededLink("url", "http", "https", "discord")
			f.text("url", 0, 512)
		}
		if f.text("custom_id", 0, 100) != "" {
			f.in("custom_id").add("BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
		}
	case style != premium:
		c.customID(f)
		if f.text("url", 0, 512) != "" {
			f.in("url").add("BUTTON_COMPONENT_INVALID_URL", "Only link buttons can have a url")
		}
	}
	if style != premium && !f.has("label") && !f.has("emoji") {
		f.in("label").add("BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button must have a label or an emoji")
	}
}

func (c *componentCheck) menu(f form, doc object, kind int) {
	c.customID(f)
	f.text("placeholder", 0, 150)
	lo, hi := f.number("min_values", 0, 25), f.number("max_values", 1, 25)
	if !f.has("min_values") {
		doc["min_values"] = 1
	}
	if !f.has("max_values") {
		doc["max_values"] = 1
	} else if lo > hi {
		f.in("min_values").add("SELECT_COMPONENT_MIN_VALUE_GREATER_THAN_MAX", "min_values must not be greater than max_values")
	}
	if kind != compSelect {
		return
	}
	f.required("options")
	var values []string
	for _, o := range f.forms("options", 1, 25) {
		for _, key := range []string{"label", "value"} {
			if o.required(key) {
				o.text(key, 1, 100)
			}
		}
		o.text("description", 0, 100)
		v := fmt.Sprint(o.object["value"])
		if slices.Contains(values, v) {
			o.in("value").add("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		values = append(values, v)
	}
}
