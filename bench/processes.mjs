/** Reads /proc: the parents, sessions, CPU time and memory of processes (proc(5)). */
import { readdirSync, readFileSync } from 'node:fs';

const fieldsOf = (text) => text.slice(text.lastIndexOf(')') + 2).split(' ');

function processOf(pid) {
  try {
    const fields = fieldsOf(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    const name = readFileSync(`/proc/${pid}/comm`, 'latin1').trim();
    return {
      pid,
      name,
      state: fields[0],
      parent: +fields[1],
      group: +fields[2],
      session: +fields[3],
    };
  } catch {
    return undefined;
  }
}

const all = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processOf(Number(name)) ?? [])
    .filter(({ state }) => state !== 'Z');

export const childrenOf = (pid) => all().filter(({ parent }) => parent === pid);
export const membersOf = (session) => all().filter((each) => each.session === session);

/** The number of threads of `pids`, and the sums of their CPU ticks and context switches. */
export function activity(pids) {
  const threads = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((tid) => `/proc/${pid}/task/${tid}`),
  );
  const total = { threads: threads.length, ticks: 0, switches: 0 };
  for (const thread of threads) {
    const fields = fieldsOf(readFileSync(`${thread}/stat`, 'latin1'));
    total.ticks += Number(fields[11]) + Number(fields[12]);
    const status = readFileSync(`${thread}/status`, 'latin1');
    for (const [, count] of status.matchAll(/ctxt_switches:\s*(\d+)/g))
      total.switches += Number(count);
  }
  return total;
}

/** The sums of Pss and Rss of `pids`, in MB of 1024 kB. */
export function memory(pids) {
  const sum = { pss: 0, rss: 0 };
  for (const pid of pids) {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
    sum.pss += Number(/^Pss:\s*(\d+)/m.exec(text)[1]) / 1024;
    sum.rss += Number(/^Rss:\s*(\d+)/m.exec(text)[1]) / 1024;
  }
  return sum;
}
