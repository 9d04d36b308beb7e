/**
 * Which signals each process is sent when a terminal vanishes, and what system calls on this terminal
 * return afterwards (H1). hangup.test.ts holds these tables against the real shells;
 * scripts/hangup.mjs generates docs/HANGUP.md from them.
 */

export const shells = ['zsh', 'bash', 'fish', 'dash', 'mksh'] as const;
export type Shell = (typeof shells)[number];

/** A signal and its sender, as siginfo names it. */
export type Sent = `SIG${'HUP' | 'CONT' | 'TERM'} by the ${'kernel' | 'shell'}`;

/** All signals that a process is sent, in no order; undefined if the shell cannot start this kind of job. */
export type PerShell = Readonly<Record<Shell, readonly Sent[] | undefined>>;

const nothing = [] as const;
const first = ['SIGHUP by the kernel'] as const;
const kernel = [...first, 'SIGCONT by the kernel'] as const;
const shell = ['SIGHUP by the shell'] as const;
const both = [...shell, ...kernel] as const;
const continued = [...shell, 'SIGCONT by the shell'] as const;
const terminated = ['SIGTERM by the shell', 'SIGCONT by the shell'] as const;
const twice = [...continued, ...terminated] as const;

const background = { zsh: shell, bash: shell, fish: shell, dash: nothing, mksh: nothing } as const;

/** The pty's master is closed while the shell waits for a job in the foreground. */
export const hangup = {
  'the shell': { zsh: kernel, bash: kernel, fish: kernel, dash: first, mksh: kernel },
  'a job in the foreground': { zsh: both, bash: both, fish: both, dash: kernel, mksh: both },
  'a job in the background': background,
  'a stopped job': { zsh: kernel, bash: twice, fish: continued, dash: kernel, mksh: continued },
  'a disowned job': {
    zsh: nothing,
    bash: nothing,
    fish: nothing,
    dash: undefined,
    mksh: undefined,
  },
  'a job in the background, by nohup': background,
  'a job in a session of its own, by setsid': {
    zsh: nothing,
    bash: nothing,
    fish: nothing,
    dash: nothing,
    mksh: nothing,
  },
} as const satisfies Readonly<Record<string, PerShell>>;

/** The terminal stays, and the user types exit at a prompt. */
export const exit = {
  'a job in the background': { ...background, bash: nothing },
  'a stopped job': { ...hangup['a stopped job'], bash: terminated },
  'a disowned job': hangup['a disowned job'],
} as const satisfies Readonly<Record<string, PerShell>>;

/** What a system call on the vanished terminal returns, in every shell and every session. */
export const survivors = {
  'read(2) that waits for input when the terminal vanishes': 'EIO',
  'read(2) that begins later': '0',
  'write(2)': 'EIO',
  'open(2) of /dev/tty': 'ENXIO',
} as const;
