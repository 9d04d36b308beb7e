/** What --help prints. */
export const help = `Usage: vimtrace [options] [--] TRACER [ARG...]

Run a tracer (strace, ltrace, or any command) and read its trace in a pager.

  -p, --pager CMD    page with CMD, a shell command; empty or cat: do not page
  -o, --output FILE  keep the trace in FILE
      --no-pager     do not page
      --hangup=WHAT  when the terminal goes: end all that runs (the default),
                     or keep tracing
      --grace=SECS   how long those that are told to end may take (default: 2)
      --last         open the newest trace that was kept
      --list         list the traces that were kept
      --forget       remove them
      --print-config print what is in force, and where each setting comes from
      --doctor       check what vimtrace needs, and say how to mend it
      --init=SHELL   print what zsh, bash or fish is to eval: an alias for each
                     tracer, and completion
  -h, --help         print this help and exit
  -V, --version      print the version and exit

The pager is --pager, else $VIMTRACE_PAGER, else that of the configuration, else
the first of vim, nvim, $PAGER, less and more that exists. The exit status is
the tracer's; 125 is vimtrace's own failure. To have it always:
eval "$(vimtrace --init zsh)", bash the same; vimtrace --init fish | source.
More: man vimtrace.
`;
