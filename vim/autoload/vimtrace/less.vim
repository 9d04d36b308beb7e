" Less to read: filters that fold what is not asked for. The lines keep their numbers, and the cursor its call.
"
" The trace is searched in slices between keys, because a trace may have millions of lines. A window has its own
" filters, as it has its own folds.

let s:cpo = &cpoptions
set cpoptions&vim

" Seconds of a slice: short enough for a key.
let s:slice = 0.03
let s:options = ['foldmethod', 'foldtext', 'foldenable', 'foldlevel', 'foldminlines']

" Shows only the lines of {what} (or, with {is_not}, all others): thread, process, call, failed, descriptor, or a
" pattern between slashes.
function! vimtrace#less#only(what, is_not) abort
  try
    let filter = s:filter(a:what)
  catch /^vimtrace: /
    return vimtrace#complain(v:exception)
  endtry
  let filter.keep = !a:is_not
  let state = s:state()
  call add(state.filters, filter)
  call s:apply(state)
endfunction

" Takes back the last filter, or all.
function! vimtrace#less#undo(is_all) abort
  let state = s:state()
  if empty(state.filters)
    return vimtrace#complain('vimtrace: no filter to undo')
  endif
  let state.filters = a:is_all ? [] : state.filters[:-2]
  call s:apply(state)
endfunction

" Whether a filter hides line {lnum} of this window.
function! vimtrace#less#hides(lnum) abort
  return !empty(get(get(w:, 'vimtrace_less', {}), 'filters', [])) && &foldenable && foldclosed(a:lnum) > 0
endfunction

" Whether lines are still being folded in this window.
function! vimtrace#less#is_busy() abort
  return get(get(w:, 'vimtrace_less', {}), 'busy', 0)
endfunction

function! vimtrace#less#text() abort
  let lines = v:foldend - v:foldstart + 1
  return '... ' . lines . (lines == 1 ? ' line ' : ' lines ')
endfunction

