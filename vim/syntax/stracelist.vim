" Vim syntax file
" Language: the list of processes that vimtrace makes of a trace of strace -ff

if exists('b:current_syntax')
  finish
endif

syntax match stracelistHead /^PID\s.*\sCOMMAND$/
syntax match stracelistCause /^\d\+:\d\+\s\s.*/ contains=stracelistPlace
syntax match stracelistRow /^\d\+\s\s.*/ contains=stracelistPid,stracelistPlace,stracelistGood,stracelistBad,stracelistSize
syntax match stracelistPid /^\d\+/ contained
syntax match stracelistPlace /\%(^\|\s\)\@<=\d\+:\d\+\ze\s/ contained
syntax match stracelistGood /\sexit 0\ze\s/ contained
syntax match stracelistBad /\s\%(exit [1-9]\d*\|SIG[A-Z0-9]\+\)\ze\s/ contained
syntax match stracelistSize /\s\d\+\%(\.\d\)\= [kMGT]\=B\ze\s/ contained

highlight default link stracelistHead Title
highlight default link stracelistCause WarningMsg
highlight default link stracelistPid Identifier
highlight default link stracelistPlace Number
highlight default link stracelistGood Comment
highlight default link stracelistBad Error
highlight default link stracelistSize Comment

let b:current_syntax = 'stracelist'
