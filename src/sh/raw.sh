# raw.sh WORD...: decode each WORD by printf %b, and become the command that the decoded words make.
# Node cannot pass words that are no UTF-8 to a child in any other way.
for word; do
	shift
	# The dot protects newlines at the end, which $() removes.
	word=$(printf '%b.' "$word")
	set -- "$@" "${word%.}"
done
exec "$@"
