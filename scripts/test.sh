#!/bin/sh
# test.sh: install the needed packages, build, and run every check and test.
set -eu
cd "$(dirname "$0")/.."

sh scripts/debian.sh test \
	strace ltrace zsh bash fish dash mksh busybox vim nvim less more tmux script sudo stty mkfs.btrfs \
	shellcheck mandoc man expect ssh /usr/sbin/sshd python3 make g++ \
	/usr/share/bash-completion/bash_completion -- \
	perf bpftrace valgrind uftrace tcpdump gdb most batcat lnav vim.tiny
npm ci --no-audit --no-fund --prefer-offline
npm run check
npm test
