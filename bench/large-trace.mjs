/**
 * Writes a trace as of `strace -f -o FILE make -j4`: many processes, some interrupted calls, lines of about 90 bytes.
 * The same size gives the same bytes.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

/** So many processes run at the same time. */
const JOBS = 4;
/** The pid of make. */
const ROOT = 1000;
/** A pid comes again after this one, as in a container with few pids. */
const LAST_PID = 32_768;

/** Makes a function that gives the same numbers in each run: a linear congruential generator. */
function generator() {
  let state = 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What a compiler does, as groups of calls that follow each other; `n` is some number. */
const groups = [
  // A header, which is found in the third directory.
  (n) => [
    `openat(AT_FDCWD, "/usr/local/include/bits/types/file${n % 2000}.h", O_RDONLY|O_NOCTTY) = -1 ENOENT (No such file or directory)`,
    `openat(AT_FDCWD, "/usr/lib/gcc/include/bits/file${n % 2000}.h", O_RDONLY|O_NOCTTY) = -1 ENOENT (No such file or directory)`,
    `openat(AT_FDCWD, "/usr/include/x86_64-linux-gnu/bits/types/file${n % 2000}.h", O_RDONLY|O_NOCTTY) = 4`,
    `newfstatat(4, "", {st_mode=S_IFREG|0644, st_size=${n}, st_blocks=8, ...}, AT_EMPTY_PATH) = 0`,
    `read(4, "/* Copyright (C) 1991-2022 Free "..., ${n}) = ${n}`,
    'read(4, "", 4096)                       = 0',
    'close(4)                                = 0',
  ],
  (n) => [
    `mmap(NULL, ${n * 4096}, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f1dc${n}000`,
    `munmap(0x7f1dc${n}000, ${n * 4096})            = 0`,
  ],
  (n) => [
    `newfstatat(AT_FDCWD, "/home/user/src/project/build/objects/file${n % 1200}.d", {st_mode=S_IFREG|0644, st_size=${n}, ...}, 0) = 0`,
    `lseek(3, ${n}, SEEK_SET)                    = ${n}`,
    `write(3, "\\177ELF\\2\\1\\1\\0\\0\\0\\0\\0\\0\\0\\0\\0\\1\\0>\\0\\1\\0\\0\\0"..., ${n}) = ${n}`,
  ],
  (n) => [
    'rt_sigaction(SIGINT, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x7f3b}, NULL, 8) = 0',
    `access("/home/user/src/project/include/generated/file${n % 1500}.h", R_OK) = 0`,
    `ioctl(1, TCGETS, 0x7ffd9e${n})             = -1 ENOTTY (Inappropriate ioctl for device)`,
  ],
];
/** A call that failed, and that is no search. */
const failed = (n) => [
  `openat(AT_FDCWD, "/home/user/src/project/private/file${n % 100}.c", O_RDONLY) = -1 EACCES (Permission denied)`,
];

/** Writes a trace of at least `bytes` to the file `path`; its size in bytes. */
export function writeTrace(path, bytes) {
  const random = generator();
  const to = openSync(path, 'w');
  const jobs = [];
  let text = `${ROOT} execve("/usr/bin/make", ["make", "-j4"], 0x7ffc1c1c5c50 /* 38 vars */) = 0\n`;
  let size = 0;
  let pid = ROOT;
  let made = 0;
  const begin = () => {
    pid = pid === LAST_PID ? ROOT + 1 : pid + 1;
    made += 1;
    jobs.push({ pid, left: 30 + random(150), next: [] });
    text += `${ROOT} clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f8a) = ${pid}\n`;
    text += `${pid} execve("/usr/bin/cc", ["cc", "-O2", "-c", "-o", "file${made}.o", "file${made}.c"], 0x55e0 /* 40 vars */) = 0\n`;
  };
  const end = (job) => {
    text += `${job.pid} exit_group(0)                      = ?\n${job.pid} +++ exited with 0 +++\n`;
    text += `${ROOT} --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=${job.pid}, si_uid=0, si_status=0} ---\n`;
    jobs.splice(jobs.indexOf(job), 1);
  };
  /** The next line of `job`. */
  const step = (job) => {
    if (job.next.length === 0) {
      if (job.left === 0) {
        end(job);
        return;
      }
      job.left -= 1;
      const group = random(50) === 0 ? failed : groups[random(groups.length)];
      job.next = group(4096 + random(60_000));
    }
    const line = job.next.shift();
    const open = line.indexOf(', ');
    if (open > 0 && !line.startsWith('<') && random(50) === 0) {
      text += `${job.pid} ${line.slice(0, open + 2)} <unfinished ...>\n`;
      const name = line.slice(0, line.indexOf('('));
      job.next.unshift(`<... ${name} resumed>${line.slice(open + 2)}`);
    } else text += `${job.pid} ${line}\n`;
  };
  while (size + text.length < bytes) {
    while (jobs.length < JOBS) begin();
    step(jobs[random(jobs.length)]);
    if (text.length > 1 << 20) {
      size += writeSync(to, text, null, 'latin1');
      text = '';
    }
  }
  while (jobs.length > 0) step(jobs[0]);
  size += writeSync(to, text, null, 'latin1');
  closeSync(to);
  return size;
}
