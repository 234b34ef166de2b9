package feed

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"

	"greenlit/internal/news"
	"greenlit/internal/page"
)

// A problem is why a feed could not be read: its kind for programs, a
// sentence for people.
type problem struct {
	kind   error // one of news.Err…
	say    string
	cause  error       // may be nil
	header http.Header // of the answer that refused, else nil
}

func (p *problem) Error() string {
	if p.cause == nil {
		return p.kind.Error()
	}
	return p.kind.Error() + ": " + p.cause.Error()
}

func (p *problem) Unwrap() []error {
	if p.cause == nil {
		return []error{p.kind}
	}
	return []error{p.kind, p.cause}
}

// Explain says in one sentence, for people who do not program, why a feed or
// a page could not be read. It holds neither the address nor text of the
// server's.
func Explain(err error) string {
	if err == nil {
		return ""
	}
	var p *problem
	if errors.As(err, &p) {
		return p.say
	}
	for _, e := range []struct {
		kind error
		say  string
	}{
		{news.ErrBusy, "Greenlit has too much else to do just now."},
		{news.ErrNotURL, "This is not a web address."},
		{news.ErrPrivate, "The address lies in a private network, which Greenlit does not enter."},
		{news.ErrGone, "The server says that it is gone for good."},
		{news.ErrTooBig, "It is too big to be read."},
		{news.ErrNotFeed, "This is not a feed."},
		{news.ErrMissing, "There is nothing at this address."},
		{news.ErrTrouble, "The server has trouble of its own."},
		{news.ErrRefused, "The server does not let Greenlit read it."},
		{news.ErrNoAnswer, "The server did not answer."},
		{page.ErrNoText, "There is no text to read."},
		{context.DeadlineExceeded, "The server did not answer in time."},
	} {
		if errors.Is(err, e.kind) {
			return e.say
		}
	}
	return "Something went wrong inside Greenlit while it was read."
}

func notURL(why string) error {
	return &problem{kind: news.ErrNotURL, say: "This is not a web address that starts with http:// or https://.", cause: errors.New(why)}
}

func notFeed(say string, cause error) error {
	return &problem{kind: news.ErrNotFeed, say: say, cause: cause}
}

func tooBig(what string, args ...any) error {
	what = fmt.Sprintf(what, args...)
	return &problem{kind: news.ErrTooBig, say: "The feed is too big to be read: it has " + what + ".", cause: errors.New(what)}
}

// refusal is the problem that an answer's status states.
func refusal(status int, header http.Header) error {
	p := &problem{kind: news.ErrRefused, cause: fmt.Errorf("status %d", status), header: header}
	switch {
	case status == http.StatusGone:
		p.kind = news.ErrGone
		p.say = "The server says that this feed is gone for good (status 410)."
	case status == http.StatusNotFound:
		p.kind = news.ErrMissing
		p.say = "There is nothing at this address (status 404)."
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		p.say = fmt.Sprintf("The server does not let Greenlit read this feed (status %d).", status)
	case status == http.StatusTooManyRequests:
		p.kind = news.ErrTrouble
		p.say = "The server asks Greenlit to come back later (status 429)."
	case status >= 500:
		p.kind = news.ErrTrouble
		p.say = fmt.Sprintf("The server has trouble of its own (status %d).", status)
	default:
		p.say = fmt.Sprintf("The server refused to hand out the feed (status %d).", status)
	}
	return p
}

// unanswered is the problem that an error of net/http stands for. The address
// that such errors quote is dropped.
func unanswered(err error) error {
	var quoting *url.Error
	for errors.As(err, &quoting) {
		err = quoting.Err
	}
	var known *problem
	if errors.As(err, &known) {
		return known
	}
	p := &problem{kind: news.ErrNoAnswer, say: "The server could not be reached.", cause: err}
	var (
		dns      *net.DNSError
		timeout  net.Error
		verify   *tls.CertificateVerificationError
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		record   tls.RecordHeaderError
		alert    tls.AlertError
	)
	switch {
	case errors.Is(err, context.Canceled):
		p.say = "Greenlit was stopped while it waited for the server."
	case errors.As(err, &dns) && dns.IsNotFound:
		p.say = "There is no server of that name."
	case errors.As(err, &verify) || errors.As(err, &unknown) || errors.As(err, &hostname) || errors.As(err, &invalid):
		p.say = "The server's certificate is not valid."
	case errors.As(err, &record) || errors.As(err, &alert):
		p.say = "A secure connection to the server could not be made."
	case errors.Is(err, context.DeadlineExceeded) || (errors.As(err, &timeout) && timeout.Timeout()):
		p.say = "The server did not answer in time."
	case errors.Is(err, syscall.ECONNREFUSED):
		p.say = "The server does not accept connections."
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET):
		p.say = "The server broke off in the middle of its answer."
	}
	// A DNS error names the host, and its text is the resolver's.
	if dns != nil {
		p.cause = errors.New("host name not resolved")
	}
	return p
}
