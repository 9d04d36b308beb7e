# launch.sh CORE SIGNALS COMMAND [ARG...]: ignore again what was ignored when vimtrace
# started, give the soft core limit back, and become the command. Node can do neither.
ulimit -S -c "$1"
# shellcheck disable=SC2086 # a list of signal numbers
[ -z "$2" ] || trap '' $2
shift 2
exec "$@"
