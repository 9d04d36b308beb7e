" Answers about the whole trace, from `vimtrace --report=WHAT --quickfix`: a job that fills the quickfix list.

let s:cpo = &cpoptions
set cpoptions&vim

let s:words = ['files', 'failed', 'slow', 'calls', 'tree', 'net', 'signals', 'waiting', 'cause']
" The jobs that run; a Vim keeps no job that nothing refers to.
let s:jobs = {}

function! vimtrace#report#words(...) abort
  return join(s:words, "\n")
endfunction

" :Trace WHAT. With {adds} the answer is added to the list.
function! vimtrace#report#run(adds, words) abort
  if len(a:words) != 1 || index(s:words, a:words[0]) < 0
    return vimtrace#complain('vimtrace: cannot report ' . join(a:words) . ': not a question; use ' . join(s:words, ', '))
  endif
  call s:start(a:words[0], function('s:fill', [a:adds, a:words[0]]))
endfunction

" Goes to the call that explains the failure.
function! vimtrace#report#cause() abort
  call s:start('cause', function('s:go'))
endfunction

" Starts the report; {done} gets the buffer's number and the items.
function! s:start(what, done) abort
  let state = {'buffer': bufnr('%'), 'is_list': &filetype ==# 'stracelist', 'out': [], 'err': [], 'done': a:done, 'what': a:what}
  let command = [s:program(), '--report=' . a:what, '--quickfix', get(b:, 'vimtrace_file', expand('%:p'))]
  if !executable(command[0])
    return vimtrace#complain('vimtrace: cannot run ' . command[0] . ': not found; put vimtrace in PATH')
  elseif has('nvim')
    let s:jobs[jobstart(command, {'stdout_buffered': 1, 'stderr_buffered': 1,
          \ 'on_stdout': {_, data, name -> extend(state.out, data)}, 'on_stderr': {_, data, name -> extend(state.err, data)},
          \ 'on_exit': {id, status, name -> s:end(state, status)}})] = 1
  elseif has('job')
    " close_cb comes after the last line, and exit_cb perhaps before it.
    let state.job = job_start(command, {'in_io': 'null', 'out_cb': {_, line -> add(state.out, line)}, 'err_cb': {_, line -> add(state.err, line)},
          \ 'close_cb': {_ -> s:close(state)}, 'exit_cb': {job, status -> s:exit(state, status)}})
    let s:jobs[job_info(state.job).process] = state.job
  else
    let state.out = split(system(join(map(command, 'shellescape(v:val)'))), "\n")
    call s:end(state, v:shell_error)
  endif
endfunction

function! s:close(state) abort
  let a:state.closed = 1
  if has_key(a:state, 'status')
    call s:end(a:state, a:state.status)
  endif
endfunction

function! s:exit(state, status) abort
  let a:state.status = a:status
  if has_key(a:state, 'closed')
    call s:end(a:state, a:status)
  endif
endfunction

" The vimtrace of this package, or else that of PATH.
function! s:program() abort
  let own = fnamemodify(s:file, ':h:h:h:h') . '/bin/vimtrace'
  return get(g:, 'vimtrace_program', executable(own) ? own : 'vimtrace')
endfunction
let s:file = resolve(expand('<sfile>:p'))

function! s:end(state, status) abort
  if has_key(a:state, 'job')
    call remove(s:jobs, job_info(a:state.job).process)
  endif
  if a:status != 0 && empty(filter(copy(a:state.out), 'v:val =~# ":\\d\\+: "'))
    let words = filter(copy(a:state.err), 'v:val !=# ""') + ['vimtrace: cannot report ' . a:state.what . ': status ' . a:status]
    return vimtrace#complain(words[0])
  endif
  let items = []
  for line in a:state.out
    let parts = matchlist(line, '^\(.\{-}\):\(\d\+\): \(.*\)$')
    if !empty(parts)
      let buffer = a:state.is_list ? vimtrace#tree#buffer(parts[1]) : a:state.buffer
      call add(items, {'bufnr': buffer, 'lnum': str2nr(parts[2]), 'text': parts[3]})
    endif
  endfor
  call a:state.done(items)
endfunction

" The list's window opens beside the trace, and the cursor stays: the user may be typing.
function! s:fill(adds, what, items) abort
  if a:adds
    call setqflist(a:items, 'a')
  else
    call setqflist([], ' ', {'title': ':Trace ' . a:what, 'items': a:items})
  endif
  let here = win_getid()
  botright cwindow
  call win_gotoid(here)
  redraw
  echo 'vimtrace: ' . a:what . ': ' . len(a:items) . (len(a:items) == 1 ? ' line' : ' lines')
endfunction

function! s:go(items) abort
  let windows = empty(a:items) ? [] : win_findbuf(a:items[0].bufnr)
  if !empty(a:items) && &filetype ==# 'stracelist'
    call vimtrace#tree#go(a:items[0].bufnr, a:items[0].lnum)
  elseif empty(windows)
    return vimtrace#complain('vimtrace: no cause found in this trace')
  else
    call win_gotoid(windows[0])
    call vimtrace#move#go(a:items[0].lnum, 'n')
  endif
  redraw
  echo 'perhaps for this: ' . a:items[0].text
endfunction

let &cpoptions = s:cpo
unlet s:cpo
