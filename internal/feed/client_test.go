package feed

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"greenlit/internal/news"
)

// special are addresses that lead nowhere public: loopback, private, shared
// and link-local networks, those of documentation and benchmarks, multicast,
// and the ways to write IPv4 in IPv6.
var special = []string{
	"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255",
	"192.0.0.1", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.175.48.1", "198.18.0.1", "198.19.255.255",
	"198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
	"::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:10::1",
	"2001:20::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
}

func TestSpecialAddressesAreRefused(t *testing.T) {
	client := NewClient(ClientOptions{})
	for _, address := range special {
		ip := netip.MustParseAddr(address)
		_, err := (&Fetcher{Client: client}).Fetch(t.Context(), "http://"+netip.AddrPortFrom(ip, 80).String()+"/feed", "", "")
		if !errors.Is(err, news.ErrPrivate) {
			t.Errorf("%s: %v, want %v", address, err, news.ErrPrivate)
		}
	}
	for _, address := range []string{"http://localhost/", "http://127.1/", "http://[fe80::1%25lo]/", "http://0x7f000001/"} {
		if _, err := (&Fetcher{Client: client}).Fetch(t.Context(), address, "", ""); err == nil {
			t.Errorf("%s was answered", address)
		}
	}
}

// A redirect to a private address is refused like the address itself, and so
// is a name that turns from a public address to a private one.
func TestNoWayLeadsIntoAPrivateNetwork(t *testing.T) {
	var inside atomic.Int32
	secret := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside.Add(1) }))
	defer secret.Close()
	outside := httptest.NewServer(http.RedirectHandler(secret.URL, http.StatusFound))
	defer outside.Close()
	f := &Fetcher{Client: NewClient(ClientOptions{AllowHosts: []string{hostOf(outside.URL)}})}
	if _, err := f.Fetch(t.Context(), outside.URL, "", ""); !errors.Is(err, news.ErrRedirect) || !strings.HasPrefix(Explain(err), "The server sends Greenlit on ") {
		t.Errorf("a redirect inside: %v, %q; want %v", err, Explain(err), news.ErrRedirect)
	}

	// The name's server gives a public address first, and then our own.
	var asked atomic.Int32
	resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return serveDNS(t, func() [4]byte {
			if asked.Add(1) == 1 {
				return [4]byte{93, 184, 215, 14}
			}
			return [4]byte{127, 0, 0, 1}
		}), nil
	}}
	saved := net.DefaultResolver
	net.DefaultResolver = resolver
	defer func() { net.DefaultResolver = saved }()
	if ips, err := net.DefaultResolver.LookupHost(t.Context(), "turning.example."); err != nil || ips[0] != "93.184.215.14" {
		t.Fatalf("the first answer is %v, %v", ips, err)
	}
	if _, err := f.Fetch(t.Context(), "http://turning.example./", "", ""); !errors.Is(err, news.ErrPrivate) {
		t.Errorf("a name that turned: %v, want %v", err, news.ErrPrivate)
	}
	if n := inside.Load(); n != 0 {
		t.Errorf("%d requests came in", n)
	}
}

// serveDNS answers questions for IPv4 addresses on one connection.
func serveDNS(t *testing.T, address func() [4]byte) net.Conn {
	client, server := net.Pipe()
	go func() {
		defer server.Close()
		for {
			// Over a stream each message has its length before it.
			var length [2]byte
			if _, err := server.Read(length[:]); err != nil {
				return
			}
			query := make([]byte, int(length[0])<<8|int(length[1]))
			if _, err := server.Read(query); err != nil {
				return
			}
			var m dnsmessage.Message
			if err := m.Unpack(query); err != nil {
				t.Error(err)
				return
			}
			m.Response, m.Additionals = true, nil
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1},
					Body:   &dnsmessage.AResource{A: address()},
				}}
			}
			answer, err := m.Pack()
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := server.Write(append([]byte{byte(len(answer) >> 8), byte(len(answer))}, answer...)); err != nil {
				return
			}
		}
	}()
	return client
}

func TestTheEnvironmentsProxyIsNotUsed(t *testing.T) {
	var asked atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	_, err := (&Fetcher{Client: NewClient(ClientOptions{})}).Fetch(t.Context(), "http://10.0.0.1/feed", "", "")
	if !errors.Is(err, news.ErrPrivate) || asked.Load() != 0 {
		t.Errorf("got %v and %d requests to the proxy, want %v and none", err, asked.Load(), news.ErrPrivate)
	}
}

func TestExplanationsHoldNoAddress(t *testing.T) {
	f := &Fetcher{Client: NewClient(ClientOptions{})}
	for _, address := range []string{"http://secret-host.invalid/token123", "http://10.0.0.1/token123", "http://user:token123@x.example/", "token123"} {
		_, err := f.Fetch(t.Context(), address, "", "")
		if err == nil {
			t.Errorf("%s was answered", address)
			continue
		}
		for _, s := range []string{err.Error(), Explain(err)} {
			if strings.Contains(s, "token123") || strings.Contains(s, "secret-host") {
				t.Errorf("%s: %q tells the address", address, s)
			}
		}
	}
	if got := Explain(fmt.Errorf("read page: %w: status 404", news.ErrMissing)); got != "There is nothing at this address." {
		t.Errorf("a page that is missing is explained as %q", got)
	}
	if got := Explain(errors.New("dial tcp 10.0.0.1: x")); strings.Contains(got, "dial") {
		t.Errorf("an unknown error is explained as %q", got)
	}
}
