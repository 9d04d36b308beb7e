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
      \ 'cause': 'call vimtrace#report#cause()<CR>', 'manual': 'call vimtrace#at#manual()<CR>',
      \ 'file': 'call vimtrace#at#file("edit")<CR>', 'file-split': 'call vimtrace#at#file("split")<CR>',
      \ 'only-thread': 'TraceOnly thread<CR>', 'only-process': 'TraceOnly process<CR>', 'only-call': 'TraceOnly call<CR>',
      \ 'but-call': 'TraceOnly! call<CR>', 'only-failed': 'TraceOnly failed<CR>', 'only-fd': 'TraceOnly descriptor<CR>',
      \ 'only-pattern': 'TraceOnly /', 'undo': 'TraceUndo<CR>', 'undo-all': 'TraceUndo!<CR>', 'keys': 'call vimtrace#keys()<CR>'}

function! vimtrace#map#all() abort
  return s:all
endfunction

" Defines them for the current buffer. Each start of an editor waits for this, so one :map defines a motion in all its
" modes, and the user's own keys are looked for by the same modes at once.
function! vimtrace#map#define() abort
  let is_wanted = !get(g:, 'vimtrace_no_maps') && !exists('g:no_plugin_maps') && !exists('g:no_strace_maps')
  let has_own = hasmapto('<Plug>(vimtrace-', 'nxo')
  for [name, keys, modes, _] in s:all
    let plug = '<Plug>(vimtrace-' . name . ')'
    let all = modes ==# 'n' ? 'n' : ''
    execute all . 'noremap <buffer> <silent>' (has_key(s:motions, name) ? '<expr> ' . plug . ' vimtrace#map#motion("' . name . '")'
          \ : plug . ' :<C-U>' . s:commands[name])
    if !is_wanted
      continue
    elseif !has_own && maparg(keys, all) ==# ''
      execute all . 'map <buffer> <silent>' keys plug
    else
      for mode in filter(split(modes, '\zs'), '!hasmapto(plug, v:val) && s:is_free(keys, v:val)')
        execute mode . 'map <buffer> <silent>' keys plug
      endfor
    endif
  endfor
endfunction

function! vimtrace#map#undo() abort
  for [name, keys, _, _] in s:all
    let plug = '<Plug>(vimtrace-' . name . ')'
    for mode in filter(['n', 'x', 's', 'o'], 'maparg(keys, v:val) ==# plug')
      execute 'silent!' mode . 'unmap <buffer>' keys
    endfor
    execute 'silent! unmap <buffer>' plug
  endfor
endfunction

" matchit is part of Vim, and its % is not the user's.
function! s:is_free(keys, mode) abort
  return maparg(a:keys, a:mode) =~? '^$\|matchit\|Match_wrapper'
endfunction

" The keys for motion {name}, from any mode.
function! vimtrace#map#motion(name) abort
  if a:name ==# 'match' && (v:count || index(['unfinished', 'resumed'], vimtrace#line#parse(vimtrace#view#text('.')).kind) < 0)
    " On other lines % is Vim's own.
    return '%'
  endif
  let mode = mode(1) =~# '^no' ? 'o' : mode() ==# 'n' ? 'n' : 'x'
  return printf(":\<C-U>call vimtrace#move#by('%s', '%s', '%s')\<CR>", s:motions[a:name][0], s:motions[a:name][1], mode)
endfunction

" The keys that this buffer has for the names, as Vim shows them.
function! vimtrace#map#keys() abort
  let keys = {}
  for line in split(execute('nmap'), "\n")
    let [_, key, name; _] = matchlist(line, '^[n ]\s\+\(\S\+\)\s.*<Plug>(vimtrace-\([a-z-]\+\))$') + ['', '', '']
    if key !=# '' && key !~# '^<Plug>'
      let keys[name] = key
    endif
  endfor
  return keys
endfunction

let &cpoptions = s:cpo
unlet s:cpo
