# monitor.sh SH MODES CORE FILES TRACE COMMAND [ARG...]: setpgid, tcsetpgrp and waitpid(WUNTRACED)
# for a Node that has none of them. It is started beside the tracer and waits; opened, it starts the
# pager in a process group of its own. It reads one verb a line on 3, and reports on 4: which
# process the pager is, what its wait returned, and "yielded"; and the terminal's modes, where it was
# given none. It decides nothing.

# What sh has to say about its jobs is for nobody.
exec 5>&2 2>/dev/null
modes=$2
# What is sent to the tracer's group, and a ^C or ^Z that was typed before the pager could hear of it.
trap '' HUP INT QUIT TERM TSTP

# With the terminal from here on. bash takes it only where it is started with -m (S2).
open() {
	trap - HUP TERM
	if [ -n "$BASH_VERSION" ]; then
		# What it finds ignored it can never give back to the pager.
		trap - INT QUIT TSTP
		exec "$1" -m "$0" "$@" 2>&5 5>&-
	fi
	set -m
}
# COMMAND is shell text, as in $PAGER. /proc, as $$ is the monitor's also in a subshell.
become_pager() {
	# From its name on it can be told to stop.
	trap - TSTP
	read -r pid _ </proc/self/stat
	printf 'pager %s\n' "$pid" >&4
	ulimit -S -c "$3"
	[ -z "$4" ] || ulimit -S -n "$4"
	[ -z "$5" ] || exec <"$5"
	command=$6
	shift 6
	trap - INT QUIT
	exec 2>&5 3<&- 4>&- 5>&-
	eval "$command \"\$@\""
}
# Inside functions, as bash leaves the enclosing loop when a job stops in it.
start_pager() {
	(become_pager "$@")
}
continue_pager() {
	fg %1 >/dev/null
}
report() {
	printf '%s\n' "$*" >&4
}
# Where nobody has seen them in the foreground before, they are those that a shell has its jobs start with.
mend_modes() {
	if [ -n "$modes" ]; then
		stty "$modes" <&5
	else
		modes=$(stty -g <&5)
		report modes "$modes"
	fi
}

case $- in
*m*)
	trap - HUP TERM
	mend_modes
	;;
esac
while read -r verb <&3; do
	case $verb in
	open)
		open "$@"
		mend_modes
		;;
	start)
		# Of a ^Z in P it would stop for good; and a bash -m takes the terminal before it stops (S16).
		trap '' TSTP
		start_pager "$@"
		report status $?
		;;
	park)
		held=$(stty -g <&5)
		stty "$modes" <&5
		;;
	unpark) stty "$held" <&5 ;;
	yield)
		# In P until the next verb.
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
		# dash takes the first for a slip where a job was stopped when it last looked.
		while :; do exit 0; done
		;;
	esac
done

# No more verbs: vimtrace was killed, and the terminal is its shell's. A sh that exits would give
# it to P, of which nobody is left.
kill -KILL $$
