# launch.sh CORE FILES SIGNALS COMMAND [ARG...]: ignores again what was ignored when vimtrace started
# (N1), gives the soft limits back (N14), and becomes the command. Node can do neither.
ulimit -S -c "$1"
[ -z "$2" ] || ulimit -S -n "$2"
# shellcheck disable=SC2086 # a list of signal numbers
[ -z "$3" ] || trap '' $3
shift 3
exec "$@"