function! s:filter(what) abort
  let line = vimtrace#line#parse(getline('.'))
  if a:what =~# '^/.'
    let pattern = substitute(a:what, '^/\|/$', '', 'g')
    return {'label': a:what, 'pattern': pattern}
  elseif a:what ==# 'failed'
    return {'label': 'failed calls', 'pattern': vimtrace#line#failing()}
  elseif a:what ==# 'call'
    if line.call ==# ''
      throw 'vimtrace: no call in this line'
    endif
    return {'label': line.call, 'pattern': vimtrace#line#calling(line.call)}
  elseif a:what ==# 'thread' || a:what ==# 'process'
    if line.pid ==# ''
      throw 'vimtrace: no pid in this line; trace with strace -f to have them'
    endif
    let pids = a:what ==# 'thread' ? [line.pid] : vimtrace#process#family(line.pid, line('.'))
    return {'label': a:what . ' ' . line.pid, 'pattern': vimtrace#line#of(pids)}
  elseif a:what ==# 'descriptor'
    let fd = vimtrace#fd#under(line('.'), col('.'))
    if fd ==# ''
      throw 'vimtrace: no descriptor in this line'
    endif
    return {'label': 'descriptor ' . fd, 'lines': vimtrace#fd#life(line('.'), fd)}
  endif
  throw 'vimtrace: cannot show only ' . a:what . ': not a filter; see :help vimtrace-less'
endfunction

function! s:state() abort
  let state = get(w:, 'vimtrace_less', {})
  if get(state, 'buffer') != bufnr('%')
    let state = {'buffer': bufnr('%'), 'filters': [], 'saved': {}, 'busy': 0, 'timer': 0}
    let w:vimtrace_less = state
  endif
  return state
endfunction

function! s:apply(state) abort
  let state = a:state
  if state.timer
    call timer_stop(state.timer)
  endif
  if empty(state.saved)
    for option in s:options
      let state.saved[option] = getbufvar('%', '&' . option)
    endfor
  endif
  setlocal foldmethod=manual foldtext=vimtrace#less#text() foldlevel=0 foldminlines=0 nofoldenable
  normal! zE
  let [state.busy, state.timer] = [0, 0]
  if empty(state.filters)
    for [option, value] in items(state.saved)
      call setbufvar('%', '&' . option, value)
    endfor
    let state.saved = {}
    echo 'all lines'
    return
  endif
  call extend(state, {'busy': 1, 'at': 0, 'shown': 0, 'hidden': 0, 'count': 0, 'stacks': search('^ > ', 'nw', 0, 50)})
  call extend(state, s:plan(state.filters))
  call s:work(state)
  if state.busy && has('timers')
    let state.timer = timer_start(1, function('s:tick', [win_getid(), state]), {'repeat': -1})
  endif
  while state.busy && !state.timer
    call s:work(state)
  endwhile
endfunction

" Which lines are looked for, and what else is asked about each of them: the lines of one filter that shows lines, a
" list of lines if there is one; or else all lines that the filters hide.
function! s:plan(filters) abort
  let shown = filter(copy(a:filters), 'v:val.keep')
  let listed = filter(copy(shown), 'has_key(v:val, "lines")')
  if empty(shown)
    let patterns = map(filter(copy(a:filters), 'has_key(v:val, "pattern")'), 'substitute(v:val.pattern, ''^\\%#=1'', "", "")')
    let is_all = len(patterns) < len(a:filters)
    return {'keep': 0, 'search': is_all ? '^' : '\%#=1' . join(patterns, '\|'), 'others': is_all ? a:filters : []}
  endif
  let driver = get(listed, 0, shown[0])
  let plan = {'keep': 1, 'others': filter(copy(a:filters), 'v:val isnot driver')}
  return extend(plan, has_key(driver, 'lines') ? {'list': driver.lines.lines, 'index': 0} : {'search': driver.pattern})
endfunction

function! s:tick(window, state, timer) abort
  if win_id2win(a:window) == 0 || winbufnr(a:window) != a:state.buffer
    call timer_stop(a:timer)
    return
  endif
  let s:working = a:state
  call win_execute(a:window, 'call vimtrace#less#work()')
  if !a:state.busy
    call timer_stop(a:timer)
    let a:state.timer = 0
  endif
endfunction

function! vimtrace#less#work() abort
  call s:work(s:working)
endfunction

" One slice.
function! s:work(state) abort
  let view = winsaveview()
  let start = reltime()
  try
    while a:state.busy && reltimefloat(reltime(start)) < s:slice
      call s:stretch(a:state)
    endwhile
  finally
    call winrestview(view)
  endtry
  if !a:state.busy
    setlocal foldenable
    redraw
    echo s:summary(a:state)
  endif
endfunction

" Goes through one stretch of the trace. Most of the time of a filter is spent in this loop.
function! s:stretch(state) abort
  let state = a:state
  let limit = min([line('$'), state.at + 20000])
  let [left, next, others] = [200, 0, state.others]
  call cursor(state.at + 1, 1)
  let flags = 'cW'
  while left > 0
    let left -= 1
    let next = has_key(state, 'list') ? s:listed(state) : search(state.search, flags, limit)
    let flags = 'W'
    if !next
      break
    elseif next > state.at && (empty(others) || s:passes(others, next) == state.keep)
      call {state.keep ? 's:show' : 's:hide'}(state, next)
    endif
    let state.at = next
  endwhile
  if !next
    let state.at = max([state.at, has_key(state, 'list') ? line('$') : limit])
    let state.busy = state.at < line('$')
    if !state.busy
      call s:fold(state.shown + 1, state.keep ? line('$') : state.hidden)
      let state.count += state.keep ? 0 : line('$') - state.hidden
    endif
  endif
endfunction

function! s:listed(state) abort
  let a:state.index += 1
  return get(a:state.list, a:state.index - 1)
endfunction

" Line {lnum} is shown: all after the last one before it is folded.
function! s:show(state, lnum) abort
  if a:lnum > a:state.shown + 1
    execute 'silent' a:state.shown + 1 . ',' . (a:lnum - 1) . 'fold'
  endif
  let [a:state.shown, a:state.count] = [a:lnum, a:state.count + 1]
  " The stack of a call (strace -k) stays with it.
  while a:state.stacks && getline(a:state.shown + 1) =~# '^ > '
    let a:state.shown += 1
  endwhile
endfunction

" Line {lnum} is hidden. If lines before it are shown, the hidden ones before those are complete.
function! s:hide(state, lnum) abort
  if a:lnum > a:state.hidden + 1
    call s:fold(a:state.shown + 1, a:state.hidden)
    let a:state.count += a:lnum - 1 - a:state.hidden
    let a:state.shown = a:lnum - 1
  endif
  let a:state.hidden = a:lnum
  while a:state.stacks && getline(a:state.hidden + 1) =~# '^ > '
    let a:state.hidden += 1
  endwhile
endfunction

function! s:passes(filters, lnum) abort
  for filter in a:filters
    let is_in = has_key(filter, 'lines') ? has_key(filter.lines.used, a:lnum) : getline(a:lnum) =~# filter.pattern
    if is_in != filter.keep
      return 0
    endif
  endfor
  return 1
endfunction

function! s:fold(from, to) abort
  if a:from <= a:to
    execute 'silent' a:from . ',' . a:to . 'fold'
  endif
endfunction

function! s:summary(state) abort
  return a:state.count . (a:state.count == 1 ? ' line' : ' lines') . ' shown: '
        \ . join(map(copy(a:state.filters), '(v:val.keep ? "only " : "not ") . v:val.label'), ', ')
endfunction

function! vimtrace#less#words(...) abort
  return join(['thread', 'process', 'call', 'failed', 'descriptor', '/'], "\n")
endfunction

let &cpoptions = s:cpo
unlet s:cpo
