" The life of a process in a trace. A pid can be that of another process later, so each question names a line.

let s:cpo = &cpoptions
set cpoptions&vim

let s:end = '+++ \%(exited\|killed\|superseded\)'
let s:births = '^\%(SYS_\)\=\%(clone[23]\=\|v\=fork\)$'
" The calls that make threads or descriptors in pairs, and the ends. Most other calls begin with other letters, which takes
" a third less time than to compare each of them with each name.
let s:marks = '[cprs<S+]\%(lone.*CLONE_FILES\|ipe\|ocketpair\|ecvm.*SCM_RIGHTS\|\.\.\. \%(SYS_\)\=\%(pipe\|socketpair\|recvm.*SCM_RIGHTS\)'
      \ . '\|YS_\%(clone.*CLONE_FILES\|pipe\|socketpair\|recvm.*SCM_RIGHTS\)\|++ \%(exited\|killed\|superseded\)\)'

" What process {pid} has done before line {lnum}: its first line; and, the last one first, the lines in which it makes
" threads, or descriptors in pairs. One search finds all, and the answer is kept: one question often asks again.
function! vimtrace#process#past(pid, lnum) abort
  let known = get(b:, 'vimtrace_past', {})
  if get(known, 'tick') != b:changedtick || known.pid !=# a:pid || a:lnum < known.first || a:lnum > known.to
    let known = s:past(a:pid, a:lnum)
  endif
  return extend({'marks': filter(copy(known.marks), 'v:val < a:lnum')}, known, 'keep')
endfunction

function! s:past(pid, lnum) abort
  let past = {'tick': b:changedtick, 'pid': a:pid, 'to': a:lnum, 'marks': []}
  let marks = vimtrace#line#beginning([a:pid], getline(a:lnum), s:marks)
  let end = vimtrace#line#beginning([a:pid], getline(a:lnum), s:end)
  let at = vimtrace#line#search(a:lnum, marks, 'b')
  while at && (a:pid ==# '' || getline(at) !~# end)
    call add(past.marks, at)
    let at = vimtrace#line#search(at, marks, 'b')
  endwhile
  let past.first = vimtrace#line#search(at, vimtrace#line#of([a:pid]))
  let b:vimtrace_past = past
  return past
endfunction

" The first line of process {pid} that lives in line {lnum}.
function! vimtrace#process#first(pid, lnum) abort
  return vimtrace#process#past(a:pid, a:lnum).first
endfunction

" The line of its end, or 0 if the trace does not say.
function! vimtrace#process#end(pid, lnum) abort
  let pattern = vimtrace#line#beginning([a:pid], getline(a:lnum), s:end)
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

" Who shares the descriptors of {pid} at line {lnum}: 'pids'; 'first', the first of them; and, the last one first, 'pairs',
" the lines in which they make descriptors in pairs.
function! vimtrace#process#sharing(pid, lnum) abort
  let first = a:pid
  while first !=# ''
    let birth = vimtrace#process#birth(first, a:lnum)
    if !birth || !vimtrace#process#made(birth)[1]
      break
    endif
    let first = vimtrace#line#pid(getline(birth))
  endwhile
  let past = vimtrace#process#past(first, a:lnum)
  let [threads, pairs] = s:apart(past.marks)
  return empty(threads) || first ==# '' ? {'pids': [first], 'first': first, 'pairs': pairs} : s:threads(first, past.first, a:lnum)
endfunction

function! s:threads(first, from, to) abort
  let [pids, marks, at] = [[a:first], [], a:from - 1]
  while 1
    let at = vimtrace#line#search(at, vimtrace#line#beginning(pids, getline(a:from), s:marks), '', a:to)
    if !at || at >= a:to
      return {'pids': pids, 'first': a:first, 'pairs': s:apart(marks)[1]}
    endif
    call insert(marks, at)
    let child = vimtrace#process#made(at)[0]
    if child !=# '' && index(pids, child) < 0
      call add(pids, child)
    endif
  endwhile
endfunction

" Of {marks} the lines that make threads, and the others.
function! s:apart(marks) abort
  let pattern = '\<clone.*CLONE_FILES'
  return [filter(copy(a:marks), 'getline(v:val) =~# pattern'), filter(copy(a:marks), 'getline(v:val) !~# pattern')]
endfunction

" The program that {pid} runs in line {lnum}: the name in its last execve, or its parent's. '' if the trace does not
" say, or a search of {timeout} milliseconds has not found it.
function! vimtrace#process#program(pid, lnum, timeout) abort
  let view = winsaveview()
  try
    call cursor(a:lnum, max([1, col([a:lnum, '$'])]))
    let at = search(vimtrace#line#beginning([a:pid], getline(a:lnum), 'execve(".*= 0\%($\| <\)'), 'bcnW', 0, a:timeout)
    return at ? fnamemodify(matchstr(getline(at), 'execve("\zs[^"]*'), ':t') : ''
  finally
    call winrestview(view)
  endtry
endfunction

let &cpoptions = s:cpo
unlet s:cpo
