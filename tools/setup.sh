#!/usr/bin/env bash
# Sees to what the Makefile needs: "run" asks for Go, Node and PostgreSQL's server programs, "test" for Chromium and a Chinese font
# too. What is missing is installed with apt where that may be done, else named in one line.
set -euo pipefail

say_missing() { echo "changping needs $1: $2" >&2; exit 1; }

command -v go >/dev/null || say_missing "Go 1.26" "install it from your distribution or golang.org"
go_minor=$(go env GOVERSION | sed -E 's/go1\.([0-9]+).*/\1/')
[ "$go_minor" -ge 26 ] || say_missing "Go 1.26 or newer" "found $(go env GOVERSION)"
command -v npm >/dev/null || say_missing "Node 20 with npm" "install the packages nodejs and npm, or Node from nodejs.org"
node_version=$(node -p 'process.versions.node')
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || a === 20 && b >= 19 ? 0 : 1)' || say_missing "Node 20.19 or newer" "found $node_version"

have_postgres() {
  [ -n "${DATABASE_URL:-}" ] || [ -n "${PGBIN:-}" ] || command -v postgres >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null
}
have_chromium() { [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
have_chinese_font() { ! command -v fc-list >/dev/null || [ -n "$(fc-list :lang=zh-cn family)" ]; }

missing=()
have_postgres || missing+=(postgresql)
case " $* " in *" test "*)
  have_chromium || missing+=(chromium)
  have_chinese_font || missing+=(fonts-noto-cjk)
esac
[ ${#missing[@]} -gt 0 ] || exit 0

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "== installing ${missing[*]} with apt"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"
else
  say_missing "${missing[*]}" "sudo apt-get install ${missing[*]} (DATABASE_URL, PGBIN or CHROMIUM name what is installed elsewhere)"
fi
