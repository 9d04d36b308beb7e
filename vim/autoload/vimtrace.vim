" What the package has for the user's own configuration, and the words that several of its files print.

let s:cpo = &cpoptions
set cpoptions&vim

" One line for a status line: pid, program, time and line. What the trace does not say is left out. The program is
" looked for during at most 20 milliseconds, because a status line is drawn at every key.
function! vimtrace#status() abort
  let line = vimtrace#line#parse(vimtrace#view#text('.'))
  let program = line.process !=# '' || exists('b:vimtrace_view') ? line.process : s:program(line.pid, line('.'))
  let total = exists('b:vimtrace_view') ? b:vimtrace_view.total : line('$')
  return join(filter([line.pid, program, line.time, vimtrace#view#number('.') . '/' . total], 'v:val !=# ""'), ' ')
endfunction

" The stretches of lines in which a process is known to run one program are kept: a status line asks again and again
" for neighbouring lines.
function! s:program(pid, lnum) abort
  let known = get(b:, 'vimtrace_programs', {})
  if get(known, 'tick') != b:changedtick
    let known = {'tick': b:changedtick, 'pids': {}}
    let b:vimtrace_programs = known
  endif
  let last = get(known.pids, a:pid . ' ', {'from': 0, 'to': 0, 'name': ''})
  if a:lnum < last.from || a:lnum > last.to
    let name = vimtrace#process#program(a:pid, a:lnum, 20)
    let last = {'from': a:lnum, 'to': a:lnum, 'name': name}
    let known.pids[a:pid . ' '] = last
  endif
  return last.name
endfunction

" A pattern for decimal numbers from {seconds} on, because a pattern cannot compare.
function! vimtrace#slow(seconds) abort
  let number = printf('%.6f', a:seconds * 1.0)
  let more = ['[1-9]\d\{' . stridx(number, '.') . ',}\.\d*', escape(number, '.') . '\d*']
  for i in range(len(number))
    if number[i] !=# '.' && number[i] < 9
      call add(more, escape(strpart(number, 0, i), '.') . '[' . (number[i] + 1) . '-9][0-9.]*')
    endif
  endfor
  return '\%(' . join(more, '\|') . '\)'
endfunction

" Prints why something cannot be done, without a stack.
function! vimtrace#complain(message) abort
  echohl ErrorMsg
  echomsg substitute(a:message, '^Vim\%((\a\+)\)\=:', '', '')
  echohl None
endfunction

" The keys of this buffer, on one screen. A name without a key is shown by its <Plug> name.
function! vimtrace#keys() abort
  let keys = vimtrace#map#keys()
  let lines = ['Keys in a trace (:help vimtrace)', '']
  let all = &filetype ==# 'stracelist' ? [] : vimtrace#map#all()
  for [name, _, _, what] in all + (exists('b:vimtrace_split') ? vimtrace#tree#all() : [])
    call add(lines, printf('  %-8s %s', get(keys, name, ''), has_key(keys, name) ? what : what . ': <Plug>(vimtrace-' . name . ')'))
  endfor
  echo join(lines, "\n")
endfunction

let &cpoptions = s:cpo
unlet s:cpo
