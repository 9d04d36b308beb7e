# vimtrace's options, then a tracer and what the tracer's own completion says.
# Packages install this file as vendor_completions.d/vimtrace.fish.

# The words from the tracer on, the last one perhaps empty; none while an option is not complete.
function __vimtrace_tracer
    set -l words (commandline -opc) (commandline -ct)
    argparse -s $__vimtrace_options -- $words[2..] 2>/dev/null; or return
    set -q argv[1]; and printf '%s\n' $argv
end

function __vimtrace_is_own
    set -l tracer (__vimtrace_tracer)
    not string match -qr '^[^-]' -- "$tracer"
end

function __vimtrace_complete_tracer
    set -l tracer (__vimtrace_tracer); or return
    complete --do-complete=(string join ' ' -- (string escape -- $tracer[..-2]) $tracer[-1])
end

# A command, as the whole word or after --option= or -o.
function __vimtrace_commands
    complete --do-complete=(string replace -r -- '^(--[a-z-]+=|-[a-z])' '' (commandline -ct))
end

complete -c vimtrace -e
# options: generated from src/cli/options.ts by npm run docs
set -g __vimtrace_options p/pager= o/output= no-pager at= hangup= grace= open= last report= only= but= folds= diff= quickfix list json forget all doctor print-config init= h/help V/version
complete -c vimtrace -n __vimtrace_is_own -s p -l pager -x -a '(__vimtrace_commands)' -d 'show the trace with this shell command; empty or cat: no pager'
complete -c vimtrace -n __vimtrace_is_own -s o -l output -r -F -d 'keep the trace in this file'
complete -c vimtrace -n __vimtrace_is_own -l no-pager -d 'do not open a pager'
complete -c vimtrace -n __vimtrace_is_own -l at -x -a 'cause start end' -d 'open the trace at the likely cause of a failure, at its start or at its end (default: cause)'
complete -c vimtrace -n __vimtrace_is_own -l hangup -x -a 'end keep' -d 'when the terminal goes away, end the run or keep tracing (default: end)'
complete -c vimtrace -n __vimtrace_is_own -l grace -x -d 'seconds that a process gets to end before a stronger signal (default: 2)'
complete -c vimtrace -n __vimtrace_is_own -l open -r -F -d 'open a trace: @1 is the newest, @2 the one before; or a file'
complete -c vimtrace -n __vimtrace_is_own -l last -d 'open the newest trace, as --open=@1 does'
complete -c vimtrace -n __vimtrace_is_own -l report -x -a 'cause failed files slow calls tree net signals waiting lines' -d 'say what a trace tells: cause, failed, files, slow, calls, tree, net, signals, waiting or lines, as in --report=files @2'
complete -c vimtrace -n __vimtrace_is_own -l only -x -a 'failed call= thread= process= descriptor= pattern= pattern-i= lines=' -d 'with --report=lines: print only these lines, as in --only=failed --only=call=openat'
complete -c vimtrace -n __vimtrace_is_own -l but -x -a 'failed call= thread= process= descriptor= pattern= pattern-i= lines=' -d 'with --report=lines: do not print these lines, as in --but=call=futex'
complete -c vimtrace -n __vimtrace_is_own -l folds -x -d 'with --report=lines: print FROM,TO for each run of the other lines, if there are at most N'
complete -c vimtrace -n __vimtrace_is_own -l diff -r -F -d 'compare two traces, as in --diff @2 @1, or a trace with a run that begins now, as in --diff=@1 strace ls'
complete -c vimtrace -n __vimtrace_is_own -l quickfix -d 'with --report: print FILE:LINE: TEXT on a terminal too'
complete -c vimtrace -n __vimtrace_is_own -l list -d 'list the traces, the newest first'
complete -c vimtrace -n __vimtrace_is_own -l json -d 'with --list, --report or --diff: print JSON'
complete -c vimtrace -n __vimtrace_is_own -l forget -d 'remove these traces, as in --forget @2 @3'
complete -c vimtrace -n __vimtrace_is_own -l all -d 'with --forget: remove all traces; with --report=failed: each failed call'
complete -c vimtrace -n __vimtrace_is_own -l doctor -d 'check what vimtrace needs, and say how to fix what is wrong'
complete -c vimtrace -n __vimtrace_is_own -l print-config -d 'print each setting, and where it comes from'
complete -c vimtrace -n __vimtrace_is_own -l init -x -a 'zsh bash fish vim' -d 'print code for zsh, bash or fish: an alias for each tracer (with zsh:strace,ltrace: for these), and completion; for vim: a line for the vimrc'
complete -c vimtrace -n __vimtrace_is_own -s h -l help -d 'print a short help and exit'
complete -c vimtrace -n __vimtrace_is_own -s V -l version -d 'print the version and exit'
# end
complete -c vimtrace -x -a '(__vimtrace_complete_tracer)'
