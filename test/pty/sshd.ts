/** Runs OpenSSH's sshd for one test, with its own keys: one sshd for each connection, as inetd does. */
import { mkdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { execa, execaSync, type Subprocess } from 'execa';
import { onTestFinished } from 'vitest';
import type { Place } from '../harness/place.ts';

export type Sshd = {
  /** The ssh command that logs in without a remote terminal. */
  readonly ssh: string;
  /** The sshd processes, one for each connection so far. */
  readonly servers: readonly Subprocess[];
};

/** Listen on a free port of the loopback interface until the test is over. */
export async function sshd(where: Place): Promise<Sshd> {
  const work = join(where.directory, 'work');
  for (const key of ['host', 'user'])
    execaSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(work, key)]);
  const config = where.write(
    'work/sshd_config',
    `HostKey ${work}/host
AuthorizedKeysFile ${work}/user.pub
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
PidFile none
`,
  );
  // sshd needs this directory for its chroot; where nothing booted the system, nothing has made it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const servers: Subprocess[] = [];
  const inetd = createServer({ pauseOnConnect: true }, (connection) => {
    const stdio = [connection, connection, 'ignore'] as const;
    servers.push(execa('/usr/sbin/sshd', ['-i', '-f', config], { stdio, reject: false }));
    connection.destroy();
  });
  await new Promise<void>((done) => inetd.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    inetd.close();
    for (const server of servers) server.kill('SIGKILL');
  });
  const { port } = inetd.address() as AddressInfo;
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
  return {
    ssh: `ssh -F none -i ${work}/user -p ${port} -o ${options.join(' -o ')} -l ${userInfo().username} 127.0.0.1`,
    servers,
  };
}
