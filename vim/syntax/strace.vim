" Vim syntax file
" Language: traces of strace and ltrace
" Options:  g:vimtrace_slow, the seconds from which a call is slow (strace -T); 0.1 if not set

if exists('b:current_syntax')
  finish
endif
let s:cpo = &cpoptions
set cpoptions&vim

syntax case match

" A line is: pid, time, number (-n), address (-i), and a body. strace leaves out what was not asked for.
syntax match stracePid '\d\+\%(<[^<>]*>\)\=\ze \+\S' contained contains=straceName nextgroup=straceTime,straceAddress,@straceBody skipwhite
syntax match stracePid '\[pid \+\d\+\%(<[^<>]*>\)\=\]' contained contains=straceName nextgroup=straceTime,straceAddress,@straceBody skipwhite
syntax match straceName '<[^<>]*>' contained
syntax match straceTime '\%(\d\+:\d\d:\d\d\%(\.\d\+\)\=\|\d\+\.\d\+\)\ze ' contained nextgroup=straceDelta,straceAddress,@straceBody skipwhite
syntax match straceDelta '(+ *\d\+\.\d\+)\ze ' contained nextgroup=straceAddress,@straceBody skipwhite
syntax match straceAddress '\[\%( *\d\+\|0\=x\=\x\{6,}\|?\+\)\]\ze ' contained nextgroup=straceAddress,@straceBody skipwhite

syntax cluster straceBody contains=straceCall,straceUnfinished,straceResumed,straceFailed,straceSignal,straceEnd,straceKilled,straceStack,straceNote
syntax match straceCall '\<\h[^( <]*\ze(' contained
syntax match straceUnfinished '\<\h[^( <]*\ze(.*<unfinished \.\.\.>$' contained
syntax match straceResumed '<\.\.\. \S\+ resumed>' contained
" No quote follows a result: `) = -1` inside a string is not a failure. The old engine is the faster one here.
syntax match straceFailed '\%#=1\<\h[^( <]*\ze(.* = -1\>[^"]*$' contained
syntax match straceFailed '\%#=1<\.\.\. \S\+ resumed>\ze.* = -1\>[^"]*$' contained
syntax match straceSignal '--- .* ---$' contained
syntax match straceEnd '+++ .* +++$' contained
syntax match straceKilled '+++ \%(killed by\|exited with [1-9]\|exited (status [1-9]\).*+++$' contained
syntax match straceStack '> .* \[0x\x\+\]$' contained
syntax match straceNote '[sl]trace: .*$' contained
syntax match straceNote '\[ Process PID=.*\]$' contained

" On a terminal a message may stand behind the first half of a call.
syntax match straceNote '\<[sl]trace: Process \d\+ \%(attached\|detached\)$'

" The arguments.
syntax match straceOperator '[-+*/!%&|:,=]'
syntax match straceDelimiter '[][(){}]'
syntax match straceField '\<[a-z_][a-z0-9_]*\ze='
syntax match straceConstant '\<[A-Z][A-Z0-9_]\+\>'
syntax match straceConstant '\<\%(NULL\|nil\)\>'
syntax match straceNumber '\<\d\+\>'
syntax match straceNumber '\<0x\x\+\>'
syntax match stracePath '<\%(->\|[^<>]\)\+>'
syntax match straceEscape '\\\%(\o\{1,3}\|x\x\x\|.\)' contained
syntax region straceString start='"' skip='\\.' end='"\%(\.\.\.\)\=' oneline contains=straceEscape
syntax region straceComment start='/\* ' end=' \*/' oneline
syntax match straceHalf '<unfinished \.\.\.>$'

" The result, and the time in the call (-T).
syntax match straceEquals ' = \ze\%(-\=\d\|?\|"\|nil\|<void>\)' nextgroup=straceResult,straceErrno,straceRestart
syntax match straceResult '-\=\d\+\>\|0x\x\+\>\|?\|<void>' contained
syntax match straceRestart '? E[A-Z]\+ ([^()]*)' contained
syntax match straceErrno '-1\>.\{-}\ze\%( <\d\+\.\d\+>\)\=$' contained
syntax match straceElapsed '<\d\+\%(\.\d\+\)\=>$' contains=straceSlow

" A pattern for decimal numbers from {seconds} on, because a pattern cannot compare.
function! s:AtLeast(seconds) abort
  let number = printf('%.6f', a:seconds * 1.0)
  let more = ['[1-9]\d\{' . stridx(number, '.') . ',}\.\d*', escape(number, '.') . '\d*']
  for i in range(len(number))
    if number[i] !=# '.' && number[i] < 9
      call add(more, escape(strpart(number, 0, i), '.') . '[' . (number[i] + 1) . '-9][0-9.]*')
    endif
  endfor
  return '\%(' . join(more, '\|') . '\)'
endfunction
execute 'syntax match straceSlow ''<' . s:AtLeast(get(g:, 'vimtrace_slow', 0.1)) . '>$'' contained'
delfunction s:AtLeast

" Last, because of two items that match at one place the later one is used.
syntax match straceStart '^' nextgroup=stracePid,straceTime,straceAddress,@straceBody skipwhite

" Standard groups alone: every colour scheme has them, and a terminal without colours shows them.
highlight default link stracePid PreProc
highlight default link straceName Identifier
highlight default link straceTime Comment
highlight default link straceDelta Comment
highlight default link straceAddress Comment
highlight default link straceCall Statement
highlight default link straceUnfinished Comment
highlight default link straceResumed Comment
highlight default link straceHalf Comment
highlight default link straceFailed WarningMsg
highlight default link straceErrno WarningMsg
highlight default link straceRestart Comment
highlight default link straceSignal Special
highlight default link straceEnd Title
highlight default link straceKilled WarningMsg
highlight default link straceStack Comment
highlight default link straceNote PreProc
highlight default link straceField Identifier
highlight default link straceConstant Constant
highlight default link straceNumber Number
highlight default link stracePath Directory
highlight default link straceString String
highlight default link straceEscape SpecialChar
highlight default link straceComment Comment
highlight default link straceOperator Operator
highlight default link straceDelimiter Delimiter
highlight default link straceEquals Operator
highlight default link straceResult Type
highlight default link straceElapsed Comment
highlight default link straceSlow Todo

let b:current_syntax = 'strace'
let &cpoptions = s:cpo
unlet s:cpo
