" Adds this package to 'runtimepath': after the user's own directories and before Vim's, so that the user's
" syntax/strace.vim wins over this package's, and this package's over Vim's.
" vimtrace sources this file in the editor that it starts; a vimrc can source it, for saved traces.
if 1 " A Vim without +eval skips all up to endif.
  let s:cpo = &cpoptions
  set cpoptions&vim
  let s:package = expand('<sfile>:p:h')
  let s:here = escape(s:package, '\,')
  let s:path = split(&runtimepath, '\\\@<!,')
  if index(s:path, s:here) < 0
    let s:own = index(s:path, escape($VIMRUNTIME, '\,'))
    call insert(s:path, s:here, s:own < 0 ? len(s:path) : s:own)
    let &runtimepath = join(s:path, ',')
    augroup vimtrace_filetype
      autocmd!
      " The motions come without `:filetype plugin on` too, but not where all plugins are off, as with -u NONE.
      autocmd FileType strace if &loadplugins && !exists('b:did_ftplugin') | runtime! ftplugin/strace.vim | endif
    augroup END
    " Where the detection of filetypes is on already, it has read each ftdetect/*.vim before.
    if exists('#filetypedetect')
      augroup filetypedetect
        execute 'source' fnameescape(s:package . '/ftdetect/strace.vim')
      augroup END
    endif
  endif
  let &cpoptions = s:cpo
  unlet s:cpo
endif
