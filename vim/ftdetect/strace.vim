" A trace in a file is known by its first call, whatever strace or ltrace has put before it.

let s:cpo = &cpoptions
set cpoptions&vim

autocmd BufNewFile,BufRead * call s:Detect()

function! s:Detect() abort
  if !did_filetype() && vimtrace#detect#is_trace(getline(1))
    setfiletype strace
  endif
endfunction

let &cpoptions = s:cpo
unlet s:cpo
