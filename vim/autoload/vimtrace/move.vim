" Motions. Each is a function of this file that takes a line and a direction, and gives the line it leads to, or 0.

let s:cpo = &cpoptions
set cpoptions&vim

" Moves the cursor by motion {name}, as often as the count says. {back} is 'b' or ''. {mode} is n, x or o, as in a
" mapping's name: with an operator the motion is linewise.
function! vimtrace#move#by(name, back, mode) abort
  let [target, left] = [0, has_key(s:places, a:name) ? 1 : v:count1]
  " A mapping that begins with `:` has ended Visual mode.
  if a:mode ==# 'x'
    normal! gv
  endif
  let lnum = line('.')
  try
    while left > 0
      let next = s:visible(a:name, target ? target : lnum, a:back)
      let [target, left] = next ? [next, left - 1] : [target, 0]
    endwhile
  catch /^vimtrace: /
    return vimtrace#complain(v:exception)
  endtry
  if !target
    return vimtrace#complain('vimtrace: ' . s:none[a:name] . (has_key(s:places, a:name) ? '' : a:back ==# 'b' ? ' above' : ' below'))
  endif
  if target > 0
    call vimtrace#move#go(target, a:mode)
  elseif a:mode ==# 'n'
    call vimtrace#view#leave(-target)
  else
    call vimtrace#complain('vimtrace: line ' . -target . ' is not shown here')
  endif
endfunction

" Puts the cursor on the call in line {lnum}; `` leads back.
function! vimtrace#move#go(lnum, mode) abort
  if a:mode ==# 'o'
    normal! V
  elseif a:mode ==# 'n'
    normal! m'
  endif
  let width = exists('b:vimtrace_view') ? b:vimtrace_view.width : 0
  call cursor(a:lnum, width + max([0, vimtrace#detect#prefix(vimtrace#view#text(a:lnum))]) + 1)
  if a:mode ==# 'n' && &foldopen =~# '\<\%(search\|jump\|all\)\>'
    normal! zv
  endif
endfunction

let s:none = {
      \ 'failed': 'no failed call', 'signal': 'no signal', 'thread': 'no line of this thread',
      \ 'fd': 'no call that uses this descriptor', 'origin': 'the trace has no call that made this descriptor',
      \ 'match': 'this call has no other half in the trace', 'birth': 'the trace has no birth of this process',
      \ 'end': 'the trace has no end of this process'}
" These lead to one place, whatever the direction and the count.
let s:places = {'origin': 1, 'match': 1, 'birth': 1, 'end': 1}

" Lines that a filter hides are passed over, except by a motion that leads to one place.
function! s:visible(name, lnum, back) abort
  if exists('b:vimtrace_view')
    return s:viewed(a:name, a:lnum, a:back)
  endif
  let next = s:{a:name}(a:lnum, a:back)
  while next && !has_key(s:places, a:name) && vimtrace#less#hides(next)
    let next = s:{a:name}(a:back ==# 'b' ? foldclosed(next) : foldclosedend(next), a:back)
  endwhile
  return next
endfunction

" In a view: its lines tell of failures, signals and threads; of all else the whole trace. Negative for a line that the
" view does not show.
function! s:viewed(name, lnum, back) abort
  if index(['failed', 'signal', 'thread'], a:name) >= 0
    return s:{a:name}(a:lnum, a:back)
  endif
  let Next = {lnum, _ -> s:{a:name}(lnum, a:back)}
  let next = vimtrace#view#at(a:lnum, Next)
  while next && a:name ==# 'fd' && !vimtrace#view#has(next)
    let next = s:lives(next, a:back)
  endwhile
  return !next ? 0 : vimtrace#view#has(next) ? vimtrace#view#has(next) : -next
endfunction

function! s:failed(lnum, back) abort
  return s:nearest(a:lnum, a:back, ['= [?-][1 ]'], vimtrace#line#failing())
endfunction

function! s:signal(lnum, back) abort
  return s:nearest(a:lnum, a:back, ['--- \u', '+++ killed'], '^[^("]*\%((+[^)]*)[^("]*\)\=\%(--- .* ---\|+++ killed by .*+++\)$')
endfunction

" The nearest line that {test} matches; each of {quick} finds some of these lines fast. One search for two of them
" would take four times as long, because the old engine then looks at every byte.
function! s:nearest(lnum, back, quick, test) abort
  let found = 0
  for pattern in a:quick
    let at = vimtrace#line#search(a:lnum, '\%#=1\C' . pattern, a:back, found)
    while at && getline(at) !~# a:test
      let at = vimtrace#line#search(at, '\%#=1\C' . pattern, a:back, found)
    endwhile
    let found = at ? at : found
  endfor
  return found
endfunction

function! s:thread(lnum, back) abort
  return vimtrace#line#search(a:lnum, vimtrace#view#pattern(vimtrace#line#of([vimtrace#line#pid(vimtrace#view#text(a:lnum))])), a:back)
endfunction

" The descriptor, which must be on the line: under the cursor where the cursor is on this line.
function! s:descriptor(lnum) abort
  let fd = vimtrace#fd#under(a:lnum, a:lnum == line('.') ? col('.') : 0)
  if fd ==# ''
    throw 'vimtrace: no descriptor in this line'
  endif
  return fd
endfunction

function! s:fd(lnum, back) abort
  let s:life = vimtrace#fd#life(a:lnum, s:descriptor(a:lnum)).lines
  return s:lives(a:lnum, a:back)
endfunction

" The next line of the last life.
function! s:lives(lnum, back) abort
  let lines = filter(copy(s:life), a:back ==# 'b' ? 'v:val < a:lnum' : 'v:val > a:lnum')
  return empty(lines) ? 0 : a:back ==# 'b' ? lines[-1] : lines[0]
endfunction

function! s:origin(lnum, back) abort
  return vimtrace#fd#origin(a:lnum, vimtrace#line#pid(getline(a:lnum)), s:descriptor(a:lnum)).line
endfunction

function! s:match(lnum, back) abort
  return vimtrace#line#match(a:lnum)
endfunction

function! s:birth(lnum, back) abort
  let pid = vimtrace#line#pid(getline(a:lnum))
  let birth = vimtrace#process#birth(pid, a:lnum)
  return birth ? birth : vimtrace#process#first(pid, a:lnum)
endfunction

function! s:end(lnum, back) abort
  return vimtrace#process#end(vimtrace#line#pid(getline(a:lnum)), a:lnum)
endfunction

let &cpoptions = s:cpo
unlet s:cpo
