" Folds the lines that a filter hides.

let s:cpo = &cpoptions
set cpoptions&vim

let s:options = ['foldmethod', 'foldtext', 'foldenable', 'foldlevel', 'foldminlines']

" Folds each of {gaps}; what the options were before. A trace that still grows may have lines behind {last}, the last
" line of this buffer.
function! vimtrace#folds#make(gaps, last) abort
  let saved = {}
  for option in s:options
    let saved[option] = getbufvar('%', '&' . option)
  endfor
  setlocal foldmethod=manual foldtext=vimtrace#folds#text() foldlevel=0 foldminlines=0 nofoldenable
  for [from, to] in a:gaps
    if from <= a:last
      execute 'silent' from . ',' . min([to, a:last]) . 'fold'
    endif
  endfor
  setlocal foldenable
  return saved
endfunction

" Takes the folds away, and sets the options as they were in {saved}; what is saved then.
function! vimtrace#folds#clear(saved) abort
  if !empty(a:saved)
    setlocal foldmethod=manual
    normal! zE
    for [option, value] in items(a:saved)
      call setbufvar('%', '&' . option, value)
    endfor
  endif
  return {}
endfunction

function! vimtrace#folds#text() abort
  let lines = v:foldend - v:foldstart + 1
  return '... ' . lines . (lines == 1 ? ' line ' : ' lines ')
endfunction

let &cpoptions = s:cpo
unlet s:cpo
