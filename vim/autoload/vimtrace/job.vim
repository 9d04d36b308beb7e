" Runs vimtrace beside the editor, so that keys work meanwhile. A Vim without +job waits for it, and says so.

let s:cpo = &cpoptions
set cpoptions&vim

" The jobs that run; a Vim keeps no job that nothing refers to.
let s:jobs = {}
let s:last = 0

" Starts vimtrace with {arguments}; its output goes to the file {output}, or to {done} if that is ''.
" {done} gets the status, and the lines of the output and of the errors. Returns a number for vimtrace#job#stop(), or 0
" if vimtrace cannot be run.
function! vimtrace#job#start(arguments, output, done) abort
  let program = s:program()
  if !executable(program)
    call vimtrace#complain('vimtrace: cannot run ' . program . ': not found; put vimtrace in PATH')
    return 0
  endif
  let s:last += 1
  let state = {'id': s:last, 'out': [], 'err': [], 'done': a:done}
  let command = a:output ==# '' ? [program] + a:arguments : ['/bin/sh', '-c', 'exec "$@" >"$0"', a:output, program] + a:arguments
  let s:jobs[state.id] = state
  if has('nvim')
    let state.job = jobstart(command, {'stdout_buffered': 1, 'stderr_buffered': 1,
          \ 'on_stdout': {_, data, name -> extend(state.out, data)}, 'on_stderr': {_, data, name -> extend(state.err, data)},
          \ 'on_exit': {_, status, name -> s:end(state, status)}})
  elseif has('job')
    " close_cb comes after the last line, and exit_cb perhaps before it.
    let state.job = job_start(command, {'in_io': 'null', 'out_cb': {_, line -> add(state.out, line)}, 'err_cb': {_, line -> add(state.err, line)},
          \ 'close_cb': {_ -> s:one(state, 'closed', 1)}, 'exit_cb': {_, status -> s:one(state, 'status', status)}})
  else
    call s:wait(state, command)
  endif
  return state.id
endfunction

" Ends the job {id}, if it runs; nobody is told.
function! vimtrace#job#stop(id) abort
  let state = get(s:jobs, a:id, {})
  if !empty(state)
    call remove(s:jobs, a:id)
    call call(has('nvim') ? 'jobstop' : 'job_stop', [state.job])
  endif
endfunction

" The output of vimtrace with {arguments}, which must be quick: the editor waits. '' if vimtrace fails.
function! vimtrace#job#read(arguments) abort
  let program = s:program()
  let output = executable(program) ? system(join(map([program] + a:arguments, 'shellescape(v:val)')) . ' 2>/dev/null') : ''
  return v:shell_error ? '' : output
endfunction

" Calls {Do} when the user is not typing a command, and has no text selected: a window that changed would confuse them.
function! vimtrace#job#idle(Do) abort
  if has('timers') && mode(1) =~# "^[iRvVsS\<C-V>\<C-S>rt]\\|^no\\|^c$"
    call timer_start(30, {-> vimtrace#job#idle(a:Do)})
  else
    call a:Do()
  endif
endfunction

" The trace in buffer {number}, and whether it is a copy: of text that was changed, or that has no file. A list of
" processes stands for the files of all.
function! vimtrace#job#file(number) abort
  let file = getbufvar(a:number, 'vimtrace_file', fnamemodify(bufname(a:number), ':p'))
  let is_list = getbufvar(a:number, '&filetype') ==# 'stracelist'
  if is_list || !getbufvar(a:number, '&modified') && filereadable(file)
    return [file, 0]
  endif
  let copy = tempname()
  call writefile(getbufline(a:number, 1, '$'), copy)
  return [copy, 1]
endfunction

function! s:wait(state, command) abort
  let errors = tempname()
  redraw
  echo 'vimtrace: reads the trace; this Vim has no +job, and takes no keys meanwhile'
  let out = system(join(map(copy(a:command), 'shellescape(v:val)')) . ' 2>' . shellescape(errors))
  let status = v:shell_error
  let a:state.out = split(out, "\n")
  let a:state.err = filereadable(errors) ? readfile(errors) : []
  call delete(errors)
  call s:end(a:state, status)
endfunction

function! s:one(state, what, value) abort
  let a:state[a:what] = a:value
  if has_key(a:state, 'closed') && has_key(a:state, 'status')
    call s:end(a:state, a:state.status)
  endif
endfunction

function! s:end(state, status) abort
  if has_key(s:jobs, a:state.id)
    call remove(s:jobs, a:state.id)
    call a:state.done(a:status, a:state.out, a:state.err)
  endif
endfunction

" The vimtrace of this package, or else that of PATH.
function! s:program() abort
  let own = fnamemodify(s:file, ':h:h:h:h') . '/bin/vimtrace'
  return get(g:, 'vimtrace_program', executable(own) ? own : 'vimtrace')
endfunction
let s:file = resolve(expand('<sfile>:p'))

let &cpoptions = s:cpo
unlet s:cpo
