# monitor.sh SH MODES CORE FILES TRACE COMMAND [ARG...]: has setpgid, tcsetpgrp and
# waitpid(WUNTRACED), which Node has not. It starts beside the tracer and waits. When it is opened, it
# starts the pager in a process group of its own. It reads one verb a line on 3 and writes one report a
# line on 4 (src/os/job/protocol.ts). It decides nothing. LC_ALL=C makes each stty faster (S21).

# Nobody needs what a sh says about its jobs.
exec 5>&2 2>/dev/null
_modes=$2
_seen=
# Signals for the tracer's group, and a ^C or ^Z that comes before the pager could take it.
trap '' HUP INT QUIT TERM TSTP

# Takes the terminal. bash does so only if it was started with -m (S2).
open() {
	trap - HUP TERM
	if [ -n "$BASH_VERSION" ]; then
		# A signal that bash finds ignored at its start stays ignored in the pager.
		trap - INT QUIT TSTP
		exec "$1" -m "$0" "$@" 2>&5 5>&-
	fi
	set -m
}
# COMMAND is shell text, as in $PAGER, and so are the arguments that came with the verb.
become_pager() {
	# Node may send SIGTSTP as soon as it knows the pager's number.
	trap - TSTP
	# From /proc, because $$ is the monitor's number in a subshell too.
	read -r _pid _ </proc/self/stat
	printf 'pager %s\n' "$_pid" >&4
	ulimit -S -c "$3"
	[ -z "$4" ] || ulimit -S -n "$4"
	[ -z "$5" ] || exec <"$5"
	_command=$6
	shift 6
	trap - INT QUIT
	exec 2>&5 3<&- 4>&- 5>&-
	eval "$_command $_words \"\$@\""
}
# A job that stops ends the loop around it in bash, but not a loop that calls a function (S3).
start_pager() {
	(become_pager "$@")
}
continue_pager() {
	fg %1 >/dev/null
}
report() {
	printf '%s\n' "$*" >&4
}
# A job of bash has the default disposition of SIGTSTP until its exec, whatever the traps say, and so has
# what bash execs in monitor mode (S20). A ^Z there would leave a stopped job, which fg %1 would continue.
# A substitution is no job, but costs 0.2 ms more.
set_modes() {
	if [ -n "$BASH_VERSION" ]; then
		: "$(
			set +m
			LC_ALL=C exec stty "$1" <&5
		)"
	else
		LC_ALL=C stty "$1" <&5
	fi
}
# After the pager has stopped or ended. With what modes it has stopped, only the terminal can tell: the
# program may be another than its name says. One look is enough, and a look takes 2 ms.
report_wait() {
	_status=$?
	if [ "$_status" -gt 128 ] && [ -z "$_seen" ]; then
		_seen=yes
		report held "$(LC_ALL=C stty -g <&5)"
	fi
	report status "$_status"
}
# In the background, or beside a reader such as `| less`, the launcher found no modes: those that the
# terminal has when the pager opens count.
restore_modes() {
	if [ -n "$_modes" ]; then
		set_modes "$_modes"
	else
		_modes=$(LC_ALL=C stty -g <&5)
		report modes "$_modes"
	fi
}

# A bash that open has started again.
case $- in
*m*)
	trap - HUP TERM
	restore_modes
	;;
esac
while read -r _verb _words <&3; do
	case $_verb in
	open)
		open "$@"
		restore_modes
		;;
	start)
		# A ^Z in P would stop the monitor for good; and a bash -m takes the terminal before it stops (S16).
		trap '' TSTP
		start_pager "$@"
		report_wait
		;;
	park)
		_held=$(LC_ALL=C stty -g <&5)
		set_modes "$_modes"
		;;
	unpark) set_modes "$_held" ;;
	yield)
		# Into P, until the next verb.
		set +m
		report yielded
		;;
	take) set -m ;;
	fg)
		continue_pager
		report_wait
		;;
	bye)
		set_modes "$_modes"
		# dash refuses the first exit if a job was stopped when it last looked.
		while :; do exit 0; done
		;;
	*) report unknown "$_verb${_words:+ $_words}" ;;
	esac
done

# No more verbs: vimtrace was killed, and its shell has the terminal. A sh that exits would give the
# terminal to P, which has no process left.
kill -KILL $$
