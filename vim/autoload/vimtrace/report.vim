" Answers about the whole trace, from `vimtrace --report=WHAT --quickfix`: a job that fills the quickfix list.

let s:cpo = &cpoptions
set cpoptions&vim

let s:words = ['files', 'failed', 'slow', 'calls', 'tree', 'net', 'signals', 'waiting', 'cause']

function! vimtrace#report#words(lead, line, position) abort
  return join(a:line =~# '^\S*\s\+diff\s' ? vimtrace#diff#words() : s:words + ['diff'], "\n")
endfunction

" :Trace WHAT. With {adds} the answer is added to the list.
function! vimtrace#report#run(adds, words) abort
  if a:words[0] ==# 'diff' && len(a:words) <= 2
    return vimtrace#diff#open(get(a:words, 1, ''))
  elseif len(a:words) != 1 || index(s:words, a:words[0]) < 0
    return vimtrace#complain('vimtrace: cannot report ' . join(a:words) . ': not a question; use ' . join(s:words + ['diff'], ', '))
  endif
  call s:start(a:words[0], function('s:fill', [a:adds, a:words[0]]))
endfunction

" Goes to the call that explains the failure.
function! vimtrace#report#cause() abort
  call s:start('cause', function('s:go'))
endfunction

" Starts the report; {done} gets the items.
function! s:start(what, done) abort
  let [source, Done] = [vimtrace#view#source(), a:done]
  let [file, is_copy] = vimtrace#job#file(source)
  call vimtrace#job#start(['--report=' . a:what, '--quickfix', file], '',
        \ {status, out, err -> s:end(a:what, Done, source, is_copy ? file : '', status, out, err)})
endfunction

function! s:end(what, Done, source, copy, status, out, err) abort
  if a:copy !=# ''
    call delete(a:copy)
  endif
  let lines = map(copy(a:out), 'matchlist(v:val, ''^\(.\{-}\):\(\d\+\): \(.*\)$'')')
  let is_list = getbufvar(a:source, '&filetype') ==# 'stracelist'
  let items = map(filter(lines, '!empty(v:val)'),
        \ '{"bufnr": is_list ? vimtrace#tree#buffer(v:val[1]) : a:source, "lnum": str2nr(v:val[2]), "text": v:val[3]}')
  let words = filter(copy(a:err), 'v:val !=# ""')
  if a:status && empty(items)
    return vimtrace#complain(get(words, 0, 'vimtrace: cannot report ' . a:what . ': status ' . a:status))
  endif
  call vimtrace#job#idle({-> a:Done(items)})
  " As of a trace that was cut.
  if !empty(words)
    call vimtrace#complain(words[0])
  endif
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
  if empty(a:items)
    return vimtrace#complain('vimtrace: no cause found in this trace')
  endif
  let [buffer, lnum] = [a:items[0].bufnr, a:items[0].lnum]
  if &filetype ==# 'stracelist'
    call vimtrace#tree#go(buffer, lnum)
  elseif exists('b:vimtrace_view') && b:vimtrace_view.source == buffer
    let shown = vimtrace#view#has(lnum)
    call call(shown ? 'vimtrace#move#go' : 'vimtrace#view#leave', shown ? [shown, 'n'] : [lnum])
  else
    let windows = win_findbuf(buffer)
    if empty(windows)
      return
    endif
    call win_gotoid(windows[0])
    call vimtrace#move#go(lnum, 'n')
  endif
  redraw
  echo 'perhaps for this: ' . a:items[0].text
endfunction

let &cpoptions = s:cpo
unlet s:cpo
