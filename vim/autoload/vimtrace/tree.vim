" A trace of strace -ff has a file for each process. vimtrace opens a list of them; each file gets its buffer when it is
" first shown. Beside the list, record-files has the path of the trace and those of its files (src/commands/split.ts).

let s:cpo = &cpoptions
set cpoptions&vim

" The buffer of the list; by pid, the files and what the list says of them.
let s:list = 0
let s:files = {}
let s:names = {}

let s:all = [
      \ ['process', '<CR>', 'n', 'the process in this line, or the line PID:LINE'],
      \ ['list', '-', 'n', 'the list of processes']]
let s:commands = {'process': 'call vimtrace#tree#process()', 'list': 'call vimtrace#tree#list()'}

function! vimtrace#tree#all() abort
  return s:all
endfunction

" Reads the files of the list in the current buffer.
function! vimtrace#tree#read() abort
  let s:list = bufnr('%')
  let [b:vimtrace_file; files] = readfile(fnamemodify(b:vimtrace_file, ':h') . '/record-files')
  let s:files = {}
  for file in files
    let s:files[matchstr(file, '\d\+$')] = file
  endfor
  let s:names = s:named()
endfunction

" By pid, the pid, command and end of each process in the list.
function! s:named() abort
  let names = {}
  let [ended, command] = [0, 0]
  for row in getline(1, '$')
    if row =~# '^PID\s.*\sCOMMAND$'
      let [ended, command] = [match(row, 'ENDED'), match(row, 'COMMAND')]
    elseif command > 0
      let words = split(row)[:0] + split(strpart(row, command))
      let end = matchstr(strpart(row, ended), '^\S\+\%( \S\+\)\=')
      let names[words[0]] = strcharpart(join(words), 0, 120) . (end ==# '' ? '' : ' (' . end . ')')
    endif
  endfor
  return names
endfunction

" Defines the keys of the list, and those of a process's file beside the usual ones.
function! vimtrace#tree#map() abort
  let undo = []
  let b:vimtrace_split = 1
  for [name, keys, _, _] in s:all
    let plug = '<Plug>(vimtrace-' . name . ')'
    execute 'nnoremap <buffer> <silent>' plug ':<C-U>' . s:commands[name] . '<CR>'
    call add(undo, 'silent! nunmap <buffer> ' . plug)
    if !get(g:, 'vimtrace_no_maps') && !exists('g:no_plugin_maps') && !hasmapto(plug, 'n') && maparg(keys, 'n') ==# ''
      execute 'nmap <buffer> <silent>' keys plug
      call add(undo, 'silent! nunmap <buffer> ' . keys)
    endif
  endfor
  return join(undo, '|')
endfunction

" Goes to the process that the list or the call names.
function! vimtrace#tree#process() abort
  let [pid, line] = s:target()
  if pid ==# ''
    return vimtrace#complain('vimtrace: cannot open a process: none with a file is in this line; - leads to the list')
  endif
  call vimtrace#tree#go(vimtrace#tree#buffer(s:files[pid]), line)
endfunction

" The pid and the line: PID:LINE or PID under the cursor, or the first of the line that has a file. Line 0 is none: a
" buffer that was shown has its cursor still.
function! s:target() abort
  let words = [expand('<cWORD>')]
  let rest = getline('.')
  if bufnr('%') == s:list
    let words += split(rest)[:0]
  else
    call add(words, matchstr(rest, '.* = \zs\d\+'))
  endif
  for word in words
    let [_, pid, line; _] = matchlist(word, '^\(\d\+\)\%(:\(\d\+\)\)\=$') + ['', '', '']
    if has_key(s:files, pid)
      return [pid, str2nr(line)]
    endif
  endfor
  return ['', 0]
endfunction

" Goes back to the list, to the line of this process.
function! vimtrace#tree#list() abort
  let pid = matchstr(get(b:, 'vimtrace_file', ''), '\d\+$')
  if bufnr('%') == s:list
    return
  endif
  normal! m'
  execute 'buffer' s:list
  call search('^' . pid . '\s', 'cw')
endfunction

" Shows {buffer} in this window, and goes to {line} of it if that is not 0. |CTRL-O| leads back.
function! vimtrace#tree#go(buffer, line) abort
  normal! m'
  execute 'buffer' a:buffer
  if a:line > 0
    execute 'normal! ' . a:line . 'Gzvzz'
  endif
  redraw
  file
endfunction

" The number of the buffer for {file}, named for the process as the list shows it.
function! vimtrace#tree#buffer(file) abort
  let pid = matchstr(a:file, '\d\+$')
  return vimtrace#buffer#add('vimtrace://' . get(s:names, pid, pid), a:file)
endfunction

let &cpoptions = s:cpo
unlet s:cpo
