package discordsim

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// An apiError is what Discord answers instead of what was asked for.
type apiError struct {
	status  int
	code    int
	message string
	errors  object // of 50035
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s (%d)", e.status, e.message, e.code) }

func (e *apiError) body() object {
	o := object{"message": e.message, "code": e.code}
	if e.errors != nil {
		o["errors"] = e.errors
	}
	return o
}

func refuse(status, code int, message string) *apiError {
	return &apiError{status: status, code: code, message: message}
}

var (
	errUnauthorized       = refuse(http.StatusUnauthorized, 0, "401: Unauthorized")
	errNotFound           = refuse(http.StatusNotFound, 0, "404: Not Found")
	errMethod             = refuse(http.StatusMethodNotAllowed, 0, "405: Method Not Allowed")
	errUserAgent          = refuse(http.StatusForbidden, 40333, "internal network error")
	errVersion            = refuse(http.StatusBadRequest, 50041, "Invalid API version provided")
	errBadJSON            = refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON.")
	errTooLarge           = refuse(http.StatusRequestEntityTooLarge, 40005, "Request entity too large")
	errTooManyFiles       = refuse(http.StatusBadRequest, 30015, "Maximum number of attachments in a message reached (10)")
	errUnknownChannel     = refuse(http.StatusNotFound, 10003, "Unknown Channel")
	errUnknownGuild       = refuse(http.StatusNotFound, 10004, "Unknown Guild")
	errUnknownMember      = refuse(http.StatusNotFound, 10007, "Unknown Member")
	errUnknownMessage     = refuse(http.StatusNotFound, 10008, "Unknown Message")
	errUnknownRole        = refuse(http.StatusNotFound, 10011, "Unknown Role")
	errUnknownUser        = refuse(http.StatusNotFound, 10013, "Unknown User")
	errUnknownWebhook     = refuse(http.StatusNotFound, 10015, "Unknown Webhook")
	errUnknownInteraction = refuse(http.StatusNotFound, 10062, "Unknown interaction")
	errUnknownCommand     = refuse(http.StatusNotFound, 10063, "Unknown application command")
	errUnknownPermissions = refuse(http.StatusNotFound, 10066, "Unknown application command permissions")
	errBotsNot            = refuse(http.StatusForbidden, 20001, "Bots cannot use this endpoint")
	errNotThisApplication = refuse(http.StatusForbidden, 20012, "You are not authorized to perform this action on this application")
	errAnnouncementEdits  = refuse(http.StatusTooManyRequests, 20022, "This message cannot be edited due to announcement rate limits")
	errTooManyWebhooks    = refuse(http.StatusBadRequest, 30007, "Maximum number of webhooks reached (15)")
	errCommandsPerDay     = refuse(http.StatusBadRequest, 30034, "Maximum number of daily application command creates has been reached (200)")
	errAlreadyPublished   = refuse(http.StatusBadRequest, 40033, "This message has already been crossposted.")
	errNotInForum         = refuse(http.StatusBadRequest, 40058, "Cannot send messages in a forum channel")
	errAlreadyAnswered    = refuse(http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
	errModeratedTag       = refuse(http.StatusBadRequest, 40066, "Tag names must be set by a moderator")
	errTagRequired        = refuse(http.StatusBadRequest, 40067, "A tag is required to create a forum post in this channel")
	errFollowUps          = refuse(http.StatusBadRequest, 40094, "The maximum number of follow-up messages was reached")
	errMissingAccess      = refuse(http.StatusForbidden, 50001, "Missing Access")
	errInDM               = refuse(http.StatusForbidden, 50003, "Cannot execute action on a DM channel")
	errNotOwnMessage      = refuse(http.StatusForbidden, 50005, "Cannot edit a message authored by another user")
	errEmptyMessage       = refuse(http.StatusBadRequest, 50006, "Cannot send an empty message")
	errNoDMs              = refuse(http.StatusForbidden, 50007, "Cannot send messages to this user")
	errNotText            = refuse(http.StatusBadRequest, 50008, "Cannot send messages in a non-text channel")
	errMissingPermissions = refuse(http.StatusForbidden, 50013, "Missing Permissions")
	errBulkCount          = refuse(http.StatusBadRequest, 50016, "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete.")
	errChannelKind        = refuse(http.StatusBadRequest, 50024, "Cannot execute action on this channel type")
	errWebhookToken       = refuse(http.StatusUnauthorized, 50027, "Invalid Webhook Token")
	errTooOldToDelete     = refuse(http.StatusBadRequest, 50034, "A message provided was too old to bulk delete")
	errArchivedThread     = refuse(http.StatusBadRequest, 50083, "Thread is archived")
	errThreadExists       = refuse(http.StatusBadRequest, 160004, "A thread has already been created for this message")
	errLockedThread       = refuse(http.StatusForbidden, 160005, "Thread is locked")
	errForumNeedsThread   = refuse(http.StatusBadRequest, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id")
	errForumBothThreads   = refuse(http.StatusBadRequest, 220002, "Webhooks posted to forum channels cannot have both a thread_name and thread_id")
	errNotForumThread     = refuse(http.StatusBadRequest, 220003, "Webhooks can only create threads in forum channels")
)

// problems collects what is wrong with a body, at the place where it is wrong, in the form of Discord's 50035.
type problems struct {
	root object
	path []string
}

// in is the same collection, further down.
func (p *problems) in(path ...any) *problems {
	down := slices.Clone(p.path)
	for _, k := range path {
		down = append(down, fmt.Sprint(k))
	}
	return &problems{root: p.root, path: down}
}

// add notes a problem. A place has problems of its own or has them further down, never both; the first found stay.
func (p *problems) add(code, format string, args ...any) {
	at := p.root
	for _, k := range p.path {
		if at["_errors"] != nil {
			return
		}
		next, ok := at[k].(object)
		if !ok {
			next = object{}
			at[k] = next
		}
		at = next
	}
	list, _ := at["_errors"].([]object)
	if list == nil && len(at) > 0 {
		return
	}
	at["_errors"] = append(list, object{"code": code, "message": fmt.Sprintf(format, args...)})
}

func (p *problems) none() bool { return len(p.root) == 0 }

func (p *problems) err() error {
	if p.none() {
		return nil
	}
	return &apiError{status: http.StatusBadRequest, code: 50035, message: "Invalid Form Body", errors: p.root}
}

// A form reads the fields of an object and notes what is wrong with them. A field that is null counts as absent.
type form struct {
	object
	*problems
}

// read starts a form on a request's body.
func read(body any) form {
	p := &problems{root: object{}}
	o, ok := body.(object)
	if !ok && body != nil {
		p.add("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
	}
	return form{o, p}
}

func (f form) has(key string) bool { return f.object[key] != nil }

// given tells a field that is there, even as null.
func (f form) given(key string) bool { _, ok := f.object[key]; return ok }

func (f form) required(key string) bool {
	if f.has(key) {
		return true
	}
	f.in(key).add("BASE_TYPE_REQUIRED", "This field is required")
	return false
}

// length counts as the strictest reading of Discord's limits does, in UTF-16 units; the documentation leaves it open.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

// text reads a string of at least lo and at most hi characters; "" when absent.
func (f form) text(key string, lo, hi int) string {
	v := f.object[key]
	if v == nil {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		f.in(key).add("BASE_TYPE_BAD_TYPE", "Could not interpret value as string.")
		return ""
	}
	f.checkLength(key, length(s), lo, hi)
	return s
}

func (f form) checkLength(key string, n, lo, hi int) {
	switch {
	case n >= lo && n <= hi:
	case lo == 1 && n == 0:
		f.in(key).add("BASE_TYPE_REQUIRED", "This field is required")
	case lo > 0:
		f.in(key).add("BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", lo, hi)
	default:
		f.in(key).add("BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", hi)
	}
}

// number reads a whole number, which may come as a string as at Discord; 0 when absent.
func (f form) number(key string, lo, hi int64) int64 {
	v := f.object[key]
	if v == nil {
		return 0
	}
	n, err := strconv.ParseInt(fmt.Sprint(v), 10, 64)
	switch {
	case err != nil:
		f.in(key).add("NUMBER_TYPE_COERCE", "Value %q is not int.", fmt.Sprint(v))
	case n < lo:
		f.in(key).add("NUMBER_TYPE_MIN", "int value should be greater than or equal to %d.", lo)
	case n > hi:
		f.in(key).add("NUMBER_TYPE_MAX", "int value should be less than or equal to %d.", hi)
	}
	return n
}

// choice reads a number that must be one of a few.
func (f form) choice(key string, of ...int) int {
	v := f.object[key]
	if v == nil {
		return 0
	}
	n, err := strconv.Atoi(fmt.Sprint(v))
	if err != nil || !slices.Contains(of, n) {
		var words []string
		for _, o := range of {
			words = append(words, strconv.Itoa(o))
		}
		f.in(key).add("BASE_TYPE_CHOICES", "Value must be one of {%s}.", strings.Join(words, ", "))
	}
	return n
}

func (f form) flag(key string) bool {
	v := f.object[key]
	switch fmt.Sprint(v) {
	case "true", "True":
		return true
	case "<nil>", "false", "False":
	default:
		f.in(key).add("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
	}
	return false
}

// id reads a snowflake.
func (f form) id(key string) string {
	v := f.object[key]
	if v == nil {
		return ""
	}
	s := fmt.Sprint(v)
	if !isID(s) {
		f.in(key).add("NUMBER_TYPE_COERCE", "Value %q is not snowflake.", s)
		return ""
	}
	return s
}

func isID(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil && len(s) <= 20
}

// bits reads permission bits.
func (f form) bits(key string) Permissions {
	v := f.object[key]
	if v == nil {
		return 0
	}
	n, err := strconv.ParseUint(fmt.Sprint(v), 10, 64)
	if err != nil {
		f.in(key).add("NUMBER_TYPE_COERCE", "Value %q is not int.", fmt.Sprint(v))
	}
	return Permissions(n)
}

// list reads a list of at most hi things; nil when absent.
func (f form) list(key string, lo, hi int) []any {
	v := f.object[key]
	if v == nil {
		return nil
	}
	l, ok := v.([]any)
	if !ok {
		f.in(key).add("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
		return nil
	}
	f.checkLength(key, len(l), lo, hi)
	return l
}

// forms reads a list of objects.
func (f form) forms(key string, lo, hi int) []form {
	var out []form
	for i, v := range f.list(key, lo, hi) {
		p := f.in(key, i)
		o, ok := v.(object)
		if !ok {
			p.add("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
			continue
		}
		out = append(out, form{o, p})
	}
	return out
}

// ids reads a list of snowflakes.
func (f form) ids(key string, hi int) []string {
	var out []string
	for i, v := range f.list(key, 0, hi) {
		s := fmt.Sprint(v)
		if !isID(s) {
			f.in(key, i).add("NUMBER_TYPE_COERCE", "Value %q is not snowflake.", s)
			continue
		}
		if slices.Contains(out, s) {
			f.in(key).add("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
		}
		out = append(out, s)
	}
	return out
}

// form reads an object; its fields are all absent where it is.
func (f form) form(key string) form {
	v := f.object[key]
	o, ok := v.(object)
	if !ok && v != nil {
		f.in(key).add("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
	}
	return form{o, f.in(key)}
}

// link reads a URL of one of the schemes.
func (f form) link(key string, schemes ...string) string {
	s := f.text(key, 0, 2048)
	if _, isText := f.object[key].(string); !isText {
		return ""
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme == "" || u.Host == "" || strings.ContainsAny(s, " \n\t"):
		f.in(key).add("URL_TYPE_INVALID_URL", "Not a well formed URL.")
	case !slices.Contains(schemes, strings.ToLower(u.Scheme)):
		f.in(key).add("URL_TYPE_INVALID_SCHEME", "Scheme %q must be one of ('%s').", u.Scheme, strings.Join(schemes, "', '"))
	}
	return s
}

// neededLink reads a URL that must be there.
func (f form) neededLink(key string, schemes ...string) string {
	f.required(key)
	return f.link(key, schemes...)
}

// with is the object without its nulls, and with more.
func (f form) with(more object) object {
	out := object{}
	for k, v := range f.object {
		if v != nil {
			out[k] = v
		}
	}
	maps.Copy(out, more)
	return out
}
