/** The profiles of strace and ltrace, apart from all others so that a plain start reads no other profile. */
import { words } from '../table.ts';
import type { TracerProfile } from './profile.ts';

/** The two tracers that most runs of vimtrace start. */
export const usual: Readonly<Record<string, TracerProfile>> = {
  strace: {
    filetype: 'strace',
    file: ['-o', '{file}'],
    piped: ['-o', '|{command}'],
    stream: 'stderr',
    ignoring: ['-I3'],
    ignoringAttached: ['-I1'],
    valued: {
      letters: 'abeEIoOpPsSuUX',
      words: words(
        'argv0 attach columns const-print-style detach-on env interruptible output summary-columns summary-sort-by summary-syscall-overhead string-limit trace trace-path user signal status abbrev verbose raw read write inject fault kvm decode-pids',
      ),
    },
    untouched: words('o output h help V version'),
    splitting: { letter: 'f', word: 'output-separately' },
    attaching: ['p', 'attach'],
  },
  ltrace: {
    filetype: 'strace',
    file: ['-o', '{file}'],
    stream: 'stderr',
    valued: {
      letters: 'aAeFlnopsuwxD',
      words: words('align config library indent output where debug'),
    },
    untouched: words('o output h help V version'),
    attaching: ['p'],
  },
};
