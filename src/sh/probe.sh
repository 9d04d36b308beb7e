# probe.sh: tries all that monitor.sh needs of a `sh -m`, on a terminal that nobody else uses: a job
# gets its own process group and the terminal, stops, and fg continues it. Prints "works" if so.

# Takes the pid and the fields of proc_pid_stat(5) after the command's name: $4 is pgrp, $7 is tpgid.
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
# A function, as in monitor.sh: bash leaves the enclosing loop when a job stops (S3).
continue_job() {
	fg %1 >/dev/null
}

(job)
[ $? -gt 128 ] || exit 1
continue_job
[ $? -ne 7 ] || echo works
