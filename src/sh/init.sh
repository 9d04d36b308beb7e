# init.sh: sets "text" to what a shell evaluates for --init: an alias for each tracer, and the completion;
# or to the line of a vimrc.
# Sourced by bin/vimtrace, because every start of a shell waits for the text, and Node takes 50 ms;
# and by src/os/init.ts, for the command lines that the launcher leaves to Node.
#
# $1 is SHELL, SHELL:TRACER,TRACER… or vim; $self is the path of bin/vimtrace. If $1 is wrong, text is empty.
#
# The text looks for vimtrace and the tracers when it is evaluated. So a file can keep it, and it harms
# no shell after vimtrace or a tracer is gone.

# The tracers whose trace is read afterwards. tcpdump, sysdig and gdb are mostly watched live or used
# interactively, and uftrace has a pager of its own.
usual=strace,ltrace,perf,bpftrace,valgrind

make_text() {
	text=
	# "has" finds a program in PATH, and neither an alias nor a function.
	case $1 in
	zsh | zsh:*) shell=zsh has='whence -p' completion=_vimtrace ;;
	bash | bash:*) shell=bash has='type -P' completion=vimtrace.bash ;;
	fish | fish:*) shell=fish has='command -s' ;;
	vim) shell=vim ;;
	*) return 0 ;;
	esac
	case $1 in *:*) tracers=${1#*:} ;; *) tracers=$usual ;; esac
	case ,$tracers in *[!A-Za-z0-9_.+,-]* | *,-*) return 0 ;; esac
	# shellcheck disable=SC2154 # self
	package=$(cd -P -- "${self%/*}/.." && printf '%s.' "$PWD") || return 0
	package=${package%.}
	[ "$shell" != vim ] || {
		write_vim
		return 0
	}
	name=vimtrace
	is_first_in_path || {
		# zsh finds the completion by the text after the last slash, so that text must not be quoted.
		quote "$package/bin"
		name=$quoted/vimtrace
	}
	IFS=,
	# shellcheck disable=SC2086 # split at the commas
	set -- $tracers
	unset IFS
	if [ "$shell" = fish ]; then write_fish "$@"; else write_posix "$@"; fi
}

# Whether the first vimtrace in PATH is this one.
is_first_in_path() {
	set -f
	IFS=:
	for directory in $PATH; do
		file=${directory:-.}/vimtrace
		[ -f "$file" ] && [ -x "$file" ] && break
		file=
	done
	unset IFS
	[ "$file" -ef "$self" ]
}

# Sets quoted to $1 in single quotes of the shell.
quote() {
	quoted=\' rest=$1
	while :; do
		case $shell:$rest in
		fish:*[\'\\]*) before=${rest%%[\'\\]*} ;;
		*\'*) before=${rest%%\'*} ;;
		*) break ;;
		esac
		rest=${rest#"$before"}
		case $shell:$rest in
		fish:\'*) quoted="$quoted$before\\'" ;;
		fish:*) quoted="$quoted$before\\\\" ;;
		*) quoted="$quoted$before'\\''" ;;
		esac
		rest=${rest#?}
	done
	quoted=$quoted$rest\'
}

# perf gets a function, because vimtrace pages only "perf trace". An alias would win over a function, so an
# alias of the user is removed first.
write_posix() {
	text="if $has $name >/dev/null 2>&1; then"
	for tracer; do
		text="$text
! $has $tracer >/dev/null 2>&1 || "
		case $tracer in
		perf) text="$text{
	unalias perf 2>/dev/null || :
	function perf {
		case \"\${1-}\" in
		trace) $name perf \"\$@\" ;;
		*) command perf \"\$@\" ;;
		esac
	}
}" ;;
		*)
			quote "$name $tracer"
			text="${text}alias $tracer=$quoted"
			;;
		esac
	done
	text="$text
$(cat "$package/completions/$completion")
fi"
}

# A backslash before each byte that :source would expand or end the path at (fnameescape() in Vim).
write_vim() {
	text='source ' rest=$package/vim/vimtrace.vim
	while :; do
		before=${rest%%[][[:space:]\\*?\{\`\$%#\'\"\|!\<]*}
		[ "$before" != "$rest" ] || break
		rest=${rest#"$before"}
		after=${rest#?}
		text=$text$before\\${rest%"$after"}
		rest=$after
	done
	text=$text$rest
}

# Functions, because the completion of an alias of fish would call itself without end.
#
# fish loads the first file of a command that fish_complete_path has, even after a completion was defined
# by hand. So the completion comes from a file, before those that fish makes of man pages.
write_fish() {
	text="if command -s $name >/dev/null"
	for tracer; do
		case $tracer in
		perf) runs="if test \"\$argv[1]\" = trace
                $name perf \$argv
            else
                command perf \$argv
            end" ;;
		*) runs="$name $tracer \$argv" ;;
		esac
		text="$text
    if command -s $tracer >/dev/null
        function $tracer --description 'show its trace in a pager, by vimtrace'
            $runs
        end
    end"
	done
	text="$text
    set -l ours (string replace -r '[^/]*/[^/]*\$' completions (builtin realpath (command -s $name)))
    set -l made (string match '*/generated_completions' -- \$fish_complete_path)
    contains -- \$ours \$fish_complete_path
    or set -g fish_complete_path (string match -v '*/generated_completions' -- \$fish_complete_path) \$ours \$made
end"
}

make_text "$1"
