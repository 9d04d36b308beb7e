/** isRefusal and rightsMissing: the words of a tracer that may not trace, and what vimtrace says then. */
import { expect, it } from 'vitest';
import { rightsMissing } from '../../../../src/cli/messages.ts';
import { isRefusal, rightsOf } from '../../../../src/cli/tracers/more.ts';

/** What perf 6.1, bpftrace 0.17 and tcpdump 4.99 print for the user nobody. */
const refusals = [
  [
    'perf',
    "Error:\tNo permissions to read /sys/kernel/tracing/events/raw_syscalls/sys_(enter|exit)\nHint:\tTry 'sudo mount -o remount,mode=755 /sys/kernel/tracing/'\n\n",
  ],
  ['perf', 'Error:\nAccess to performance monitoring and observability operations is limited.\n'],
  ['bpftrace', 'ERROR: bpftrace currently only supports running as the root user.\n'],
  [
    'tcpdump',
    "tcpdump: lo: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)\n",
  ],
] as const;

it.each(refusals)('%s is refused if it prints %j', (tracer, text) => {
  expect(isRefusal(tracer, text)).toBe(true);
});

it.each([
  [
    'perf',
    ' 0.1 ( 0.0 ms): cat/1 write(fd: 2, buf: Permission denied) = -1 EPERM (not permitted)\n',
  ],
  ['bpftrace', 'ERROR: Unknown identifier\n'],
  ['tcpdump', 'tcpdump: nosuch: No such device exists\n'],
  ['strace', 'ERROR: root user'],
  ['toString', 'Error: not permitted'],
] as const)('%s is not refused if it prints %j', (tracer, text) => {
  expect(isRefusal(tracer, text)).toBe(false);
});

it('says what only root may do, and what helps', () => {
  expect(rightsMissing('tcpdump', rightsOf('tcpdump')?.to ?? '', false)).toBe(
    'vimtrace: cannot trace with tcpdump: only root may capture packets; trace as root: sudo tcpdump',
  );
  expect(rightsMissing('perf', rightsOf('perf')?.to ?? '', true)).toBe(
    'vimtrace: cannot trace with perf: root may not read the trace events of the kernel here; give the container the capabilities that perf needs',
  );
});
