#!/bin/sh
# check.sh: runs every check that needs no run of vimtrace: types, lint, shell, manual, generated files.
set -eu
cd "$(dirname "$0")/.."
PATH=$PWD/node_modules/.bin:$PATH

step() {
	printf '%s\n' "$1"
	shift
	"$@"
}

step 'types' tsc --noEmit
# The rules of biome.json also say which folder may import which.
step 'format, lint, layers' biome check --error-on-warnings .
# SC3045, SC3013: ulimit -S and test -ef are in POSIX.1-2024, and every sh of Debian had them before.
step 'shell' shellcheck -s sh -e SC3045,SC3013 bin/vimtrace src/sh/*.sh scripts/*.sh
step 'manual page' mandoc -T lint -W warning man/vimtrace.1
step 'docs/STATES.md' node scripts/states.mjs --check
step 'docs/HANGUP.md' node scripts/hangup.mjs --check
step 'docs/FACTS.md' node scripts/facts.mjs
step 'completions' node scripts/completions.mjs --check
step 'completion in bash' shellcheck -s bash completions/vimtrace.bash
