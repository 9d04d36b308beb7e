#!/bin/sh
# debian.sh VERB COMMAND...: install the Debian packages of those commands that are missing,
# or, where that is not allowed, say which they are. A COMMAND may be a file's whole path. VERB is what cannot be done without them.
set -eu
# Where root's commands are, which another user's PATH may lack.
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
for name; do
	exists "$name" || {
		missing="$missing $name"
		packages="$packages $(package_of "$name")"
	}
done
[ -n "$missing" ] || exit 0

refuse() {
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

# A test that needs an sshd is no reason for this machine to have one that listens.
case $packages in
*openssh-server*)
	$sudo mkdir -p /etc/ssh
	$sudo touch /etc/ssh/sshd_not_to_be_run
	;;
esac

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Installing:$packages" >&2
# shellcheck disable=SC2086 # lists of words, or nothing
{
	$sudo apt-get -q update &&
		$sudo env DEBIAN_FRONTEND=noninteractive apt-get -qy install $packages
} >"$log" 2>&1 </dev/null || {
	cat "$log" >&2
	refuse
}
