# monitor.sh MODES CORE FILES COMMAND [ARG...], under sh -m: setpgid, tcsetpgrp and waitpid(WUNTRACED)
# for a Node that has none of them. It starts the pager in a process group of its own, reads
# one verb a line on 3, and reports on 4: which process the pager is, what its wait returned,
# and "yielded". It decides nothing.

# What sh has to say about its jobs is for nobody; its terminal it has opened by now.
exec 5>&2 2>/dev/null
modes=$1
shift
# A ^C that was typed before the pager could hear of it.
trap '' INT QUIT

# COMMAND is shell text, as in $PAGER. /proc, as $$ is the monitor's also in a subshell.
become_pager() {
	read -r pid _ </proc/self/stat
	printf 'pager %s\n' "$pid" >&4
	ulimit -S -c "$1"
	[ -z "$2" ] || ulimit -S -n "$2"
	command=$3
	shift 3
	trap - INT QUIT
	exec 2>&5 3<&- 4>&- 5>&-
	eval "$command \"\$@\""
}
# Inside a function, as bash leaves the enclosing loop when a job stops in it.
continue_pager() {
	fg %1 >/dev/null
}
report() {
	printf '%s\n' "$*" >&4
}

stty "$modes" <&5
(become_pager "$@")
report status $?

while read -r verb <&3; do
	case $verb in
	park)
		held=$(stty -g <&5)
		stty "$modes" <&5
		;;
	unpark) stty "$held" <&5 ;;
	yield)
		# In P until the next verb, where a ^Z in between would stop us for good.
		trap '' TSTP
		set +m
		report yielded
		;;
	take) set -m ;;
	fg)
		continue_pager
		report status $?
		;;
	bye)
		stty "$modes" <&5
		exit 0
		;;
	esac
done

# No more verbs: vimtrace was killed, and the terminal is its shell's. A sh that exits would give
# it to P, of which nobody is left.
kill -KILL $$
