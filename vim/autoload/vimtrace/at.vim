" The manual page of the call under the cursor, and the file that its path names.

let s:cpo = &cpoptions
set cpoptions&vim

" Of a system call (section 2), or else of a function (3, ltrace). By :Man where it exists, else as Vim's own K does.
function! vimtrace#at#manual() abort
  let page = substitute(matchstr(vimtrace#line#parse(vimtrace#view#text('.')).call, '\h\w*$'), '^SYS_', '', '')
  if page ==# ''
    return vimtrace#complain('vimtrace: no call in this line')
  elseif !executable('man')
    return vimtrace#complain('vimtrace: cannot show the manual page of ' . page . ': no man here; install man-db')
  endif
  let section = matchstr(system('man -w -s 2,3 ' . page), '/man\zs[23]\ze/[^/]*\_s*$')
  if v:shell_error || section ==# ''
    call vimtrace#complain('vimtrace: cannot show the manual page of ' . page . ': no such page; install manpages-dev')
  else
    execute (exists(':Man') == 2 ? 'Man' : '!man') section page
  endif
endfunction

" Opens the file of the path under the cursor, or else of the first path in the line, by {command}.
function! vimtrace#at#file(command) abort
  try
    let path = vimtrace#view#at(line('.'), function('vimtrace#at#path'))
  catch /^vimtrace: /
    return vimtrace#complain(v:exception)
  endtry
  if getftype(path) ==# ''
    return vimtrace#complain('vimtrace: cannot open ' . path . ': no such file here')
  endif
  " Vim forgets the text of a buffer without a file when the buffer is left.
  if &l:buftype ==# 'nofile' && &l:bufhidden ==# ''
    setlocal bufhidden=hide
  endif
  try
    normal! m'
    execute a:command fnameescape(path)
  catch /^Vim/
    call vimtrace#complain('vimtrace: cannot open ' . path . ': ' . matchstr(v:exception, 'E\d\+.*'))
  endtry
endfunction

" The path: a string, or the <…> of a descriptor (-y). A relative one is taken from the directory that the call or
" the process has, as far as the trace tells; else from Vim's.
function! vimtrace#at#path(lnum, column) abort
  let text = getline(a:lnum)
  let tokens = s:tokens(text)
  let found = get(filter(copy(tokens), 'v:val[1] < a:column && a:column <= v:val[2]'), 0, [])
  if empty(found) && vimtrace#line#parse(text).call =~# 'at2\=$\|^statx$'
    " Of openat(DIRECTORY, PATH) the path, unless it is empty.
    let found = get(filter(copy(tokens), 'v:val[0][0] ==# "\""'), 0, [])
  endif
  let found = empty(found) ? get(tokens, 0, []) : found
  if empty(found)
    throw 'vimtrace: no path in this line'
  elseif found[0] =~# '\.\.\.$'
    throw 'vimtrace: cannot open ' . found[0] . ': strace has cut the path; trace with -s 4096'
  endif
  " With -yy a device stands behind the path of its file.
  let path = s:unquoted(substitute(found[0][1:-2], '^/.\{-}\zs<[^<>]*>$', '', ''))
  return path[0] ==# '/' ? path : s:directory(a:lnum, strpart(text, 0, found[1])) . path
endfunction

" What may be a path in a line: each with its first and last column.
function! s:tokens(text) abort
  let [tokens, at] = [[], vimtrace#detect#prefix(a:text)]
  while at >= 0
    let [token, from, at] = matchstrpos(a:text, '"\%(\\.\|[^"\\]\)*"\%(\.\.\.\)\=\|[0-9A-Z_]\@1<=</\%(->\|<[^<>]*>\|[^<>]\)*>', at)
    if token !=# '' && token !=# '""'
      call add(tokens, [token, from, at])
    endif
  endwhile
  return tokens
endfunction

" strace writes other bytes than ASCII in octal, or with -x in hexadecimal.
function! s:unquoted(text) abort
  let named = {'n': "\n", 't': "\t", 'r': "\r", 'f': "\f", 'v': "\x0b"}
  return substitute(a:text, '\\\(x\x\x\|\o\{1,3}\|.\)',
        \ '\=submatch(1) =~# "^x\\x" ? s:byte(str2nr(submatch(1)[1:], 16)) : submatch(1) =~# "^\\o" ? s:byte(str2nr(submatch(1), 8)) : get(named, submatch(1), submatch(1))', 'g')
endfunction

function! s:byte(number) abort
  return eval('"\x' . printf('%02x', a:number) . '"')
endfunction

" The directory of the descriptor before the path (-y), or that of the process's last chdir, with a slash; or ''.
function! s:directory(lnum, before) abort
  let given = matchstr(a:before, '[0-9A-Z]<\zs[^<>]*\ze>, $')
  if given !=# ''
    return s:unquoted(given) . '/'
  endif
  let [pid, lnum] = [vimtrace#line#pid(getline(a:lnum)), a:lnum]
  while 1
    let at = vimtrace#line#search(lnum, vimtrace#line#of([pid]) . '[^"]\{-}\<f\=chdir(.*= 0\%($\| <\)', 'b')
    if at >= vimtrace#process#first(pid, a:lnum) && at
      let text = getline(at)
      let directory = s:unquoted(matchstr(text, 'chdir(\%("\|\d\+<\)\zs[^"<>]*'))
      return directory ==# '' ? '' : directory[0] ==# '/' ? directory . '/' : s:directory(at, '') . directory . '/'
    endif
    let birth = vimtrace#process#birth(pid, lnum)
    if !birth
      return ''
    endif
    let [pid, lnum] = [vimtrace#line#pid(getline(birth)), birth]
  endwhile
endfunction

let &cpoptions = s:cpo
unlet s:cpo
