# page.sh CORE COMMAND [ARG...]: say which process the pager is, and become it.
# COMMAND is shell text, as in $PAGER.
printf 'pager %s\n' "$$" >&4
ulimit -S -c "$1"
command=$2
shift 2
exec 2>&5 3<&- 4>&- 5>&-
eval "$command \"\$@\""
