#!/bin/sh
# try.sh [TRACER ARG...]: install what is needed, build, and run vimtrace; by default on ls.
set -eu
cd "$(dirname "$0")/.."

sh scripts/debian.sh try strace vim
# No scripts: node-pty, which compiles, is for the tests only.
npm ci --ignore-scripts --loglevel=error
npm run --silent build

[ $# -gt 0 ] || set -- strace ls
exec bin/vimtrace "$@"
