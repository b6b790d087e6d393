package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"syscall"
)

var versionText = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// findBinaries finds the directory of the server's programs: in PGBIN, on the PATH, or where distributions put them. With a
// major version, only that one will do: another would not read the data.
func findBinaries(major string) (string, error) {
	var places []string
	if p := os.Getenv("PGBIN"); p != "" {
		places = append(places, p)
	}
	if p, err := exec.LookPath("postgres"); err == nil {
		places = append(places, filepath.Dir(p))
	}
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin"} {
		found, _ := filepath.Glob(pattern)
		slices.Reverse(found) // newest first
		places = append(places, found...)
	}
	for _, p := range places {
		out, err := exec.Command(filepath.Join(p, "postgres"), "--version").Output()
		if m := versionText.FindSubmatch(out); err == nil && m != nil && (major == "" || string(m[1]) == major) {
			if _, err := os.Stat(filepath.Join(p, "initdb")); err == nil {
				return p, nil
			}
		}
	}
	if major != "" {
		return "", fmt.Errorf("the data was made by PostgreSQL %s, whose programs are not installed: install postgresql-%s, or set PGBIN", major, major)
	}
	return "", errors.New("no PostgreSQL server is installed: install the package postgresql, set PGBIN to its programs, or set DATABASE_URL to a running server")
}

// serverIdentity is the account the server runs as: PostgreSQL refuses to run as root.
func serverIdentity() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
			gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(err1, err2)
		}
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no account postgres or nobody to run it as")
}
