# shellcheck shell=bash
# vimtrace's options, then a tracer and what the tracer's own completion says.
# Packages install this file as bash-completion/completions/vimtrace.

_vimtrace() {
	# options: generated from src/cli/options.ts by npm run docs
	local pagers='vim vi view nvim less more most bat batcat lnav emacs moor moar ov'
	local -a options=(-p --pager -o --output --no-pager --at --hangup --grace --open --last --report --only --but --folds --diff --quickfix --list --json --forget --all --doctor --print-config --init -h --help -V --version)
	local -A values=(
		[-p]=pager
		[--pager]=pager
		[-o]=file
		[--output]=file
		[--at]='cause start end'
		[--hangup]='end keep'
		[--grace]=number
		[--open]=file
		[--report]='cause failed files slow calls tree net signals waiting lines'
		[--only]='failed call= thread= process= descriptor= pattern= pattern-i= lines='
		[--but]='failed call= thread= process= descriptor= pattern= pattern-i= lines='
		[--folds]=number
		[--diff]=file
		[--init]='zsh bash fish vim'
	)
	# end
	local current=${COMP_WORDS[COMP_CWORD]} option='' word i
	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $option ]]; then
			# --hangup=keep is three words here, as = is among COMP_WORDBREAKS.
			[[ $word == = ]] || option=
		elif [[ $word == -- ]]; then
			_vimtrace_tracer $((i + 1))
			return
		elif [[ ${values[$word]-} ]]; then
			option=$word
		elif [[ $word != -?* ]]; then
			break
		fi
	done
	if [[ $option ]]; then
		[[ $current != = ]] || current=
		_vimtrace_value "${values[$option]}"
	elif ((i < COMP_CWORD)) || [[ $current != -* ]]; then
		_vimtrace_tracer "$i"
	else
		mapfile -t COMPREPLY < <(compgen -W "${options[*]}" -- "$current")
	fi
}

# The value of an option, by what the option takes: see Value in src/cli/options.ts.
_vimtrace_value() {
	case $1 in
	pager) _vimtrace_pagers ;;
	file) compopt -o default ;;
	number) ;;
	*) mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current") ;;
	esac
}

# Known pagers first. With nothing typed yet, all commands would only hide them.
_vimtrace_pagers() {
	local word
	# Before bash 4.4 the words are sorted.
	compopt -o nosort 2>/dev/null
	for word in $(compgen -W "$pagers" -- "$current"); do
		! type -P "$word" >/dev/null || COMPREPLY+=("$word")
	done
	[[ $current ]] || return
	while read -r word; do
		[[ " $pagers " == *" $word "* ]] || COMPREPLY+=("$word")
	done < <(compgen -c -- "$current" | sort -u)
}

# The tracer, word $1, and its arguments: by bash-completion, 2.12 or older; without it,
# commands and then files.
_vimtrace_tracer() {
	# Those of a caller, as sudo's completion, would be taken for the whole line.
	# shellcheck disable=SC2034
	local words
	unset -v words
	if declare -F _comp_command_offset >/dev/null; then
		_comp_command_offset "$1"
	elif declare -F _command_offset >/dev/null; then
		_command_offset "$1"
	elif (($1 < COMP_CWORD)); then
		compopt -o bashdefault -o default
	else
		mapfile -t COMPREPLY < <(compgen -c -- "$current")
	fi
}

complete -F _vimtrace vimtrace
