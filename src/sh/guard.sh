# guard.sh MODES: sees to the pager and the terminal when the monitor or vimtrace was killed. It reads
# one word a line (src/os/job/protocol.ts), and what it does depends on the last word: "bye" if the
# monitor ended in order, "restore" if the monitor was killed, none if vimtrace was killed.
trap '' HUP INT QUIT TERM TSTP TTIN TTOU
# Nobody needs what kill says.
exec 3<&2 2>/dev/null
monitor=0
pager=0
held=
modes=$1
# What the guard exits with; 3 tells Node of a word that the guard does not know (UNKNOWN_WORD).
status=0

# proc_pid_stat(5), after the command's name: 1 state, 3 pgrp, 6 tpgid.
is_zombie() {
	[ "$1" = Z ]
}
is_over() {
	read -r stat <"/proc/$pager/stat" || return 0
	# shellcheck disable=SC2086 # split into fields
	is_zombie ${stat##*) }
}
end_pager() {
	[ "${pager:-0}" -ne 0 ] || return 0
	kill -HUP "-$pager"
	kill -CONT "-$pager"
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		! is_over || return 0
		sleep 0.1
	done
	# A pager may ignore SIGHUP, or the terminal may have stopped it on its way to the end.
	kill -KILL "-$pager"
}
is_ours() {
	[ "$6" -eq "$3" ] || [ "$6" -eq "$monitor" ] || [ "$6" -eq "$pager" ]
}
# Only while the terminal is ours: a shell that has it now has set modes of its own.
restore_modes() {
	read -r stat </proc/self/stat
	# shellcheck disable=SC2086 # split into fields
	! is_ours ${stat##*) } || stty "$modes" <&3
}

# Waits for the pager's own modes: on a busy machine a pager takes long to set them, and some pagers
# set none.
hold_modes() {
	looks=0
	while
		held=$(stty -g <&3)
		[ "$held" = "$modes" ] && [ "$looks" -lt 30 ] && ! is_over && kill -0 "$PPID"
	do
		looks=$((looks + 1))
		sleep 0.1
	done
}

while read -r word value; do
	case $word in
	monitor) monitor=$value ;;
	modes) modes=$value ;;
	pager) pager=$value ;;
	drawn) hold_modes ;;
	bye) exit "$status" ;;
	restore)
		restore_modes
		end_pager
		# The pager may have changed them on its way to the end.
		restore_modes
		exit "$status"
		;;
	# The duty goes on: the terminal matters more than the word.
	*) status=3 ;;
	esac
done

# vimtrace was killed, and its shell has the terminal. Kill the monitor first: it would take the
# terminal from the shell when the pager stops. Then restore the modes if they are still the pager's,
# and not those of a shell's line editor. Do it before the pager ends, because an ending pager
# changes them once more.
[ "$monitor" -ne 0 ] || exit 0
# It may have started the pager and not told Node yet. The file has one number, and no end of line. Read
# it before the stop too: while vimtrace still ends, the kernel sends a stopped monitor SIGHUP, and then
# the file is empty.
children=/proc/$monitor/task/$monitor/children
read -r early _ <"$children"
kill -STOP "$monitor"
[ "$pager" -ne 0 ] || read -r pager _ <"$children"
[ "${pager:-0}" -ne 0 ] || pager=$early
kill -KILL "$monitor"
[ "$(stty -g <&3)" != "$held" ] || stty "$modes" <&3
end_pager
