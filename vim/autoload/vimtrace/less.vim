" Less to read: filters that hide what is not asked for. vimtrace reads the trace, as a job, and says which lines stay.
" Where they leave few gaps, the gaps are folded; else the lines are shown in a buffer of their own (view.vim).
"
" A window has its own filters.

let s:cpo = &cpoptions
set cpoptions&vim

" More folds take longer to make than a view takes to be read, and leave little less to read.
let s:folds = 5000

" Shows only the lines of {what} (or, with {is_not}, all others): thread, process, call, failed, descriptor, or a
" pattern between slashes.
function! vimtrace#less#only(what, is_not) abort
  try
    let filter = s:filter(a:what)
  catch /^vimtrace: /
    return vimtrace#complain(v:exception)
  endtry
  let filter.is = a:is_not ? 'but' : 'only'
  let state = s:state()
  call s:apply(state, s:filters(state) + [filter])
endfunction

" Takes back the last filter, or all.
function! vimtrace#less#undo(is_all) abort
  let state = s:state()
  let filters = s:filters(state)
  if empty(filters)
    return vimtrace#complain('vimtrace: no filter to undo')
  endif
  call s:apply(state, a:is_all ? [] : filters[:-2])
endfunction

" Whether a filter hides line {lnum} of this window.
function! vimtrace#less#hides(lnum) abort
  return !empty(get(get(w:, 'vimtrace_less', {}), 'filters', [])) && &foldenable && foldclosed(a:lnum) > 0
endfunction

" Whether vimtrace still reads the trace for this window.
function! vimtrace#less#is_busy() abort
  return !empty(get(get(w:, 'vimtrace_less', {}), 'job', {}))
endfunction

function! vimtrace#less#words(...) abort
  return join(['thread', 'process', 'call', 'failed', 'descriptor', '/'], "\n")
endfunction

