//go:build !unix

package storetest

import "errors"

func startServer() (server, error) {
	return server{}, errors.New("TEST_POSTGRES_URL is not set, and a server is started on Unix only")
}
