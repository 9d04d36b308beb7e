#!/bin/sh
# try.sh [TRACER ARG...]: install the needed packages, build, and run vimtrace; by default strace on ls.
set -eu
cd "$(dirname "$0")/.."

sh scripts/debian.sh try strace vim
# Without install scripts: node-pty would compile, and only the tests need node-pty.
npm ci --ignore-scripts --loglevel=error
npm run --silent build

[ $# -gt 0 ] || set -- strace ls
exec bin/vimtrace "$@"
