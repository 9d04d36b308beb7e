" Adds this package to 'runtimepath': after the user's own directories and before Vim's, so that the user's
" syntax/strace.vim wins over this package's, and this package's over Vim's.
" vimtrace sources this file in the editor that it starts; a vimrc can source it, for saved traces.
if 1 " A Vim without +eval skips all up to endif.
  let s:cpo = &cpoptions
  set cpoptions&vim
  let s:package = expand('<sfile>:p:h')
  let s:here = escape(s:package, '\,')
  if stridx(',' . &runtimepath . ',', ',' . s:here . ',') < 0
    let s:own = stridx(',' . &runtimepath . ',', ',' . escape($VIMRUNTIME, '\,') . ',')
    let &runtimepath = s:own < 0 ? &runtimepath . ',' . s:here
          \ : strpart(&runtimepath, 0, s:own) . s:here . ',' . strpart(&runtimepath, s:own)
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
