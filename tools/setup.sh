#!/usr/bin/env bash
# Sees to what the Makefile needs: installs PostgreSQL's server programs with apt where it may, else says what to install.
set -euo pipefail

say_missing() { echo "changping needs $1: $2" >&2; exit 1; }

command -v go >/dev/null || say_missing "Go 1.26" "install it from your distribution or golang.org"
go_minor=$(go env GOVERSION | sed -E 's/go1\.([0-9]+).*/\1/')
[ "$go_minor" -ge 26 ] || say_missing "Go 1.26 or newer" "found $(go env GOVERSION)"

have_postgres() {
  [ -n "${DATABASE_URL:-}" ] || [ -n "${PGBIN:-}" ] || command -v postgres >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null
}
if ! have_postgres; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "== installing postgresql with apt"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q && apt-get install -y -q --no-install-recommends postgresql
  else
    say_missing "PostgreSQL's server programs" "install the package postgresql (sudo apt-get install postgresql), or set DATABASE_URL"
  fi
fi
