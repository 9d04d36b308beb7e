" What one line of a trace says: pid, time, call, descriptors. The rest of the package asks here alone.

let s:cpo = &cpoptions
set cpoptions&vim

" A line's thread, before the times and addresses that strace may print.
let s:thread = '^\%(\[pid \+\)\=\(\d\+\)\%(<[^<>]*>\)\=\%(\] \| \+\)'
" With -yy a device is in the path of its file: </dev/null<char 1:3>>.
let s:path = '<\%(->\|<[^<>]*>\|[^<>]\)*>'
let s:string = '"\%(\\.\|[^"\\]\)*"\%(\.\.\.\)\='

" The pid of a line; '' where the trace has no pids. It is in no other place of a line.
function! vimtrace#line#pid(text) abort
  return get(matchlist(a:text, s:thread), 1, '')
endfunction

" A pattern for the beginning of the lines of {pids}. Anchored, because a search then leaves every other line at its
" first byte. The old engine, because it is twice as fast where all is ASCII.
function! vimtrace#line#of(pids) abort
  return s:any(a:pids) . (join(a:pids, '') ==# '' ? '' : '\>')
endfunction

" A pattern for the lines of {pids} whose body begins with {what}. {text}, a line of the trace, tells what stands before
" a body. A search then leaves the lines of other calls at their first letters.
function! vimtrace#line#beginning(pids, text, what) abort
  return s:any(a:pids) . vimtrace#detect#between(a:text) . a:what
endfunction

function! s:any(pids) abort
  let pids = filter(copy(a:pids), 'v:val !=# ""')
  let any = len(pids) == 1 ? pids[0] : '\%(' . join(pids, '\|') . '\)'
  " Without the optional part a search takes two thirds of the time.
  let before = vimtrace#detect#is_bare() ? '' : '\%(\[pid \+\)\='
  return '\%#=1\C^' . (empty(pids) ? '' : before . any)
endfunction

" The line apart: pid, process (-Y), time, kind, call, and body, which is the line from the call on.
" kind is call, unfinished, resumed, signal, end, stack or other.
function! vimtrace#line#parse(text) abort
  let start = vimtrace#detect#prefix(a:text)
  let before = strpart(a:text, 0, start)
  let body = strpart(a:text, start)
  let [kind, call] = s:kind(body)
  return {
        \ 'pid': vimtrace#line#pid(a:text),
        \ 'process': matchstr(before, '^\%(\[pid \+\)\=\d\+<\zs[^<>]*\ze>'),
        \ 'time': matchstr(before, '\d\+:\d\d:\d\d\%(\.\d\+\)\=\|\d\+\.\d\+'),
        \ 'kind': kind, 'call': call, 'body': body, 'start': start}
endfunction

function! s:kind(body) abort
  if a:body =~# '^--- .* ---$'
    return ['signal', '']
  elseif a:body =~# '^+++ .* +++$'
    return ['end', '']
  elseif a:body =~# '^> '
    return ['stack', '']
  elseif a:body =~# '^<\.\.\. \S\+ resumed>'
    return ['resumed', matchstr(a:body, '^<\.\.\. \zs\S\+')]
  endif
  let call = matchstr(a:body, '^[A-Za-z_~][^( <]*\ze(')
  return [call ==# '' ? 'other' : a:body =~# '<unfinished \.\.\.>$' ? 'unfinished' : 'call', call]
endfunction

" The text of line {lnum} with the other half of its call. Where the other half is missing, the line alone.
function! vimtrace#line#whole(lnum) abort
  let line = vimtrace#line#parse(getline(a:lnum))
  let other = index(['unfinished', 'resumed'], line.kind) < 0 ? 0 : vimtrace#line#match(a:lnum)
  if !other
    return line
  endif
  let halves = line.kind ==# 'unfinished' ? [line, vimtrace#line#parse(getline(other))]
        \ : [vimtrace#line#parse(getline(other)), line]
  let line.body = substitute(halves[0].body, ' *<unfinished \.\.\.>$', '', '')
        \ . substitute(halves[1].body, '^<\.\.\. \S\+ resumed>', '', '')
  return line
endfunction

" The line of the other half of the call in line {lnum}, or 0. A thread has at most one unfinished call, so the
" nearest half of that thread and call is the other one.
function! vimtrace#line#match(lnum) abort
  let line = vimtrace#line#parse(getline(a:lnum))
  let thread = vimtrace#line#of([line.pid])
  if line.kind ==# 'unfinished'
    return vimtrace#line#search(a:lnum, thread . '.*<\.\.\. ' . line.call . ' resumed>')
  elseif line.kind ==# 'resumed'
    return vimtrace#line#search(a:lnum, thread . '.*\<' . line.call . '(.*<unfinished \.\.\.>$', 'b')
  endif
  return 0
endfunction

" The line of the next match after line {lnum}, or of the last one before it (flag b), or 0; no
" further than a last line to look at, if it is given. The cursor stays.
function! vimtrace#line#search(lnum, pattern, ...) abort
  let view = winsaveview()
  let back = get(a:000, 0, '')
  try
    " At a line's end a search for the next match leaves that line; before line 1 there is no such place.
    call cursor(max([1, a:lnum]), back ==# 'b' || a:lnum < 1 ? 1 : max([1, col([a:lnum, '$'])]))
    return a:lnum < 1 && back ==# 'b' ? 0 : search(a:pattern, back . (a:lnum < 1 ? 'cnW' : 'nW'), get(a:000, 1))
  finally
    call winrestview(view)
  endtry
endfunction

" The arguments of a call, without what stands in brackets or in quotes, and its result.
function! vimtrace#line#arguments(body) abort
  let text = substitute(a:body, s:string, '""', 'g')
  let result = matchstr(text, '.*)\s*= \zs.*')
  let text = matchstr(text, '^[^(]*(\zs.*')
  let text = substitute(text, s:path, '', 'g')
  let bare = ''
  while bare !=# text
    let bare = text
    let text = substitute(text, '([^][{}()]*)\|\[[^][{}()]*\]\|{[^][{}()]*}', '', 'g')
  endwhile
  return [split(substitute(text, ')\s*=.*$\|)$', '', ''), ',\s*', 1), result]
endfunction

" Calls with no descriptor in their first argument, though it may be a number.
let s:none = '^\%(SYS_\)\=\%(exit\|exit_group\|alarm\|t\=g\=kill\|tkill\|rt_t\=g\=sigqueueinfo\|set\a*[ug]id\d*\|set\%(pgid\|groups\|priority\|rlimit\|itimer\)'
      \ . '\|get\%(pgid\|sid\|priority\|rlimit\|itimer\|groups\|random\|cpu\|_robust_list\)\|umask\|wait4\|waitid\|waitpid\|sched_\w*\|prlimit64'
      \ . '\|nice\|personality\|timer_\w*\|clock_\w*\|sem\w*\|shm\w*\|msg\w*\|ptrace\|process_\w*\|move_pages\|migrate_pages\|kcmp\|capget'
      \ . '\|eventfd2\=\|epoll_create1\=\|inotify_init1\=\|timerfd_create\|socket\|socketpair\|pidfd_open\|ioprio_\w*\|select\|_newselect\|pselect6\%(_time64\)\='
      \ . '\|close_range\|membarrier\|fanotify_init\|io_uring_setup\|userfaultfd\|m\=un\=map\w*\|mmap2\=\|io_\%(setup\|submit\|getevents\|destroy\|cancel\)\|brk\|fork\|vfork\)$'
" Calls with descriptors in other arguments, counted from 0. That of dup2 is one that it makes.
let s:places = {
      \ 'mmap': [4], 'mmap2': [4], 'epoll_ctl': [0, 2], 'sendfile': [0, 1], 'sendfile64': [0, 1], 'splice': [0, 2],
      \ 'tee': [0, 1], 'copy_file_range': [0, 2], 'linkat': [0, 2], 'renameat': [0, 2], 'renameat2': [0, 2],
      \ 'symlinkat': [1], 'fanotify_mark': [0, 3], 'move_mount': [0, 2], 'openat': [0], 'pidfd_getfd': [0]}
let s:makers = '^\%(open\|openat2\=\|creat\|dup[23]\=\|socket\|accept4\=\|epoll_create1\=\|eventfd2\=\|signalfd4\=\|timerfd_create'
      \ . '\|inotify_init1\=\|memfd_create\|memfd_secret\|pidfd_open\|pidfd_getfd\|perf_event_open\|userfaultfd\|fanotify_init'
      \ . '\|open_by_handle_at\|io_uring_setup\|fsopen\|fsmount\|fspick\|open_tree\|mq_open\)$'

" The descriptors of a call, as lists of numbers: those that it uses, and those that it makes. {line} is of
" vimtrace#line#parse() or #whole().
function! vimtrace#line#descriptors(line) abort
  if a:line.call ==# ''
    return [[], []]
  endif
  let call = substitute(a:line.call, '^SYS_', '', '')
  let [arguments, result] = vimtrace#line#arguments(a:line.body)
  let uses = []
  for place in get(s:places, call, call =~# s:none ? [] : [0])
    call add(uses, matchstr(get(arguments, place, ''), '^\d\+$'))
  endfor
  let bare = substitute(a:line.body, s:string . '\|' . s:path, '', 'g')
  if call =~# '^p\=poll'
    call s:each(uses, bare, '{fd=\zs\d\+')
  elseif call =~# 'select'
    call s:each(uses, matchstr(bare, '\[[^=]*'), '[[ ]\zs\d\+')
  elseif call =~# '^sendm\=msg'
    call s:each(uses, matchstr(bare, 'SCM_RIGHTS, cmsg_data=\[\zs[^]]*'), '\d\+')
  endif
  let makes = s:made(call, bare, matchstr(result, '^\d\+\ze\%($\|[< ]\)'))
  " dup2(3, 3) makes nothing.
  return [filter(uses, 'v:val !=# ""'), filter(makes, 'index(uses, v:val) < 0')]
endfunction

function! s:made(call, bare, number) abort
  let made = []
  if a:number ==# ''
    return made
  elseif a:call =~# s:makers || (a:call =~# '^fcntl' && a:bare =~# 'F_DUPFD')
    call add(made, a:number)
  elseif a:call =~# '^\%(pipe2\=\|socketpair\)$'
    call s:each(made, matchstr(a:bare, '\[\d\+, \d\+\]'), '\d\+')
  elseif a:call =~# '^recvm\=msg'
    call s:each(made, matchstr(a:bare, 'SCM_RIGHTS, cmsg_data=\[\zs[^]]*'), '\d\+')
  endif
  return made
endfunction

" The beginnings of the calls that may make descriptors: of those that return one, and of those that make more.
function! vimtrace#line#makers() abort
  return '\%(<\.\.\. \)\=\%(SYS_\)\=\%(open\|creat\|dup\|fcntl\|socket\|accept\|pidfd\|epoll_c\|eventfd\|signalfd\|timerfd_c\|inotify_i\|memfd'
        \ . '\|perf_\|userfaultfd\|fanotify_i\|io_uring_s\|fs\|mq_open\)'
endfunction

function! s:each(list, text, pattern) abort
  let at = 0
  while 1
    let [found, _, at] = matchstrpos(a:text, a:pattern, at)
    if at < 0
      return
    endif
    call add(a:list, found)
  endwhile
endfunction

" A pattern for the lines of failed calls, as `= -1 ENOENT` and `= ? ERESTARTSYS`. No quote follows a result, so that a string with `) = -1` in it is not
" taken for one.
function! vimtrace#line#failing() abort
  return '\%#=1)\s*= \%(-1\>\|? E\)[^"]*$'
endfunction

" A pattern for the lines of {call}, its halves among them.
function! vimtrace#line#calling(call) abort
  return '\%#=1\C^[^("]*\%((+[^)]*)[^("]*\)\=\<' . escape(a:call, '.~*[]^$\') . '\%((\| resumed>\)'
endfunction

let &cpoptions = s:cpo
unlet s:cpo
