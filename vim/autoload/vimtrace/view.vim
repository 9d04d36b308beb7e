" A view: a buffer in the same window with some lines of a trace. Each line begins with its number in the whole trace,
" right-aligned as 'number' shows it. What the package has to know of the trace it asks of the whole one, which stays
" loaded.

let s:cpo = &cpoptions
set cpoptions&vim

" The buffer of the whole trace that this buffer is a view of; this buffer itself, if it is none.
function! vimtrace#view#source() abort
  return exists('b:vimtrace_view') ? b:vimtrace_view.source : bufnr('%')
endfunction

" The number of line {lnum} in the whole trace.
function! vimtrace#view#number(lnum) abort
  return exists('b:vimtrace_view') ? str2nr(getline(a:lnum)) : type(a:lnum) == v:t_number ? a:lnum : line(a:lnum)
endfunction

" Line {lnum} as it stands in the trace.
function! vimtrace#view#text(lnum) abort
  return exists('b:vimtrace_view') ? strpart(getline(a:lnum), b:vimtrace_view.width) : getline(a:lnum)
endfunction

" {pattern} for a line of the trace, which begins with `^`, as one for a line of this buffer.
function! vimtrace#view#pattern(pattern) abort
  return exists('b:vimtrace_view') ? substitute(a:pattern, '\^', '^.\\{' . b:vimtrace_view.width . '}', '') : a:pattern
endfunction

" Where line {number} of the whole trace stands in this buffer. If it is not shown: the next line that is shown, or else
" the last line.
function! vimtrace#view#find(number) abort
  if !exists('b:vimtrace_view')
    return min([a:number, line('$')])
  endif
  let [low, high] = [1, line('$')]
  while low < high
    let middle = (low + high) / 2
    if str2nr(getline(middle)) < a:number
      let low = middle + 1
    else
      let high = middle
    endif
  endwhile
  return low
endfunction

" The line that {number} has in this view; 0 if it is not shown.
function! vimtrace#view#has(number) abort
  let lnum = vimtrace#view#find(a:number)
  return str2nr(getline(lnum)) == a:number ? lnum : 0
endfunction

" What {Ask} says of line {lnum}: it is called with the line and the column of the cursor (0 in other lines), and the
" whole trace is the current buffer then.
function! vimtrace#view#at(lnum, Ask) abort
  let column = a:lnum == line('.') ? col('.') : 0
  if !exists('b:vimtrace_view')
    return a:Ask(a:lnum, column)
  endif
  let [view, here, number] = [bufnr('%'), winsaveview(), vimtrace#view#number(a:lnum)]
  let column = max([column - b:vimtrace_view.width, column > 0])
  execute 'silent noautocmd keepalt keepjumps buffer' b:vimtrace_view.source
  try
    call cursor(number, max([1, column]))
    return a:Ask(number, column)
  finally
    execute 'silent noautocmd keepalt keepjumps buffer' view
    call winrestview(here)
  endtry
endfunction

" The line of the whole trace where the cursor is, and its column. The same as when the view was opened, as long as
" the cursor has not moved: its line may not be shown.
function! vimtrace#view#place() abort
  let place = [line('.'), col('.')]
  if !exists('b:vimtrace_view')
    return place
  elseif place ==# b:vimtrace_view.at
    return b:vimtrace_view.from
  endif
  return [vimtrace#view#number('.'), max([1, col('.') - b:vimtrace_view.width])]
endfunction

" Shows the lines in {file}, which this function removes, instead of the trace or the view that the window has.
function! vimtrace#view#open(file, label) abort
  let [place, row, source] = [vimtrace#view#place(), winline(), vimtrace#view#source()]
  " So that it stays loaded.
  call setbufvar(source, '&bufhidden', 'hide')
  let view = {'source': source, 'from': place, 'total': getbufinfo(source)[0].linecount}
  let [is_ours, quits] = [getbufvar(source, 'vimtrace', 0), maparg('q', 'n') =~# 'vimtrace#buffer#quit']
  execute 'keepalt keepjumps buffer' bufadd('')
  setlocal buftype=nofile bufhidden=hide noswapfile nobuflisted undolevels=-1
  try
    execute 'silent noautocmd keepalt keepjumps 0read ++bin ++edit' fnameescape(a:file)
  finally
    call delete(a:file)
  endtry
  " In Ex mode Vim has removed the empty line itself.
  if getline('$') ==# ''
    silent keepjumps $delete _
  endif
  set nobinary
  setlocal nomodified nomodifiable nonumber norelativenumber
  let view.width = strlen(matchstr(getline(1), '^ *\d\+ '))
  let b:vimtrace_view = view
  call s:name(source, a:label)
  if is_ours
    let b:vimtrace = 1
  endif
  if quits
    nnoremap <buffer> <expr> <nowait> <silent> q vimtrace#buffer#quit()
  endif
  setlocal filetype=strace
  if exists('b:current_syntax')
    call s:colour()
  endif
  call s:put(vimtrace#view#find(place[0]), place[1] + view.width, row)
  let view.at = [line('.'), col('.')]
  call s:wipe(source)
endfunction

" Each line of the view has its number in the trace first, and then what begins a line of the trace.
function! s:colour() abort
  syntax match stracePid '\%#=1\d\+\%(<[^<>]*>\)\=\ze ' contained contains=straceName nextgroup=straceTime,straceAddress,@straceBody skipwhite
  syntax match stracePid '\%#=1\[pid \+\d\+\%(<[^<>]*>\)\=\]' contained contains=straceName nextgroup=straceTime,straceAddress,@straceBody skipwhite
  syntax match straceStack '\%#=1> .*' contained
  syntax match straceNote '\%#=1\[ Process PID=.*' contained
  syntax match straceLine '\%#=1^ *\d\+ ' nextgroup=stracePid,straceTime,straceAddress,straceStack,straceNote,@straceBody skipwhite
  highlight default link straceLine LineNr
endfunction

" Shows the whole trace again, at the same call, or at line {number}. The view is wiped out, unless it is asked for by
" CTRL-O later.
function! vimtrace#view#leave(...) abort
  let [place, row] = [vimtrace#view#place(), winline()]
  if a:0
    normal! m'
  endif
  execute 'keepalt keepjumps buffer' b:vimtrace_view.source
  if a:0
    call vimtrace#move#go(a:1, '')
  else
    call s:put(place[0], place[1], row)
    call s:wipe(bufnr('%'))
  endif
endfunction

" Removes the views of buffer {source} that no window shows.
function! s:wipe(source) abort
  for buffer in getbufinfo({'bufloaded': 1})
    if empty(buffer.windows) && get(get(buffer.variables, 'vimtrace_view', {}), 'source') == a:source
      execute 'silent bwipeout' buffer.bufnr
    endif
  endfor
endfunction

" Puts the cursor there, on row {row} of the window.
function! s:put(lnum, column, row) abort
  call cursor(a:lnum, a:column)
  call winrestview({'topline': max([1, line('.') - a:row + 1])})
endfunction

" Names the view for its trace and for what it shows. Two windows may have the same view.
function! s:name(source, label) abort
  let name = bufname(a:source) . ' [' . a:label . ']'
  let [free, times] = [name, 1]
  while bufexists(free)
    let times += 1
    let free = name . ' ' . times
  endwhile
  execute 'silent noautocmd keepalt file' fnameescape(free)
endfunction

let &cpoptions = s:cpo
unlet s:cpo
