#!/bin/sh
# debian.sh VERB COMMAND... [-- COMMAND...]: install the Debian packages of the COMMANDs that are
# missing. If we may not install packages, print their names and fail. A COMMAND may be the path of
# a file. VERB is for the message: vimtrace cannot VERB without these commands. The COMMANDs after
# -- are optional: their packages are installed if that is possible.
set -eu
# A user's PATH may lack the directories of root's commands.
PATH=$PATH:/usr/sbin:/sbin

verb=$1
shift

package_of() {
	case $1 in
	nvim) echo neovim ;;
	mkfs.btrfs) echo btrfs-progs ;;
	more) echo util-linux ;;
	script) echo bsdutils ;;
	stty) echo coreutils ;;
	ssh) echo openssh-client ;;
	*/sshd) echo openssh-server ;;
	man) echo man-db ;;
	*/bash_completion) echo bash-completion ;;
	perf) echo linux-perf ;;
	batcat) echo bat ;;
	vim.tiny) echo vim-tiny ;;
	*) echo "$1" ;;
	esac
}

exists() {
	case $1 in
	*/*) [ -f "$1" ] ;;
	*) command -v "$1" >/dev/null ;;
	esac
}

missing=
packages=
extras=
needed=1
for name; do
	if [ "$name" = -- ]; then
		needed=
	elif exists "$name"; then
		:
	elif [ "$needed" ]; then
		missing="$missing $name"
		packages="$packages $(package_of "$name")"
	else
		extras="$extras $(package_of "$name")"
	fi
done
[ -n "$missing$extras" ] || exit 0

refuse() {
	[ -n "$missing" ] || exit 0
	echo "vimtrace: cannot $verb without:$missing; install them with: apt-get install$packages" >&2
	exit 1
}

command -v apt-get >/dev/null || refuse
if [ "$(id -u)" -eq 0 ]; then
	sudo=
elif sudo -n true 2>/dev/null; then
	sudo='sudo -n'
else
	refuse
fi

# The tests start an sshd of their own. This file keeps the package from starting one that listens.
case $packages in
*openssh-server*)
	$sudo mkdir -p /etc/ssh
	$sudo touch /etc/ssh/sshd_not_to_be_run
	;;
esac

log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get -qy install "$@" >>"$log" 2>&1 </dev/null
}
# shellcheck disable=SC2086 # a list of words, or nothing
$sudo apt-get -q update >"$log" 2>&1 </dev/null || [ -z "$missing" ] || {
	cat "$log" >&2
	refuse
}
# shellcheck disable=SC2086 # a list of words
[ -z "$packages" ] || {
	echo "Installing:$packages" >&2
	install $packages
} || {
	cat "$log" >&2
	refuse
}
# One at a time: a package that this release of Debian lacks must not prevent the others.
for package in $extras; do
	echo "Installing: $package" >&2
	install --no-install-recommends "$package" || echo "Without $package: its tests are left out" >&2
done
