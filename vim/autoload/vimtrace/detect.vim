" Whether a line is the first of a trace: its call is execve, or the trace is of a process that ran already.

let s:cpo = &cpoptions
set cpoptions&vim

let s:pid = '^\%(\d\+\%(<[^<>]*>\)\= \+\|\[pid \+\d\+\%(<[^<>]*>\)\=\] \)\= *'
" What may stand between the pid and the body: time, time since the last call (-r), number (-n), address (-i).
let s:parts = ['\%(\d\+:\d\d:\d\d\%(\.\d\+\)\=\|\d\+\.\d\+\) ', '(+ *\d\+\.\d\+) ', '\[ *\d\+\] ', '\[[0-9a-fx?]\+\] ']
let s:before = s:pid . join(map(copy(s:parts), '"\\%(" . v:val . "\\)\\="'), '')

function! vimtrace#detect#is_trace(line) abort
  return a:line =~# s:before . '\%(execve(".*\|\h\w*(.*) \+= \%(-\=\d\|0x\x\|?\).*\|<\.\.\. \w\+ resumed>.*\|\h\w*(.*<unfinished \.\.\.>\)$'
endfunction

" The length of all that stands before the body of {line}, in bytes.
function! vimtrace#detect#prefix(line) abort
  return matchend(a:line, s:before)
endfunction

" A pattern for what stands between the pid and the body of {line}, and so of all lines of its trace.
function! vimtrace#detect#between(line) abort
  let at = max([0, matchend(a:line, s:pid)])
  let before = strpart(a:line, 0, at)
  let pattern = (before =~# '<' ? '\%(<[^<>]*>\)\=' : '') . (vimtrace#detect#is_bare() ? '' : ']\=') . (before =~# ' $' ? ' \+' : '')
  for part in s:parts
    let end = matchend(a:line, '\%' . (at + 1) . 'c' . part)
    let [at, pattern] = end < 0 ? [at, pattern] : [end, pattern . part]
  endfor
  return pattern
endfunction

" Whether each line begins with a pid, as with strace -f -o: then no line begins with `[pid`.
function! vimtrace#detect#is_bare() abort
  return getline(1) =~# '^\d\+\%(<[^<>]*>\)\= '
endfunction

let &cpoptions = s:cpo
unlet s:cpo
