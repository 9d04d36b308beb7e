" All mappings of a trace's buffer: name, usual keys, modes, and what g? says. <Plug>(vimtrace-NAME) always exists; the
" usual keys are mapped unless the user has mapped them, or mapped the <Plug> name to others.
" Pairs are of unimpaired's form, with characters that neither unimpaired nor Neovim maps.

let s:cpo = &cpoptions
set cpoptions&vim

let s:all = [
      \ ['failed-next', ']-', 'nxo', 'next failed call'],
      \ ['failed-prev', '[-', 'nxo', 'previous failed call'],
      \ ['signal-next', ']s', 'nxo', 'next signal'],
      \ ['signal-prev', '[s', 'nxo', 'previous signal'],
      \ ['thread-next', ']]', 'nxo', 'next line of this thread'],
      \ ['thread-prev', '[[', 'nxo', 'previous line of this thread'],
      \ ['fd-next', ']i', 'nxo', 'next call on this descriptor, across dup and fork'],
      \ ['fd-prev', '[i', 'nxo', 'previous call on this descriptor'],
      \ ['fd-origin', 'gd', 'nxo', 'the call that made this descriptor'],
      \ ['match', '%', 'nxo', 'the other half of an interrupted call'],
      \ ['birth', '[{', 'nxo', 'birth of this process'],
      \ ['end', ']}', 'nxo', 'end of this process'],
      \ ['cause', 'g!', 'n', 'the call that the failure comes from, perhaps'],
      \ ['manual', 'K', 'n', 'manual page of this call'],
      \ ['file', 'gf', 'n', 'open the path in this line'],
      \ ['file-split', '<C-W>f', 'n', 'the same in a new window'],
      \ ['only-thread', '<LocalLeader>t', 'n', 'show only this thread'],
      \ ['only-process', '<LocalLeader>p', 'n', 'show only this process and its children'],
      \ ['only-call', '<LocalLeader>c', 'n', 'show only this call'],
      \ ['but-call', '<LocalLeader>C', 'n', 'show all but this call'],
      \ ['only-failed', '<LocalLeader>f', 'n', 'show only failed calls'],
      \ ['only-fd', '<LocalLeader>d', 'n', 'show only this descriptor'],
      \ ['only-pattern', '<LocalLeader>/', 'n', 'show only lines that match a pattern'],
      \ ['undo', '<LocalLeader>u', 'n', 'undo the last of these'],
      \ ['undo-all', '<LocalLeader>U', 'n', 'show all lines again'],
      \ ['keys', 'g?', 'n', 'these keys']]

" What a name does: a motion and its direction, or a command.
let s:motions = {
      \ 'failed-next': ['failed', ''], 'failed-prev': ['failed', 'b'], 'signal-next': ['signal', ''], 'signal-prev': ['signal', 'b'],
      \ 'thread-next': ['thread', ''], 'thread-prev': ['thread', 'b'], 'fd-next': ['fd', ''], 'fd-prev': ['fd', 'b'],
      \ 'fd-origin': ['origin', ''], 'match': ['match', ''], 'birth': ['birth', ''], 'end': ['end', '']}
let s:commands = {
      \ 'cause': 'call vimtrace#report#cause()', 'manual': 'call vimtrace#at#manual()',
      \ 'file': 'call vimtrace#at#file("edit")', 'file-split': 'call vimtrace#at#file("split")',
      \ 'only-thread': 'TraceOnly thread', 'only-process': 'TraceOnly process', 'only-call': 'TraceOnly call',
      \ 'but-call': 'TraceOnly! call', 'only-failed': 'TraceOnly failed', 'only-fd': 'TraceOnly descriptor',
      \ 'undo': 'TraceUndo', 'undo-all': 'TraceUndo!', 'keys': 'call vimtrace#keys()'}

function! vimtrace#map#all() abort
  return s:all
endfunction

" Defines them for the current buffer, and returns the commands that take them away.
function! vimtrace#map#define() abort
  let undo = []
  let is_wanted = !get(g:, 'vimtrace_no_maps') && !exists('g:no_plugin_maps') && !exists('g:no_strace_maps')
  for [name, keys, modes, _] in s:all
    let plug = '<Plug>(vimtrace-' . name . ')'
    for mode in split(modes, '\zs')
      let [expand, rest] = s:rhs(name, mode)
      execute mode . 'noremap <buffer> <silent>' . expand plug rest
      call add(undo, 'silent! ' . mode . 'unmap <buffer> ' . plug)
      if is_wanted && !hasmapto(plug, mode) && s:is_free(keys, mode)
        execute mode . 'map <buffer> <silent>' keys plug
        call add(undo, 'silent! ' . mode . 'unmap <buffer> ' . keys)
      endif
    endfor
  endfor
  " A space before the bar would belong to the key.
  return join(undo, '|')
endfunction

function! s:rhs(name, mode) abort
  if a:name ==# 'match'
    " On other lines % is Vim's own.
    return [' <expr>', 'vimtrace#map#percent("' . a:mode . '")']
  elseif has_key(s:motions, a:name)
    let [motion, back] = s:motions[a:name]
    return ['', printf(':<C-U>call vimtrace#move#by("%s", "%s", "%s")<CR>', motion, back, a:mode)]
  elseif a:name ==# 'only-pattern'
    return ['', ':<C-U>TraceOnly /']
  endif
  return ['', ':<C-U>' . s:commands[a:name] . '<CR>']
endfunction

" matchit is part of Vim, and its % is not the user's.
function! s:is_free(keys, mode) abort
  let mapped = maparg(substitute(a:keys, '<LocalLeader>', '\=get(g:, "maplocalleader", "\\")', ''), a:mode)
  return mapped ==# '' || mapped =~? 'matchit\|Match_wrapper'
endfunction

function! vimtrace#map#percent(mode) abort
  if v:count == 0 && index(['unfinished', 'resumed'], vimtrace#line#parse(getline('.')).kind) >= 0
    return printf(":\<C-U>call vimtrace#move#by('match', '', '%s')\<CR>", a:mode)
  endif
  return '%'
endfunction

" The keys that this buffer has for the names, as Vim shows them.
function! vimtrace#map#keys() abort
  let keys = {}
  for line in split(execute('nmap'), "\n")
    let [_, key, name; _] = matchlist(line, '^n\s\+\(\S\+\)\s.*<Plug>(vimtrace-\([a-z-]\+\))$') + ['', '', '']
    if key !=# '' && key !~# '^<Plug>'
      let keys[name] = key
    endif
  endfor
  return keys
endfunction

let &cpoptions = s:cpo
unlet s:cpo
