" Vim syntax file
" Language: traces of strace and ltrace
" Options:  g:vimtrace_slow, the seconds from which a call is slow (strace -T); 0.1 if not set

if exists('b:current_syntax')
  finish
endif
let s:cpo = &cpoptions
set cpoptions&vim

" What makes this fast, by :syntime: the old engine (\%#=1), which is the quicker one for short patterns; patterns that
" begin with a fixed byte or `^`, because they leave a line without that byte at once; and the order. Vim tries the
" items from the last to the first, and leaves out those that match further right than the best one so far. So an item
" that matches often and early stands below one that matches at the end of a line. A group is repeated at most so often:
" the engine keeps each repetition, and a line can have a million bytes.

syntax case match

" The path of a descriptor (-y). With -yy a device is in the path of its file: </dev/null<char 1:3>>.
syntax match stracePath '\%#=1<\%([^<>]*\%(->\|<[^<>]*>\)\)\{,9}[^<>]*>'

" The end of a line: the result, and the time in the call (-T).
syntax match straceElapsed '\%#=1<\d\+\%(\.\d\+\)\=>$'
if exists('g:vimtrace_slow')
  execute 'syntax match straceSlow ''\%#=1<' . vimtrace#slow(g:vimtrace_slow) . '>$'''
else
  syntax match straceSlow '\%#=1<\%(0\.[1-9]\|[1-9]\)[0-9.]*>$'
endif
syntax match straceEquals '\%#=1 = ' nextgroup=straceErrno,straceRestart,straceResult
syntax match straceResult '\%#=1-\=\d\w*\|?\|<void>' contained
syntax match straceRestart '\%#=1? E.*' contained contains=straceElapsed,straceSlow
syntax match straceErrno '\%#=1-1\>.*' contained contains=straceElapsed,straceSlow

" The arguments.
syntax match straceComment '\%#=1/\* .\{-} \*/'
" On a terminal a message may stand behind the first half of a call.
syntax match straceUnfinished '\%#=1<[a-z.][a-z. ]* \.\.\.>' nextgroup=straceNote
" A string without an end, or with an end beyond 'synmaxcol'.
syntax match straceString '\%#=1".*' contains=straceEscape
syntax region straceString start='"' skip='\\[\\"]' end='"\%(\.\.\.\)\=' oneline contains=straceEscape
" Several at once, because binary data is nothing else.
syntax match straceEscape '\%#=1\%(\\\%(\o\{1,3}\|x\x\x\|.\)\)\{1,99}' contained
syntax keyword straceConstant nil
syntax match straceConstant '\%#=1\<\u[A-Z0-9_]\+\>'
syntax match straceNumber '\%#=1\<\d\w*'

" A line is: pid, time, number (-n), address (-i), and a body. strace leaves out what was not asked for.
syntax match straceStart '^' nextgroup=straceTime,straceAddress,@straceBody skipwhite
syntax match straceStack '\%#=1^ > .*'
syntax match straceNote '\%#=1^\[ Process PID=.*'
syntax match straceNote '\%#=1^[sl]trace: .*'
syntax match straceNote '\%#=1[sl]trace: .*' contained
syntax match stracePid '\%#=1^\[pid \+\d\+\%(<[^<>]*>\)\=\]' contains=straceName nextgroup=straceTime,straceAddress,@straceBody skipwhite
syntax match stracePid '\%#=1^\d\+\%(<[^<>]*>\)\=\ze ' contains=straceName nextgroup=straceTime,straceAddress,@straceBody skipwhite
syntax match straceName '\%#=1<[^<>]*>' contained
syntax match straceTime '\%#=1\<\d[0-9:.]*\ze ' contained nextgroup=straceTime,straceAddress,@straceBody skipwhite
syntax match straceTime '\%#=1(+ *\d\+\.\d\+)' contained nextgroup=straceAddress,@straceBody skipwhite
syntax match straceAddress '\%#=1\[[ 0-9a-fx?]\+\]\ze ' contained nextgroup=straceAddress,@straceBody skipwhite

syntax cluster straceBody contains=straceCall,straceUnfinished,straceResumed,straceFailed,straceSignal,straceEnd,straceKilled
syntax match straceCall '\%#=1\<\h[^( <]*\ze(' contained
syntax match straceUnfinished '\%#=1\<\h[^( <]*\ze(.*<[a-z ]* \.\.\.>\%($\|[sl]trace: \)' contained
syntax match straceResumed '\%#=1<\.\.\. \S\+ resumed>' contained
" No quote follows a result: `) = -1` inside a string is not a failure.
syntax match straceFailed '\%#=1\<\h[^( <]*\ze(.* = -1\>[^"]*$' contained
syntax match straceFailed '\%#=1<\.\.\. \S\+ resumed>\ze.* = -1\>[^"]*$' contained
syntax match straceSignal '\%#=1--- .* ---$' contained
syntax match straceEnd '\%#=1+++ .* +++$' contained
syntax match straceKilled '\%#=1+++ \%(killed by\|exited with [1-9]\|exited (status [1-9]\).*+++$' contained

" Standard groups alone: every colour scheme has them, and a terminal without colours shows them.
highlight default link stracePid PreProc
highlight default link straceName Identifier
highlight default link straceTime Comment
highlight default link straceAddress Comment
highlight default link straceCall Statement
highlight default link straceUnfinished Comment
highlight default link straceResumed Comment
highlight default link straceFailed WarningMsg
highlight default link straceErrno WarningMsg
highlight default link straceRestart Comment
highlight default link straceSignal Special
highlight default link straceEnd Title
highlight default link straceKilled WarningMsg
highlight default link straceStack Comment
highlight default link straceNote PreProc
highlight default link straceConstant Constant
highlight default link straceNumber Number
highlight default link stracePath Directory
highlight default link straceString String
highlight default link straceEscape SpecialChar
highlight default link straceComment Comment
highlight default link straceResult Type
highlight default link straceElapsed Comment
highlight default link straceSlow Todo

let b:current_syntax = 'strace'
let &cpoptions = s:cpo
unlet s:cpo
