" Descriptors: which call made one, and which calls use it, through dup and fork.

let s:cpo = &cpoptions
set cpoptions&vim

" The descriptor under the cursor; in other places of the line the first that the call uses, or else makes. ''
" if there is none.
function! vimtrace#fd#under(lnum, column) abort
  let text = getline(a:lnum)
  let line = vimtrace#line#parse(text)
  let [uses, makes] = vimtrace#line#descriptors(vimtrace#line#whole(a:lnum))
  let fds = uses + makes
  let at = line.start
  while at >= 0
    let [number, from, at] = matchstrpos(text, '\d\+', at)
    if from < a:column && a:column <= at && index(fds, number) >= 0
      return number
    endif
  endwhile
  return get(fds, 0, '')
endfunction

" Where descriptor {fd} of process {pid} in line {lnum} comes from, this line or an earlier one: {'line', 'pid', 'fd'}. If it was
" there when the trace began, the line is 0 and the process the first that had it.
function! vimtrace#fd#origin(lnum, pid, fd) abort
  let [pid, lnum] = [a:pid, a:lnum]
  let half = vimtrace#line#match(lnum)
  for at in [lnum] + (half > lnum ? [half] : [])
    if s:makes(at, a:fd)
      return {'line': at, 'pid': pid, 'fd': a:fd}
    endif
  endfor
  while 1
    let sharing = vimtrace#process#sharing(pid, lnum)
    let at = s:making(sharing, a:fd, lnum)
    if at
      return {'line': at, 'pid': vimtrace#line#pid(getline(at)), 'fd': a:fd}
    endif
    let birth = vimtrace#process#birth(sharing.first, lnum)
    if !birth
      return {'line': 0, 'pid': sharing.first, 'fd': a:fd}
    endif
    " The child has what its parent had when the call began.
    let pid = vimtrace#line#pid(getline(birth))
    let half = vimtrace#line#match(birth)
    let lnum = half ? half : birth
  endwhile
endfunction

" The last line before line {lnum} in which one of those in {sharing} makes descriptor {fd}, or 0.
function! s:making(sharing, fd, lnum) abort
  let [first, pair] = [vimtrace#process#first(a:sharing.first, a:lnum), 0]
  for at in a:sharing.pairs
    if getline(at) =~# '\<' . a:fd . '\>' && s:makes(at, a:fd)
      let pair = at
      break
    endif
  endfor
  let from = pair ? pair : first
  " Where few lines end in this number, the number alone is found fastest, unless most lines are of others.
  let number = '\%#=1\C= ' . a:fd . '\>'
  let call = vimtrace#line#beginning(a:sharing.pids, getline(a:lnum), vimtrace#line#makers() . '.*= ' . a:fd . '\>')
  let [pattern, misses] = [s:share(a:sharing.pids, from, a:lnum) < 30 ? call : number, 0]
  let at = vimtrace#line#search(a:lnum, pattern, 'b', from)
  while at
    if index(a:sharing.pids, vimtrace#line#pid(getline(at))) >= 0 && s:makes(at, a:fd)
      return at
    endif
    let misses += 1
    let at = vimtrace#line#search(at, misses < 50 ? pattern : call, 'b', from)
  endwhile
  return pair
endfunction

" How many of a hundred lines between {from} and {to} are of {pids}.
function! s:share(pids, from, to) abort
  let lines = map(range(100), 'getline(a:from + (a:to - a:from) * v:val / 100)')
  return len(filter(lines, 'index(a:pids, vimtrace#line#pid(v:val)) >= 0'))
endfunction

function! s:makes(lnum, fd) abort
  let line = vimtrace#line#parse(getline(a:lnum))
  let makes = line.kind ==# 'unfinished' ? [] : vimtrace#line#descriptors(vimtrace#line#whole(a:lnum))[1]
  return index(makes, a:fd) >= 0
endfunction

let s:dups = '^\%(SYS_\)\=\%(dup[23]\=\|fcntl\d*\)$'

" The lines of all calls that use what descriptor {fd} of line {lnum} refers to, sorted. The last answer is kept,
" because a motion asks again from the line that it has reached.
function! vimtrace#fd#life(lnum, fd) abort
  let kept = get(b:, 'vimtrace_life', {})
  if get(kept, 'tick') == b:changedtick && index(get(kept.used, a:lnum, []), a:fd) >= 0
    return kept
  endif
  let origin = vimtrace#fd#origin(a:lnum, vimtrace#line#pid(getline(a:lnum)), a:fd)
  while origin.line
    let whole = vimtrace#line#whole(origin.line)
    if whole.call !~# s:dups
      break
    endif
    let origin = s:source(origin, whole)
  endwhile
  let b:vimtrace_life = s:follow(origin)
  let b:vimtrace_life.tick = b:changedtick
  return b:vimtrace_life
endfunction

" Where the descriptor comes from that the call in {whole} has copied.
function! s:source(origin, whole) abort
  return vimtrace#fd#origin(a:origin.line, a:origin.pid, vimtrace#line#descriptors(a:whole)[0][0])
endfunction

" Tables of descriptors, numbered; the table of each thread; the descriptors that each line uses.
function! s:follow(origin) abort
  let from = a:origin.line ? a:origin.line : vimtrace#process#first(a:origin.pid, 1)
  let pids = vimtrace#process#sharing(a:origin.pid, from).pids
  let closes = a:origin.line && vimtrace#line#whole(from).body =~# 'CLOEXEC'
  let life = {'tables': {0: {a:origin.fd : closes}}, 'of': {}, 'used': {}, 'last': 0}
  for pid in pids
    let life.of[s:key(pid)] = 0
  endfor
  if a:origin.line
    let life.used[from] = [a:origin.fd]
  endif
  let at = a:origin.line ? from : from - 1
  while !empty(life.of)
    let at = vimtrace#line#search(at, s:interest(life))
    if !at
      break
    endif
    call s:step(life, at)
  endwhile
  return {'used': life.used, 'lines': sort(map(keys(life.used), 'str2nr(v:val)'), 'n')}
endfunction

" A trace without pids has one thread. Not every Vim takes an empty string as a key of a dictionary.
function! s:key(pid) abort
  return a:pid ==# '' ? '-' : a:pid
endfunction

" A pattern for the lines that may use the descriptors, or change who has them.
function! s:interest(life) abort
  let fds = {}
  for id in values(a:life.of)
    call extend(fds, a:life.tables[id])
  endfor
  let pids = map(keys(a:life.of), 'v:val ==# "-" ? "" : v:val')
  return vimtrace#line#of(pids) . '.*\%(\<\%(' . join(keys(fds), '\|') . '\)\>\|clone\|fork\|execve\|close_range\|resumed\|+++ \)'
endfunction

function! s:step(life, lnum) abort
  let line = vimtrace#line#parse(getline(a:lnum))
  let key = s:key(line.pid)
  let id = get(a:life.of, key, -1)
  if id < 0
    return
  elseif line.kind ==# 'end'
    call remove(a:life.of, key)
    return
  elseif index(['call', 'unfinished', 'resumed'], line.kind) < 0
    return
  endif
  let table = a:life.tables[id]
  let whole = vimtrace#line#whole(a:lnum)
  " A trace without pids does not follow children.
  let [child, shares] = line.kind ==# 'resumed' || line.pid ==# '' ? ['', 0] : vimtrace#process#made(a:lnum)
  if child !=# ''
    let a:life.of[child] = shares ? id : len(a:life.tables)
    if !shares
      let a:life.tables[len(a:life.tables)] = copy(table)
    endif
  elseif line.call =~# '^execve'
    if line.kind !=# 'unfinished' && whole.body =~# ')\s*= 0\%($\| <\)'
      call filter(table, '!v:val')
    endif
  else
    call s:use(a:life, table, whole, line.kind !=# 'unfinished', a:lnum)
  endif
  if empty(table)
    call filter(a:life.of, 'v:val != ' . id)
  endif
endfunction

" What the call in line {lnum} does to {table}. An unfinished call has used its descriptors, and done nothing yet.
function! s:use(life, table, whole, is_done, lnum) abort
  let [uses, makes] = vimtrace#line#descriptors(a:whole)
  let ours = filter(copy(uses), 'has_key(a:table, v:val)')
  let is_dup = a:whole.call =~# s:dups && !empty(ours) && !empty(makes)
  if a:is_done
    for fd in makes
      if is_dup
        let a:table[fd] = a:whole.body =~# 'CLOEXEC'
        call add(ours, fd)
      elseif has_key(a:table, fd)
        " The number is another's now. dup2 closes ours; for other calls the trace has no close.
        call remove(a:table, fd)
        let ours += a:whole.call =~# s:dups ? [fd] : []
      endif
    endfor
    if a:whole.call =~# '^\%(SYS_\)\=close$' && !empty(ours)
      call remove(a:table, ours[0])
    elseif a:whole.call ==# 'close_range'
      let [from, to] = map(vimtrace#line#arguments(a:whole.body)[0][0:1], 'v:val =~# "^\\d\\+$" ? str2nr(v:val) : 2147483647')
      let ours += filter(keys(a:table), 'v:val >= from && v:val <= to')
      call filter(a:table, 'v:key < from || v:key > to')
    elseif a:whole.body =~# '\<F_SETFD\>' && !empty(ours)
      let a:table[ours[0]] = a:whole.body =~# 'FD_CLOEXEC'
    endif
  endif
  if !empty(ours)
    let a:life.used[a:lnum] = ours
  endif
endfunction

let &cpoptions = s:cpo
unlet s:cpo
