# probe.sh: all that monitor.sh needs of a `sh -m`, tried on a terminal that is nobody's: a job in a
# process group of its own, which has the terminal, stops, and goes on by fg. Says "works" if so.

# proc_pid_stat(5), after the command's name: 3 pgrp, 6 tpgid.
owns_terminal() {
	[ "$1" = "$4" ] && [ "$1" = "$7" ]
}
job() {
	read -r stat </proc/self/stat
	read -r pid _ </proc/self/stat
	# shellcheck disable=SC2086 # split into fields
	owns_terminal "$pid" ${stat##*) } || exit 1
	kill -STOP "$pid"
	exit 7
}
# As in monitor.sh.
continue_job() {
	fg %1 >/dev/null
}

(job)
[ $? -gt 128 ] || exit 1
continue_job
[ $? -ne 7 ] || echo works
