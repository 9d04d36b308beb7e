" Keeps the trace when the editor ends.

let s:cpo = &cpoptions
set cpoptions&vim

" :TraceKeep. Without {name} the trace stays where it is, whatever the limits are: vimtrace finds a file beside the
" trace (src/os/trace/reading.ts). With {name} all of the trace is written there; {bang} is '!' to write over a file.
function! vimtrace#keep#trace(name, bang) abort
  if a:name !=# ''
    return vimtrace#view#at(line('.'), {-> s:write(a:name, a:bang)})
  endif
  let file = getbufvar(vimtrace#view#source(), 'vimtrace_file', '')
  " Of strace -ff, each process has a file in a directory.
  let place = matchstr(file, '\v^.*/[1-9]\d*-[A-Za-z0-9]{6}\ze/trace%(/trace\.\d+)?$')
  if place ==# ''
    echo 'vimtrace: the trace stays: it is a file of yours'
  elseif getftype(file) ==# ''
    call vimtrace#complain('vimtrace: cannot keep the trace: its file was removed; :TraceKeep NAME writes it')
  elseif s:mark(place . '/record-stays')
    echo 'vimtrace: the trace stays: vimtrace --open ' . place . '/trace'
  else
    call vimtrace#complain('vimtrace: cannot keep the trace: its directory is read-only; :TraceKeep NAME writes it')
  endif
endfunction

function! s:mark(file) abort
  try
    return writefile([], a:file) == 0
  catch
    return 0
  endtry
endfunction

function! s:write(name, bang) abort
  let name = expand(a:name)
  " Neovim 0.7 writes over a file from a buffer with 'buftype' acwrite.
  if a:bang ==# '' && getftype(name) !=# ''
    return vimtrace#complain('vimtrace: cannot write ' . name . ': it exists; :TraceKeep! ' . a:name . ' writes over it')
  endif
  try
    execute 'keepalt write' . a:bang '++bin' fnameescape(name)
  catch /^Vim/
    call vimtrace#complain('vimtrace: cannot write ' . name . ': ' . matchstr(v:exception, 'E\d\+.*'))
  endtry
endfunction

let &cpoptions = s:cpo
unlet s:cpo
