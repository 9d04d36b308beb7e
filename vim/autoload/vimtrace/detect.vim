" Whether a line is the first of a trace: its call is execve, or the trace is of a process that ran already.

let s:cpo = &cpoptions
set cpoptions&vim

" pid, time, time since the last call (-r), number (-n), address (-i); each may be missing.
let s:before = '^\%(\d\+\%(<[^<>]*>\)\= \+\|\[pid \+\d\+\%(<[^<>]*>\)\=\] \)\='
      \ . ' *\%(\%(\d\+:\d\d:\d\d\%(\.\d\+\)\=\|\d\+\.\d\+\) \)\=\%((+ *\d\+\.\d\+) \)\='
      \ . '\%(\[ *\d\+\] \)\=\%(\[[0-9a-fx?]\+\] \)\='

function! vimtrace#detect#is_trace(line) abort
  return a:line =~# s:before . '\%(execve(".*\|\h\w*(.*) \+= \%(-\=\d\|0x\x\|?\).*\|<\.\.\. \w\+ resumed>.*\|\h\w*(.*<unfinished \.\.\.>\)$'
endfunction

" The length of all that stands before the body of {line}, in bytes.
function! vimtrace#detect#prefix(line) abort
  return matchend(a:line, s:before)
endfunction

let &cpoptions = s:cpo
unlet s:cpo
