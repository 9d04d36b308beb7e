" The buffer of a trace, for Vim 8.2 or later and Neovim 0.7 or later. vimtrace sources this file by --cmd, before the
" user's vimrc; the trace is the last argument of the editor.
"
" The buffer has the name vimtrace://TITLE, and no file of that name exists, so autocommands read and write the buffer.
" It is never in viminfo or shada: the trace may be gone when a later editor would offer it.

" For a Vim without +eval, which skips all from `if 1` to its `endif`: the trace is the first file that Vim reads.
augroup vimtrace
  autocmd!
  autocmd BufReadPre * ++once setlocal nomodeline buftype=nowrite
  autocmd BufReadPost * ++once set nobinary
augroup END

if 1
  let s:cpo = &cpo
  " Vim may be compatible here: it reads --cmd before it finds a vimrc.
  set cpo&vim

  let s:package = expand('<sfile>:p:h:h:h')
  " Before the vimrc, because Neovim looks for its packages anew after each change of 'runtimepath'.
  execute 'source' fnameescape(s:package . '/vimtrace.vim')
  " The file of the trace, by the name of its buffer, and the name by the file.
  let s:files = {}
  let s:names = {}
  let s:filetype = get(g:, 'vimtrace_filetype', '')
  " What the run may have failed for, if the editor opens at that line (`+LINE`); it is said once.
  let s:cause = get(g:, 'vimtrace_cause', '')
  unlet! g:vimtrace_cause
  " Whether two traces are compared: the last two arguments of the editor.
  let s:pair = get(g:, 'vimtrace_pair', 0)

  " Escaped, because the path is a pattern here (:help file-pattern).
  function! s:Pattern(path) abort
    return substitute(a:path, '[][*?{}\\,|%#$~ ]', '\\&', 'g')
  endfunction

  " The name of the buffer for the trace in `file`: what was run and how it ended. A file of the user keeps its own
  " name; a trace of vimtrace is in a place (src/os/trace/place.ts), with a title if the disk had room for one.
  function! s:NameOf(file) abort
    if has_key(s:names, a:file)
      return s:names[a:file]
    elseif a:file !~# '\v/[1-9]\d*-[A-Za-z0-9]{6}/%(trace|record-list)$'
      return a:file
    endif
    let title = fnamemodify(a:file, ':h') . '/record-title'
    return 'vimtrace://' . get(filereadable(title) ? readfile(title, '', 1) : [], 0, a:file)
  endfunction

  " The number of a buffer for the trace in {file}, which is read when it is first shown.
  function! vimtrace#buffer#add(name, file) abort
    let s:files[a:name] = a:file
    let s:names[a:file] = a:name
    return bufadd(a:name)
  endfunction

  " BufReadCmd: the current buffer gets the bytes of the trace in `file`. Plugins see in BufReadPre and BufReadPost
  " that the buffer is no file to check, because 'buftype' is set; 'acwrite' because only then :w can say more.
  function! s:Read(file) abort
    " Traced data may contain modelines, which :filetype detect would obey.
    setlocal buftype=acwrite bufhidden=hide noswapfile noreadonly nofixendofline nomodeline
    silent doautocmd <nomodeline> BufReadPre
    " Without these levels u would take the trace away.
    let levels = &l:undolevels
    setlocal undolevels=-1
    try
      execute 'silent noautocmd keepalt keepjumps 0read ++bin ++edit' fnameescape(a:file)
      silent keepjumps $delete _
    catch
      call s:Complain('cannot read the trace', matchstr(v:exception, 'E\d.*'), 'vimtrace --list shows what is kept')
    finally
      let &l:undolevels = levels
    endtry
    keepjumps normal! gg
    set nobinary
    setlocal nomodified
    let b:vimtrace = 1
    call s:Name(a:file)
    call s:Wipe(a:file)
    if v:vim_did_enter
      call s:Map()
    else
      " Not before: the autocommands of the user's vimrc run first, and may map q.
      autocmd vimtrace VimEnter * ++once call s:Entered()
    endif
    " For :Trace, which asks vimtrace about the file.
    let b:vimtrace_file = a:file
    if s:filetype !=# ''
      " The list of the processes, for a trace with a file for each of them.
      call s:Type(a:file =~# '/record-list$' ? 'stracelist' : s:filetype)
      if has_key(s:names, a:file)
        call vimtrace#tree#map()
      endif
    endif
    silent doautocmd <nomodeline> BufReadPost
  endfunction

  " Highlight the trace, and define its motions.
  function! s:Type(filetype) abort
    if stridx(&runtimepath, escape(s:package, '\,')) < 0
      " The vimrc has set 'runtimepath'.
      execute 'source' fnameescape(s:package . '/vimtrace.vim')
    endif
    let &l:filetype = a:filetype
    " Without `:filetype plugin on` too, but not where all plugins are off, as with -u NONE.
    if &loadplugins && !exists('b:did_ftplugin')
      execute 'runtime! ftplugin/' . a:filetype . '.vim'
    endif
  endfunction

  " Name the current buffer, and keep all buffers of traces out of viminfo or shada.
  function! s:Name(file) abort
    let name = s:NameOf(a:file)
    let s:files[name] = a:file
    if expand('%:p') ==# name || bufexists(name)
      return
    endif
    execute 'silent noautocmd keepalt file' fnameescape(name)
    let option = exists('+shada') ? 'shada' : 'viminfo'
    if exists('+' . option) && eval('&' . option) !=# ''
      execute 'set' option . '^=rvimtrace://'
    endif
  endfunction

  " :file and :read leave a buffer with the name of the file, which would be in :ls! and in viminfo.
  function! s:Wipe(file) abort
    for number in filter(range(1, bufnr('$')), 'v:val != bufnr("") && bufexists(v:val)')
      if fnamemodify(bufname(number), ':p') ==# a:file
        execute 'noautocmd bwipeout' number
      endif
    endfor
  endfunction

  " q quits, unless the user maps q.
  function! s:Map() abort
    if maparg('q', 'n') ==# ''
      nnoremap <buffer> <expr> <nowait> <silent> q vimtrace#buffer#quit()
    endif
  endfunction

  " The keys for q: a q that ends the recording of a register stays.
  function! vimtrace#buffer#quit() abort
    let quit = &diff ? 'quitall' : 'quit'
    return reg_recording() ==# '' ? ":\<C-u>" . quit . "\<CR>" : 'q'
  endfunction

  function! s:Complain(what, reason, remedy) abort
    echohl ErrorMsg
    echomsg 'vimtrace: ' . a:what . ': ' . a:reason . '; ' . a:remedy
    echohl None
  endfunction

  " BufWriteCmd: Vim takes a buffer that is still modified for not written, so :wq does not quit.
  function! s:Refuse() abort
    setlocal modified
    call s:Complain('cannot write over the trace', 'vimtrace never changes a trace', ':write NAME saves a copy')
  endfunction

  " The buffer that :saveas or :file has just made a file of the user.
  let s:released = 0

  " BufWritePre: from a buffer whose 'buftype' is acwrite, Neovim 0.7 writes over another file without a `!`. :saveas
  " has taken the type away by then.
  function! s:Guard(name) abort
    let is_ours = exists('b:vimtrace') || s:released == bufnr('%')
    let s:released = 0
    if is_ours && !v:cmdbang && getftype(a:name) !=# ''
      throw 'vimtrace: cannot write ' . a:name . ': it exists; :write! ' . a:name . ' writes over it'
    endif
  endfunction

  " BufFilePre, for :saveas and :file: the text becomes a file of the user.
  function! s:Release() abort
    let s:released = bufnr('%')
    setlocal buftype= bufhidden= modeline<
    unlet! b:vimtrace
    if maparg('q', 'n') =~# 'vimtrace#buffer#quit'
      nunmap <buffer> q
    endif
  endfunction

  function! s:Entered() abort
    if s:pair
      for number in filter(tabpagebuflist(), 'getbufvar(v:val, "vimtrace", 0)')
        call win_execute(bufwinid(number), 'call s:Map()')
      endfor
    endif
    if exists('b:vimtrace')
      call s:Map()
      if s:cause ==# ''
        file
      else
        " A longer message would ask for a key.
        echomsg printf('%.*S', get(v:, 'echospace', &columns - 12), s:cause)
      endif
    endif
  endfunction

  " QuitPre: text that the user has changed in a trace's buffer does not keep the editor from quitting.
  function! s:Quitting() abort
    for number in filter(range(1, bufnr('$')), 'getbufvar(v:val, "vimtrace", 0)')
      call setbufvar(number, '&modified', 0)
    endfor
  endfunction

  " VimLeavePre: Vim saves the marks A to Z of every buffer, whatever 'viminfo' says.
  function! s:Leaving() abort
    for mark in map(range(26), 'nr2char(65 + v:val)')
      if getbufvar(getpos("'" . mark)[0], 'vimtrace', 0)
        execute 'delmarks' mark
      endif
    endfor
  endfunction

  augroup vimtrace
    autocmd!
    let s:pattern = s:Pattern(argv(argc() - 1))
    if s:pair
      let s:pattern .= ',' . s:Pattern(argv(argc() - 2))
    endif
    execute 'autocmd BufReadCmd' s:pattern 'call s:Read(expand("<afile>:p"))'
    execute 'autocmd BufWriteCmd vimtrace://*,' . s:pattern 'call s:Refuse()'
    autocmd BufReadCmd vimtrace://* call s:Read(get(s:files, expand('<afile>'), expand('<afile>')))
    autocmd BufFilePre vimtrace://* call s:Release()
    if has('nvim')
      autocmd BufWritePre,FileWritePre * call s:Guard(expand('<afile>'))
    endif
    autocmd QuitPre * call s:Quitting()
    autocmd VimLeavePre * call s:Leaving()
    " With -R every :edit ends with 'readonly', and then :w would not come to BufWriteCmd.
    autocmd CmdlineEnter : if exists('b:vimtrace') | setlocal noreadonly | endif
  augroup END

  let &cpo = s:cpo
  unlet s:cpo
endif