" What the user reads of a filter, and what vimtrace is told; a pattern that vimtrace cannot take has none.
function! s:filter(what) abort
  let line = vimtrace#line#parse(vimtrace#view#text('.'))
  let number = vimtrace#view#number('.')
  if a:what =~# '^/.'
    let pattern = substitute(a:what, '^/\|\\\@<!/$', '', 'g')
    let taken = vimtrace#pattern#javascript(substitute(pattern, '\\[cC]', '', 'g'))
    let word = (vimtrace#pattern#ignores_case(pattern) ? 'pattern-i=' : 'pattern=') . taken
    return {'label': a:what, 'pattern': pattern, 'word': taken ==# '' ? '' : word}
  elseif a:what ==# 'failed'
    return {'label': 'failed calls', 'word': 'failed'}
  elseif a:what ==# 'call'
    if line.call ==# ''
      throw 'vimtrace: no call in this line'
    endif
    return {'label': line.call, 'word': 'call=' . line.call}
  elseif a:what ==# 'thread' || a:what ==# 'process'
    if line.pid ==# ''
      throw 'vimtrace: no pid in this line; trace with strace -f to have them'
    endif
    return {'label': a:what . ' ' . line.pid, 'word': a:what . '=' . number}
  elseif a:what ==# 'descriptor'
    let fd = vimtrace#view#at(line('.'), function('vimtrace#fd#under'))
    if fd ==# ''
      throw 'vimtrace: no descriptor in this line'
    endif
    return {'label': 'descriptor ' . fd, 'word': 'descriptor=' . number . ':' . fd}
  endif
  throw 'vimtrace: cannot show only ' . a:what . ': not a filter; see :help vimtrace-less'
endfunction

" The filters of this window. Where the window has come back from a view in another way than by :TraceUndo, all lines
" are shown, and no filter is left.
function! s:state() abort
  let source = vimtrace#view#source()
  let state = get(w:, 'vimtrace_less', {})
  if get(state, 'source') != source || (state.shown ==# 'view') != exists('b:vimtrace_view')
    let filters = exists('b:vimtrace_view') ? b:vimtrace_view.filters : []
    let state = {'source': source, 'filters': filters, 'shown': exists('b:vimtrace_view') ? 'view' : 'all', 'saved': {}, 'job': {}}
    let w:vimtrace_less = state
  endif
  " Those that vimtrace is asked for at this moment count.
  return state
endfunction

" The filters that the user has asked for, though vimtrace may not have answered yet.
function! s:filters(state) abort
  return empty(a:state.job) ? a:state.filters : a:state.job.filters
endfunction

function! s:apply(state, filters) abort
  call s:stop(a:state)
  if empty(a:filters)
    call s:whole(a:state)
    echo 'all lines'
    return
  endif
  let [file, is_copy] = vimtrace#job#file(a:state.source)
  let job = {'filters': a:filters, 'window': win_getid(), 'state': a:state, 'output': tempname(), 'files': is_copy ? [file] : [],
        \ 'trace': file, 'left': copy(a:filters), 'words': ['--report=lines', '--folds=' . s:folds], 'id': 0}
  let a:state.job = job
  call s:next(job)
endfunction

" What vimtrace is told of the next filter; after the last one vimtrace is started.
function! s:next(job) abort
  let job = a:job
  while !empty(job.left)
    let filter = remove(job.left, 0)
    let option = '--' . filter.is . '='
    if filter.word ==# ''
      let file = tempname()
      call add(job.files, file)
      call add(job.words, option . 'lines=' . file)
      return vimtrace#pattern#search(job.state.source, filter.pattern, file, {-> s:is_wanted(job) ? s:next(job) : s:clear(job)})
    endif
    call add(job.words, option . filter.word)
  endwhile
  let job.id = vimtrace#job#start(job.words + [job.trace], job.output, {status, out, err -> s:end(job, status, err)})
  if !job.id
    call s:drop(job)
  endif
endfunction

function! s:is_wanted(job) abort
  return a:job.state.job is a:job
endfunction

function! s:stop(state) abort
  let job = a:state.job
  let a:state.job = {}
  if !empty(job)
    call vimtrace#job#stop(job.id)
    call s:clear(job)
  endif
endfunction

function! s:drop(job) abort
  if s:is_wanted(a:job)
    let a:job.state.job = {}
  endif
  call s:clear(a:job)
endfunction

function! s:clear(job) abort
  for file in a:job.files + [a:job.output]
    call delete(file)
  endfor
endfunction

function! s:end(job, status, err) abort
  if a:status
    call s:drop(a:job)
    call vimtrace#complain(get(filter(a:err, 'v:val !=# ""'), 0, 'vimtrace: cannot choose lines: status ' . a:status))
  else
    call vimtrace#job#idle({-> s:finish(a:job)})
  endif
endfunction

" The user may have asked for something else meanwhile, or may show another buffer in the window.
function! s:finish(job) abort
  if !s:is_wanted(a:job)
    return
  elseif win_id2win(a:job.window) == 0 || s:source(winbufnr(a:job.window)) != a:job.state.source
    return s:drop(a:job)
  endif
  let s:job = a:job
  " What is printed in win_execute() is not shown.
  call win_execute(a:job.window, 'call vimtrace#less#show()')
  redraw
  if a:job.shown > 0
    echo a:job.shown . (a:job.shown == 1 ? ' line' : ' lines') . ' shown: ' . s:labels(a:job.filters)
  else
    call vimtrace#complain('vimtrace: no line is left: ' . s:labels(a:job.filters))
  endif
endfunction

function! s:source(number) abort
  return get(getbufvar(a:number, 'vimtrace_view', {}), 'source', a:number)
endfunction

" In the window of the job.
function! vimtrace#less#show() abort
  let job = s:job
  let state = job.state
  let first = get(readfile(job.output, '', 1), 0, '')
  if first ==# '' || first =~# '^\d\+,\d\+$'
    let gaps = map(readfile(job.output), 'split(v:val, ",")')
    let last = getbufinfo(state.source)[0].linecount
    let job.shown = last
    for gap in gaps
      let job.shown -= gap[1] - gap[0] + 1
    endfor
    if job.shown <= 0
      return s:drop(job)
    endif
    call s:whole(state)
    let state.saved = vimtrace#folds#make(gaps, last)
    let state.shown = 'folds'
  else
    let state.saved = vimtrace#folds#clear(state.saved)
    call vimtrace#view#open(job.output, s:labels(job.filters))
    let b:vimtrace_view.filters = job.filters
    let state.shown = 'view'
    let job.shown = line('$')
  endif
  let state.filters = job.filters
  call s:drop(job)
endfunction

function! s:labels(filters) abort
  return join(map(copy(a:filters), '(v:val.is ==# "only" ? "only " : "not ") . v:val.label'), ', ')
endfunction

" Shows all lines.
function! s:whole(state) abort
  if exists('b:vimtrace_view')
    call vimtrace#view#leave()
  endif
  let a:state.saved = vimtrace#folds#clear(a:state.saved)
  call extend(a:state, {'filters': [], 'shown': 'all'})
endfunction

let &cpoptions = s:cpo
unlet s:cpo
