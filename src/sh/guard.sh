# guard.sh MODES: sees to the pager and the terminal where nobody else can any more. It reads
# "monitor PID"; "modes MODES", where it was given none; "pager PID"; "drawn", when that has set the terminal's modes; and then how it comes to an end:
# "bye" when the monitor has seen to all, "mend" when the monitor was killed, or nothing when
# vimtrace was.
trap '' HUP INT QUIT TERM TSTP TTIN TTOU
# What kill has to say is for nobody.
exec 3<&2 2>/dev/null
monitor=0
pager=0
held=
modes=$1

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
	# For one that the terminal has stopped on its way to the end.
	kill -KILL "-$pager"
}
is_ours() {
	[ "$6" -eq "$3" ] || [ "$6" -eq "$monitor" ] || [ "$6" -eq "$pager" ]
}
# Where the terminal is not a shell's by now.
mend_modes() {
	read -r stat </proc/self/stat
	# shellcheck disable=SC2086 # split into fields
	! is_ours ${stat##*) } || stty "$modes" <&3
}

# The pager's own, which on a busy machine it is long in setting, and some never do.
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
	bye) exit 0 ;;
	mend)
		mend_modes
		end_pager
		# It may have changed them on its way to the end.
		mend_modes
		exit 0
		;;
	esac
done

# vimtrace was killed, and its shell has the terminal: the monitor must not take it from there when
# the pager stops, so it is killed first. The modes are put right if they are still the pager's,
# and not those of a shell's line editor; now, as on its way to the end the pager changes them
# once more.
[ "$monitor" -ne 0 ] || exit 0
kill -STOP "$monitor"
# It may have started the pager and told nobody yet; the one word has no end of line.
[ "$pager" -ne 0 ] || read -r pager _ <"/proc/$monitor/task/$monitor/children"
kill -KILL "$monitor"
[ "$(stty -g <&3)" != "$held" ] || stty "$modes" <&3
end_pager
