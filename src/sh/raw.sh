# raw.sh WORD...: decode each WORD by printf %b, and become the command that the decoded words make.
# Node cannot pass words that are no UTF-8 to a child in any other way.
for _word; do
	shift
	# The dot protects newlines at the end, which $() removes.
	_word=$(printf '%b.' "$_word")
	set -- "$@" "${_word%.}"
done
exec "$@"
