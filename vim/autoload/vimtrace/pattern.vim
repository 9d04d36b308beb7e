" Patterns of Vim, for vimtrace, which has those of JavaScript.

let s:cpo = &cpoptions
set cpoptions&vim

let s:same = {'+': '+', '=': '?', '?': '?', '|': '|', '(': '(', ')': ')', '<': '(?<!\w)(?=\w)', '>': '(?<=\w)(?!\w)',
      \ 'd': '\d', 'D': '\D', 's': '[ \t]', 'S': '[^ \t]', 'w': '\w', 'W': '\W', 'x': '[0-9A-Fa-f]', 'a': '[A-Za-z]',
      \ 'l': '[a-z]', 'u': '[A-Z]', 'h': '[A-Za-z_]', 'o': '[0-7]', '/': '/', '-': '-', '"': '"', "'": "'",
      \ '.': '\.', '*': '\*', '[': '\[', ']': '\]', '^': '\^', '$': '\$', '\': '\\'}

" {pattern} as JavaScript has it; '' if it has something that JavaScript has not, or that is rare.
function! vimtrace#pattern#javascript(pattern) abort
  let [result, at] = ['', 0]
  " ] alone, `~`, other bytes than ASCII, and all that may begin with a backslash and is not in the table.
  while at < len(a:pattern)
    let char = a:pattern[at]
    let rest = strpart(a:pattern, at)
    let [found, as] = s:token(rest, at == 0 || result =~# '\%(^\|[^\\]\)[(|]$')
    if found ==# ''
      return ''
    endif
    let result .= as
    let at += len(found)
  endwhile
  return result
endfunction

" What {rest} begins with, and what JavaScript has for it.
function! s:token(rest, is_first) abort
  let char = a:rest[0]
  if char ==# '\'
    return a:rest =~# '^\\%(' ? ['\%(', '(?:'] : [has_key(s:same, a:rest[1]) ? a:rest[0:1] : '', get(s:same, a:rest[1], '')]
  elseif char ==# '['
    let class = matchstr(a:rest, '^\[^\=[^]\\[^]\+\]')
    return [class, class]
  elseif char ==# '*'
    return ['*', a:is_first ? '\*' : '*']
  elseif char ==# '^'
    return ['^', a:is_first ? '^' : '\^']
  elseif char ==# '$'
    return ['$', a:rest =~# '^\$\%($\|\\|\|\\)\)' ? '$' : '\$']
  elseif char ==# '~' || char !~# '[ -~]'
    return ['', '']
  endif
  return [char, escape(char, '+?|(){}]')]
endfunction

" Whether {pattern} ignores case, as a search with / does. It may say so itself.
function! vimtrace#pattern#ignores_case(pattern) abort
  return a:pattern =~# '\\c' || (a:pattern !~# '\\C' && &ignorecase && !(&smartcase && a:pattern =~# '\u'))
endfunction

" The numbers of the lines of buffer {number} that {pattern} matches go to a file, in slices between keys; then {Done}
" is called. A pattern that vimtrace cannot take is searched for by Vim.
function! vimtrace#pattern#search(number, pattern, file, Done) abort
  let case = vimtrace#pattern#ignores_case(a:pattern) ? '\c' : '\C'
  let state = {'buffer': a:number, 'pattern': case . a:pattern, 'file': a:file, 'at': 1, 'last': s:last(a:number), 'found': [], 'done': a:Done}
  if has('timers')
    call timer_start(1, function('s:tick', [state]), {'repeat': -1})
  else
    while s:slice(state)
    endwhile
  endif
endfunction

function! s:tick(state, timer) abort
  if !s:slice(a:state)
    call timer_stop(a:timer)
  endif
endfunction

" Whether more is left.
function! s:slice(state) abort
  let to = min([a:state.at + 19999, a:state.last])
  let lines = getbufline(a:state.buffer, a:state.at, to)
  let hits = map(lines, 'v:val =~ a:state.pattern ? v:key + a:state.at : 0')
  let a:state.found += filter(hits, 'v:val')
  let a:state.at = to + 1
  if to < a:state.last
    return 1
  endif
  call writefile(a:state.found, a:state.file)
  call a:state.done()
  return 0
endfunction

function! s:last(number) abort
  return getbufinfo(a:number)[0].linecount
endfunction

let &cpoptions = s:cpo
unlet s:cpo
