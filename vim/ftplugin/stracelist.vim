" Vim filetype plugin
" Language: the list of processes that vimtrace makes of a trace of strace -ff
" Help:     :help vimtrace-processes

if exists('b:did_ftplugin')
  finish
endif
let s:cpo = &cpoptions
set cpoptions&vim
let b:did_ftplugin = 1

call vimtrace#tree#read()
setlocal nowrap
command! -buffer -bang -nargs=+ -complete=custom,vimtrace#report#words Trace call vimtrace#report#run(<bang>0, [<f-args>])
command! -buffer TraceKeep call vimtrace#keep#trace('', '')
nnoremap <buffer> <silent> g! :<C-U>call vimtrace#report#cause()<CR>
nnoremap <buffer> <silent> g? :<C-U>call vimtrace#keys()<CR>

let b:undo_ftplugin = 'setlocal wrap< | delcommand Trace | delcommand TraceKeep | silent! nunmap <buffer> g!|silent! nunmap <buffer> g?|' . vimtrace#tree#map()

let &cpoptions = s:cpo
unlet s:cpo
