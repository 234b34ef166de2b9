package discordsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Kinds of option, by Discord's numbers.
const (
	optSub         = 1
	optGroup       = 2
	optString      = 3
	optInteger     = 4
	optBoolean     = 5
	optUser        = 6
	optChannel     = 7
	optRole        = 8
	optMentionable = 9
	optNumber      = 10
	optAttachment  = 11
)

var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

var locales = strings.Fields(`ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no pl pt-BR ro ru
	sv-SE th tr uk vi zh-CN zh-TW`)

// checkCommand reads a command as Discord would take it.
func checkCommand(f form, guild string) *command {
	c := &command{guild: guild, kind: commandChat, doc: object{}}
	if f.has("type") {
		c.kind = f.choice("type", commandChat, commandUser, commandMessage)
	}
	if f.required("name") {
		c.name = f.text("name", 1, 32)
		if c.kind == commandChat {
			checkName(f, c.name)
		}
	}
	c.doc["type"], c.doc["name"] = c.kind, c.name
	if c.kind == commandChat {
		if f.required("description") {
			c.doc["description"] = f.text("description", 1, 100)
		}
		if options := checkOptions(f, 0); len(options) > 0 {
			c.doc["options"] = options
		}
	} else {
		if f.text("description", 0, 100) != "" {
			f.in("description").add("APPLICATION_COMMAND_INVALID_DESCRIPTION", "Context menu commands cannot have description")
		}
		if len(f.list("options", 0, 25)) > 0 {
			f.in("options").add("APPLICATION_COMMAND_INVALID_OPTIONS", "Context menu commands cannot have options")
		}
	}
	c.doc["name_localizations"] = checkTranslations(f, "name_localizations", 32)
	c.doc["description_localizations"] = checkTranslations(f, "description_localizations", 100)
	if f.has("default_member_permissions") {
		c.doc["default_member_permissions"] = f.bits("default_member_permissions")
	}
	c.doc["nsfw"] = f.flag("nsfw")
	if guild == "" {
		checkReach(f, c.doc)
	}
	if size := commandSize(f.object); size > 8000 {
		f.add("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
	}
	return c
}

// checkReach reads where a global command may be used.
func checkReach(f form, doc object) {
	doc["integration_types"] = []int{0}
	if types := numbers(f, "integration_types", 0, 1); len(types) > 0 {
		doc["integration_types"] = types
	}
	contexts := numbers(f, "contexts", 0, 1, 2)
	if f.has("contexts") {
		doc["contexts"] = contexts
		doc["dm_permission"] = slices.Contains(contexts, 1)
	} else if f.has("dm_permission") {
		doc["dm_permission"] = f.flag("dm_permission")
	}
}

func numbers(f form, key string, of ...int) []int {
	out := []int{}
	for i, v := range f.list(key, 1, len(of)) {
		n, err := strconv.Atoi(fmt.Sprint(v))
		if err != nil || !slices.Contains(of, n) {
			f.in(key, i).add("BASE_TYPE_CHOICES", "Value must be one of %v.", of)
		}
		out = append(out, n)
	}
	return out
}

func checkName(f form, name string) {
	if name != "" && (!commandName.MatchString(name) || name != strings.ToLower(name)) {
		f.in("name").add("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

func checkTranslations(f form, key string, hi int) any {
	v, ok := f.object[key].(object)
	if !ok {
		return nil
	}
	d := form{v, f.in(key)}
	for locale := range v {
		if !slices.Contains(locales, locale) {
			d.in(locale).add("BASE_TYPE_CHOICES", "Value must be one of {%s}.", strings.Join(locales, ", "))
		}
		if !d.required(locale) {
			continue
		}
		text := d.text(locale, 1, hi)
		if hi == 32 && text != "" && !commandName.MatchString(text) {
			d.in(locale).add("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
		}
	}
	return v
}

// checkOptions reads the options of a command (depth 0), a group (1) or a subcommand (2).
func checkOptions(f form, depth int) []object {
	var out []object
	var names []string
	optional, subs := false, 0
	for _, o := range f.forms("options", 0, 25) {
		doc := checkOption(o, depth)
		out = append(out, doc)
		name, _ := doc["name"].(string)
		if slices.Contains(names, name) {
			o.in("name").add("APPLICATION_COMMAND_OPTION_NAMES_NOT_UNIQUE", "Option names must be unique")
		}
		names = append(names, name)
		if kind := doc["type"].(int); kind == optSub || kind == optGroup {
			subs++
		} else if doc["required"] != true {
			optional = true
		} else if optional {
			f.in("options").add("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
	}
	if subs > 0 && subs < len(out) {
		f.in("options").add("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
	}
	return out
}

func checkOption(f form, depth int) object {
	doc := object{"type": 0, "name": "", "description": ""}
	kind := 0
	if f.required("type") {
		kind = f.choice("type", optSub, optGroup, optString, optInteger, optBoolean, optUser, optChannel, optRole, optMentionable, optNumber, optAttachment)
		doc["type"] = kind
	}
	if f.required("name") {
		name := f.text("name", 1, 32)
		checkName(f, name)
		doc["name"] = name
	}
	if f.required("description") {
		doc["description"] = f.text("description", 1, 100)
	}
	if t := checkTranslations(f, "name_localizations", 32); t != nil {
		doc["name_localizations"] = t
	}
	if t := checkTranslations(f, "description_localizations", 100); t != nil {
		doc["description_localizations"] = t
	}
	switch {
	case kind == optGroup && depth == 0, kind == optSub && depth < 2:
		down := 1
		if kind == optSub {
			down = 2
		}
		if kind == optGroup && len(f.list("options", 0, 25)) == 0 {
			f.in("options").add("BASE_TYPE_REQUIRED", "This field is required")
		}
		if options := checkOptions(f, down); len(options) > 0 {
			doc["options"] = options
		}
		return doc
	case kind == optGroup || kind == optSub:
		f.in("type").add("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This option type can't be nested here")
		return doc
	case depth == 1:
		f.in("type").add("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command groups can only contain sub-commands")
	}
	if len(f.list("options", 0, 25)) > 0 {
		f.in("options").add("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only sub-commands and sub-command groups can have options")
	}
	if f.flag("required") {
		doc["required"] = true
	}
	checkValues(f, kind, doc)
	return doc
}

// checkValues reads what restricts an option's values.
func checkValues(f form, kind int, doc object) {
	choosable := kind == optString || kind == optInteger || kind == optNumber
	choices := f.forms("choices", 0, 25)
	if f.flag("autocomplete") {
		doc["autocomplete"] = true
		if !choosable {
			f.in("autocomplete").add("APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", "Autocomplete can only be used on STRING, INTEGER and NUMBER options")
		}
		if len(choices) > 0 {
			f.in("choices").add("APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "Choices can't be set when autocomplete is enabled")
		}
	}
	if len(choices) > 0 && !choosable {
		f.in("choices").add("APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "Choices are not allowed for this option type")
	}
	var out []object
	for _, c := range choices {
		out = append(out, checkChoice(c, kind))
	}
	if len(out) > 0 {
		doc["choices"] = out
	}
	if f.has("channel_types") && kind == optChannel {
		if types := numbers(f, "channel_types", 0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16); len(types) > 0 {
			doc["channel_types"] = types
		}
	}
	if kind == optString {
		if f.has("min_length") {
			doc["min_length"] = f.number("min_length", 0, 6000)
		}
		if f.has("max_length") {
			doc["max_length"] = f.number("max_length", 1, 6000)
		}
	}
	if kind == optInteger || kind == optNumber {
		for _, key := range []string{"min_value", "max_value"} {
			if f.has(key) {
				doc[key] = checkNumber(f, key, kind)
			}
		}
	}
}

func checkNumber(f form, key string, kind int) any {
	n := json.Number(fmt.Sprint(f.object[key]))
	v, err := n.Float64()
	if err != nil || kind == optInteger && v != float64(int64(v)) {
		f.in(key).add("NUMBER_TYPE_COERCE", "Value %q is not int.", n)
	}
	if v < -1<<53 || v > 1<<53 {
		f.in(key).add("NUMBER_TYPE_MAX", "int value should be less than or equal to 9007199254740991.")
	}
	return n
}

// checkChoice reads a choice of an option or of an autocomplete answer.
func checkChoice(f form, kind int) object {
	doc := object{"name": "", "value": ""}
	if f.required("name") {
		doc["name"] = f.text("name", 1, 100)
	}
	if t := checkTranslations(f, "name_localizations", 100); t != nil {
		doc["name_localizations"] = t
	}
	if !f.required("value") {
		return doc
	}
	switch v := f.object["value"].(type) {
	case string:
		if kind != optString {
			f.in("value").add("APPLICATION_COMMAND_OPTIONS_VALUE_INVALID", "Choice value is not of the option's type")
		}
		f.text("value", 1, 100)
		doc["value"] = v
	case json.Number:
		if kind == optString {
			f.in("value").add("APPLICATION_COMMAND_OPTIONS_VALUE_INVALID", "Choice value is not of the option's type")
		}
		doc["value"] = checkNumber(f, "value", kind)
	default:
		f.in("value").add("UNION_TYPE_CHOICES", "Value of field \"value\" must be a string or a number")
	}
	return doc
}

// commandSize counts names, descriptions and values as Discord's limit of 8000 does; of translations the longest counts.
func commandSize(o object) int {
	n := 0
	for _, key := range []string{"name", "description"} {
		text, _ := o[key].(string)
		longest := length(text)
		translations, _ := o[key+"_localizations"].(object)
		for _, t := range translations {
			text, _ := t.(string)
			longest = max(longest, length(text))
		}
		n += longest
	}
	if v, ok := o["value"].(string); ok {
		n += length(v)
	}
	for _, key := range []string{"options", "choices"} {
		list, _ := o[key].([]any)
		for _, v := range list {
			if o, ok := v.(object); ok {
				n += commandSize(o)
			}
		}
	}
	return n
}

// generic turns what was checked back into the form in which bodies arrive.
func generic(o object) object {
	raw, err := json.Marshal(o)
	if err != nil {
		return nil // cannot be: it came from JSON
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var out object
	_ = d.Decode(&out)
	return out
}
