package news

import "errors"

// A Hub tells of a feed's new items when it was asked to (W3C WebSub).
type Hub struct {
	Feed   int64
	URL    string
	Topic  string // the feed's address as the hub knows it
	Token  string // unguessable end of the address that the hub tells
	Secret string // with which it signs what it tells
}

// ErrUnknownHub means that no hub was given the token, or that nobody wants
// its feed any more.
var ErrUnknownHub = errors.New("unknown hub")
