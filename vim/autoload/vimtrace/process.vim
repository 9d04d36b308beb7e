" The life of a process in a trace. A pid can be that of another process later, so each question names a line.

let s:cpo = &cpoptions
set cpoptions&vim

" The only parenthesis before the end is that of -tt -r: `(+     0.000085) `.
let s:end = '[^(]*\%((+[^(]*\)\=+++ \%(exited\|killed\|superseded\)'
let s:births = '^\%(SYS_\)\=\%(clone[23]\=\|v\=fork\)$'

" The first line of process {pid} that lives in line {lnum}. The answer is kept for the lines between, because one
" question often asks for it again.
function! vimtrace#process#first(pid, lnum) abort
  let lines = vimtrace#line#of([a:pid])
  let known = get(b:, 'vimtrace_first', {})
  if get(known, 'tick') != b:changedtick || known.pid !=# a:pid || a:lnum < known.first || a:lnum > known.to
    let end = a:pid ==# '' ? 0 : vimtrace#line#search(a:lnum, lines . s:end, 'b')
    let b:vimtrace_first = {'tick': b:changedtick, 'pid': a:pid, 'to': a:lnum, 'first': vimtrace#line#search(end, lines)}
  endif
  return b:vimtrace_first.first
endfunction

" The line of its end, or 0 if the trace does not say.
function! vimtrace#process#end(pid, lnum) abort
  let pattern = vimtrace#line#of([a:pid]) . s:end
  return getline(a:lnum) =~# pattern ? a:lnum : vimtrace#line#search(a:lnum, pattern)
endfunction

" The line in which the process's parent learns its pid: the end of clone or fork. 0 if the trace does not say. The
" process may run before its parent does; then that call is unfinished when the process has its first line.
function! vimtrace#process#birth(pid, lnum) abort
  if a:pid ==# ''
    return 0
  endif
  let pattern = '\%#=1\C= ' . a:pid . '\>\|\<\%(clone[23]\=\|v\=fork\)(.*<unfinished'
  let at = vimtrace#line#search(vimtrace#process#first(a:pid, a:lnum), pattern, 'b')
  while at
    for line in [at, vimtrace#line#match(at)]
      if line && vimtrace#process#made(line)[0] ==# a:pid
        return vimtrace#line#match(line) > line ? vimtrace#line#match(line) : line
      endif
    endfor
    let at = vimtrace#line#search(at, pattern, 'b')
  endwhile
  return 0
endfunction

" The process that the call in line {lnum} makes, and whether the two share their descriptors: [pid, shares].
" ['', 0] if the call makes none.
function! vimtrace#process#made(lnum) abort
  let line = vimtrace#line#parse(getline(a:lnum))
  if line.call !~# s:births
    return ['', 0]
  endif
  let whole = vimtrace#line#whole(a:lnum)
  return [matchstr(vimtrace#line#arguments(whole.body)[1], '^\d\+'), whole.body =~# 'CLONE_FILES']
endfunction

" The threads that share their descriptors with {pid} at line {lnum}, and the first of them: [pids, first].
function! vimtrace#process#sharing(pid, lnum) abort
  let first = a:pid
  while first !=# ''
    let birth = vimtrace#process#birth(first, a:lnum)
    if !birth || !vimtrace#process#made(birth)[1]
      break
    endif
    let first = vimtrace#line#pid(getline(birth))
  endwhile
  let pids = [first]
  if first !=# ''
    let at = vimtrace#process#first(first, a:lnum) - 1
    while 1
      let at = vimtrace#line#search(at, vimtrace#line#of(pids) . '.*CLONE_FILES')
      if !at || at > a:lnum
        break
      endif
      let child = vimtrace#process#made(at)[0]
      if child !=# '' && index(pids, child) < 0
        call add(pids, child)
      endif
    endwhile
  endif
  return [pids, first]
endfunction

" {pid}, its threads, and every process that it or they have made.
function! vimtrace#process#family(pid, lnum) abort
  let [pids, first] = vimtrace#process#sharing(a:pid, a:lnum)
  let at = vimtrace#process#first(first, a:lnum) - 1
  while first !=# ''
    let at = vimtrace#line#search(at, vimtrace#line#of(pids) . '[^"]\{-}\<\%(clone\|v\=fork\)')
    if !at
      break
    endif
    let child = vimtrace#process#made(at)[0]
    if child !=# '' && index(pids, child) < 0
      call add(pids, child)
    endif
  endwhile
  return pids
endfunction

" The program that {pid} runs in line {lnum}: the name in its last execve, or its parent's. '' if the trace does not
" say, or a search of {timeout} milliseconds has not found it.
function! vimtrace#process#program(pid, lnum, timeout) abort
  let view = winsaveview()
  try
    call cursor(a:lnum, max([1, col([a:lnum, '$'])]))
    let at = search(vimtrace#line#of([a:pid]) . '[^"]*\<execve(".*= 0\%($\| <\)', 'bcnW', 0, a:timeout)
    return at ? fnamemodify(matchstr(getline(at), 'execve("\zs[^"]*'), ':t') : ''
  finally
    call winrestview(view)
  endtry
endfunction

let &cpoptions = s:cpo
unlet s:cpo
