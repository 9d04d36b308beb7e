" Vim filetype plugin
" Language: traces of strace and ltrace
" Options:  g:vimtrace_no_maps (or Vim's own g:no_plugin_maps, g:no_strace_maps): only the <Plug> names
" Help:     :help vimtrace

if exists('b:did_ftplugin')
  finish
endif
let s:cpo = &cpoptions
set cpoptions&vim
let b:did_ftplugin = 1

command! -buffer -bang -nargs=1 -complete=custom,vimtrace#less#words TraceOnly call vimtrace#less#only(<q-args>, <bang>0)
command! -buffer -bang TraceUndo call vimtrace#less#undo(<bang>0)
command! -buffer -bang -nargs=+ -complete=custom,vimtrace#report#words Trace call vimtrace#report#run(<bang>0, [<f-args>])
command! -buffer -bang -nargs=? -complete=file TraceKeep call vimtrace#keep#trace(<q-args>, <q-bang>)

call vimtrace#map#define()
let b:undo_ftplugin = 'delcommand TraceOnly | delcommand TraceUndo | delcommand Trace | delcommand TraceKeep | call vimtrace#map#undo()'

let &cpoptions = s:cpo
unlet s:cpo
