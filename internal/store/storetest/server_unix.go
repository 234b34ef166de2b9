//go:build unix

package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// The script owns the server: it starts it, says so, and waits for the end of
// its standard input. The test process holds the other end, so however that
// process ends, the server is stopped and its directory removed.
const script = `
trap '' PIPE
cd "$2" || exit 1
"$1/initdb" -D data -U greenlit -A trust -E UTF8 --locale=C --no-sync >log 2>&1 &&
"$1/pg_ctl" -D data -w -t 60 -l server.log start >>log 2>&1 \
	-o "-F -k '$2' -c listen_addresses='' -c max_connections=200 -c shared_buffers=32MB -c full_page_writes=off" \
	&& echo started || { cat log server.log | tail -n 3 | tr '\n' ' '; echo; }
cat >/dev/null
"$1/pg_ctl" -D data -m immediate stop >>log 2>&1
cd / && rm -rf "$2"
`

// startServer starts a server on a Unix socket in a directory of its own.
func startServer() (server, error) {
	bin, err := binaries()
	if err != nil {
		return server{}, err
	}
	dir, err := os.MkdirTemp("", "greenlit-pg-")
	if err != nil {
		return server{}, err
	}
	s, said, err := run(bin, dir)
	if err != nil {
		return server{}, errors.Join(err, os.RemoveAll(dir))
	}
	if said != "started" { // the script removes the directory
		return server{}, fmt.Errorf("start of %s: %s", bin, said)
	}
	s.url = (&url.URL{Scheme: "postgres", User: url.User("greenlit"), Path: "/postgres",
		RawQuery: url.Values{"host": {dir}}.Encode()}).String()
	return s, nil
}

// run runs the script and returns the line that it says.
func run(bin, dir string) (s server, said string, err error) {
	cmd := exec.CommandContext(context.Background(), "/bin/sh", "-c", script, "sh", bin, dir)
	cmd.Dir = "/"
	// A group of its own, so that Ctrl-C ends the test first and not the script.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() == 0 { // as whom PostgreSQL refuses to run
		user, err := anyoneElse()
		if err != nil {
			return s, "", err
		}
		if err := os.Chown(dir, int(user.Uid), int(user.Gid)); err != nil {
			return s, "", err
		}
		cmd.SysProcAttr.Credential = user
	}
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(s string) bool {
		return strings.HasPrefix(s, "PG") || strings.HasPrefix(s, "LC_") || strings.HasPrefix(s, "HOME=")
	}), "LC_ALL=C", "HOME="+dir)
	if s.lifeline, err = cmd.StdinPipe(); err != nil {
		return s, "", err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return s, "", err
	}
	if err := cmd.Start(); err != nil {
		return s, "", err
	}
	said, err = bufio.NewReader(out).ReadString('\n')
	return s, strings.TrimSpace(said), err
}

// binaries returns the directory with the newest server binaries.
func binaries() (string, error) {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(dirs, func(a, b string) int { return version(b) - version(a) })
	dirs = append(dirs, "/usr/local/pgsql/bin")
	if found, err := exec.LookPath("initdb"); err == nil {
		// The others stand beside the file that a link in PATH leads to.
		if found, err = filepath.EvalSymlinks(found); err == nil {
			dirs = append([]string{filepath.Dir(found)}, dirs...)
		}
	}
	for _, dir := range dirs {
		missing := false
		for _, name := range []string{"initdb", "pg_ctl", "postgres"} {
			if _, err := exec.LookPath(filepath.Join(dir, name)); err != nil {
				missing = true
			}
		}
		if !missing {
			return dir, nil
		}
	}
	return "", errors.New("TEST_POSTGRES_URL is not set and no server binaries (initdb, pg_ctl, postgres) are installed")
}

func version(dir string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
	return n
}

// anyoneElse returns a user without rights to run the server as.
func anyoneElse() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
		gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
		if uidErr == nil && gidErr == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("root cannot run it, and there is neither a user postgres nor nobody")
}
