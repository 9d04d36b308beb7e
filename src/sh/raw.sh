# raw.sh WORD...: become the command that these words are once printf has read them as its %b does.
# Words that are no UTF-8 do not get through Node in any other way.
for word; do
	shift
	# The dot, as newlines at its end would be taken away.
	word=$(printf '%b.' "$word")
	set -- "$@" "${word%.}"
done
exec "$@"
