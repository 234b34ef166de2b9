//go:build !unix

package storetest

import "errors"

func startServer() (string, error) {
	return "", errors.New("TEST_POSTGRES_URL is not set, and a server is started on Unix only")
}
