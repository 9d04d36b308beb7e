# guard.sh MONITOR PAGER MODES: reads one line, "bye" when vimtrace ends the pager itself. If the
# end of the input comes instead, vimtrace was killed and its shell has the terminal: the monitor
# must not take it from there when the pager stops, so it is killed first. The terminal's modes
# are put right if they are still the pager's, and not those of a shell's line editor.
trap '' HUP INT QUIT TERM TSTP TTIN TTOU
held=$(stty -g <&2)
read -r word
[ "$word" != bye ] || exit 0
kill -KILL "$1"
# Now, as on its way to the end the pager changes them once more.
[ "$(stty -g <&2)" != "$held" ] || stty "$3" <&2
kill -HUP "-$2"
kill -CONT "-$2"
# For one that the terminal has stopped on its way to the end.
sleep 1
kill -KILL "-$2"
