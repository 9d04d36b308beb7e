" Compares a trace with another one, side by side in a new tab page.

let s:cpo = &cpoptions
set cpoptions&vim

" {trace} is @2 or another number of `vimtrace --list`, or a file. It is on the left side.
function! vimtrace#diff#open(trace) abort
  if a:trace ==# ''
    return vimtrace#complain('vimtrace: cannot compare: no other trace is named; use :Trace diff @2')
  endif
  let [file, is_copy] = vimtrace#job#file(vimtrace#view#source())
  let name = bufname(vimtrace#view#source())
  let trace = a:trace =~# '^@' ? a:trace : fnamemodify(expand(a:trace), ':p')
  call vimtrace#job#start(['--diff', trace, '--json', file], '',
        \ {status, out, err -> s:end(trace, name, is_copy ? file : '', status, out, err)})
endfunction

" The numbers of the traces that vimtrace has.
function! vimtrace#diff#words() abort
  let list = vimtrace#job#read(['--list', '--json'])
  return map(range(1, list ==# '' ? 0 : len(json_decode(list))), '"@" . v:val')
endfunction

function! s:end(trace, name, copy, status, out, err) abort
  if a:copy !=# ''
    call delete(a:copy)
  endif
  let sides = map(filter(copy(a:out), 'v:val =~# "^{"'), 'json_decode(v:val)')
  if len(sides) < 2
    call vimtrace#complain(get(filter(copy(a:err), 'v:val !=# ""'), 0, 'vimtrace: cannot compare: status ' . a:status))
  elseif a:status == 0
    redraw
    echo 'vimtrace: ' . a:trace . ' and this trace do not differ'
  else
    call vimtrace#job#idle({-> s:show(sides, [s:title(a:trace, sides[0]), a:name])})
  endif
endfunction

function! s:title(trace, side) abort
  return empty(a:side.command) ? a:trace : a:trace . ' ' . join(a:side.command)
endfunction

function! s:show(sides, names) abort
  tabnew
  call s:fill(a:sides[1], a:names[1])
  leftabove vnew
  call s:fill(a:sides[0], a:names[0])
  call cursor(a:sides[0].at, 1)
  normal! zvzz
endfunction

function! s:fill(side, name) abort
  setlocal buftype=nofile bufhidden=wipe noswapfile undolevels=-1
  call setline(1, a:side.text)
  setlocal nomodifiable filetype=strace
  execute 'silent noautocmd keepalt file' fnameescape('diff of ' . a:name . ' ' . bufnr('%'))
  nnoremap <buffer> <nowait> <silent> q :<C-U>tabclose<CR>
  diffthis
endfunction

let &cpoptions = s:cpo
unlet s:cpo
