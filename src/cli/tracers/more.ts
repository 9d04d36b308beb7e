/** All tracers. A start of strace or ltrace does not read this file. */
import { entry, words } from '../table.ts';
import type { Rights, TracerProfile } from './profile.ts';
import { usual } from './usual.ts';

const information = ['h', 'help', 'V', 'version'];

export const tracers: Readonly<Record<string, TracerProfile>> = {
  ...usual,
  perf: {
    command: 'trace',
    filetype: 'strace',
    file: ['-o', '{file}'],
    stream: 'stderr',
    valued: {
      letters: 'CDeFGimoptu',
      words: words(
        'buildid-dir call-graph cgroup cpu debug debugfs-dir delay duration event expr filter filter-pids input map-dump max-events max-stack min-stack mmap-pages output pf pid proc-map-timeout switch-off switch-on tid uid',
      ),
    },
    untouched: words('o output h help'),
    untouchedCommands: ['record'],
    rights: {
      to: 'read the trace events of the kernel',
      trial: ['trace', 'true'],
      words:
        '^Error:\\s*(?:No permissions|.*[Pp]ermission denied|.*not permitted|Access to performance)',
    },
    package: 'linux-perf',
  },
  bpftrace: {
    file: ['-o', '{file}'],
    stream: 'stdout',
    valued: { letters: 'BfoeIpc', words: words('include emit-elf emit-llvm') },
    untouched: [...words('o l d info emit-elf'), ...information],
    permuted: true,
    rights: {
      to: 'load BPF programs',
      trial: ['-e', 'BEGIN { exit(); }'],
      words: '^ERROR:.*(?:root user|[Pp]ermission denied|not permitted)',
    },
  },
  valgrind: {
    filetype: 'valgrind',
    file: ['--log-file={file}'],
    doubled: '%',
    stream: 'stderr',
    valued: { letters: '', words: [] },
    untouched: [
      ...words(
        'log-file log-fd log-socket xml-file xml-fd xml-socket gen-suppressions vgdb-error vgdb-stop-at help-debug help-dyn-options',
      ),
      ...information,
    ],
    // Each program that starts would empty the file (T11).
    printed: ['trace-children'],
  },
  uftrace: {
    stream: 'stdout',
    valued: {
      letters: 'AbCdDEfFHKLNpPrRsStTUWZ',
      words: words(
        'argument buffer caller-filter data depth Event output-fields filter hide kernel-depth libmcount-path notrace pid patch time-range retval sort script time-filter unpatch watch size-filter clock color column-offset debug-domain demangle diff diff-policy format host kernel-buffer logfile match max-stack num-thread opt-file port rt-prio run-cmd sample-time signal sort-column tid with-syms',
      ),
    },
    untouched: [...words('usage'), ...information],
    untouchedCommands: ['record', 'recv', 'tui'],
  },
  tcpdump: {
    stream: 'stdout',
    valued: {
      letters: 'BcCEFGijmMQrsTVwWyzZ',
      words: words(
        'buffer-size interface time-stamp-type direction snapshot-length linktype time-stamp-precision relinquish-privileges',
      ),
    },
    untouched: words(
      'w d D list-interfaces J list-time-stamp-types L list-data-link-types h help version',
    ),
    permuted: true,
    rights: {
      to: 'capture packets',
      trial: ['-i', 'any', '-L'],
      words: "^tcpdump:.*(?:don't have permission|not permitted|[Pp]ermission denied)",
    },
  },
  gdb: {
    stream: 'both',
    only: ['batch'],
    valued: {
      letters: 'bcdDeilpstx',
      words: words(
        'core exec pid directory se symbols command ex eval-command ix init-command iex init-eval-command interpreter tty cd data-directory',
      ),
    },
    untouched: words('configuration h help v version tui'),
    oneDash: true,
    permuted: 'args',
  },
  sysdig: {
    stream: 'stdout',
    valued: {
      letters: 'cCeGHIikKmMnprstUwW',
      words: words(
        'chisel file-size cri cri-timeout seconds plugin input chisel-info k8s-api node-name k8s-api-cert mesos-api numevents plugin-config-file print read snaplen timetype write limit',
      ),
    },
    untouched: words(
      'w write l list L list-events list-chisels list-markdown i chisel-info q quiet libs-version h help version',
    ),
    permuted: true,
  },
  stap: {
    file: ['-o', '{file}'],
    stream: 'stdout',
    valued: {
      letters: 'psIXDBaGRrmdocxeElLST',
      words: words(
        'vp modinfo compatible privilege remote rlimit-as rlimit-cpu rlimit-nproc rlimit-stack rlimit-fsize sysroot sysenv runtime target-namespaces',
      ),
    },
    untouched: [
      ...words(
        'o p l L F i interactive monitor check-version clean-cache example list-servers dump-probe-types dump-probe-aliases dump-functions',
      ),
      ...information,
    ],
    permuted: true,
    package: 'systemtap',
  },
};

/** The rights that `tracer` needs; undefined for a tracer that needs none, or is unknown. */
export const rightsOf = (tracer: string): Rights | undefined => entry(tracers, tracer)?.rights;

/** Whether `text`, printed by `tracer`, says that the tracer is refused. */
export function isRefusal(tracer: string, text: string): boolean {
  const rights = rightsOf(tracer);
  return rights !== undefined && new RegExp(rights.words, 'm').test(text);
}

/** The Debian package that contains `tracer`; undefined for an unknown tracer. */
export function packageOf(tracer: string): string | undefined {
  const profile = entry(tracers, tracer);
  return profile && (profile.package ?? tracer);
}
