/** Turns: one vimtrace of a process group has its pager at a time, and a lost turn can be taken again. */
import { once } from 'node:events';
import fs, {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, type Subprocess } from 'execa';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Pid } from '../../../../src/core/types.ts';
import { sweepTurns, turnIn } from '../../../../src/os/job/turn.ts';
import { known, stat } from '../../../../src/os/process/proc.ts';

let directory: string;
let link: string;
let rival: Subprocess;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'vimtrace-turn-'));
  link = join(directory, `turn-${stat('self')?.group}`);
  rival = execa('sleep', ['1000'], { stdio: 'ignore', reject: false });
  await once(rival, 'spawn');
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  rival.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

const nameOf = ({ pid = 0 }: Subprocess): string => `${pid}-${known(pid as Pid).birth}`;
const ours = (): string => `${process.pid}-${known(process.pid as Pid).birth}`;
async function end(child: Subprocess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('a turn', () => {
  it('is taken once, and given back', () => {
    const turn = turnIn(directory);
    expect([turn.take(), turn.take()]).toEqual(['ours', 'ours']);
    expect(readlinkSync(link)).toBe(ours());
    turn.giveBack();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('stays with another live vimtrace, and only that one gives it back', () => {
    symlinkSync(nameOf(rival), link);
    const turn = turnIn(directory);
    expect(turn.take()).toBe('taken');
    turn.giveBack();
    expect(readlinkSync(link)).toBe(nameOf(rival));
  });

  it('comes when its owner has been killed', async () => {
    symlinkSync(nameOf(rival), link);
    const turn = turnIn(directory);
    const come = vi.fn();
    turn.await(come);
    expect(come).not.toHaveBeenCalled();
    await end(rival);
    await vi.waitFor(() => expect(come).toHaveBeenCalledOnce(), 10_000);
    expect(readlinkSync(link)).toBe(ours());
  });

  it('is not taken any more by a vimtrace that has given it back', async () => {
    symlinkSync(nameOf(rival), link);
    const [first, second] = [turnIn(directory), turnIn(directory)];
    const come = vi.fn();
    first.await(come);
    first.giveBack();
    // The second looks later: were the first still to look, it would take the turn before.
    const later = vi.fn();
    second.await(later);
    await end(rival);
    await vi.waitFor(() => expect(later).toHaveBeenCalledOnce(), 10_000);
    expect(come).not.toHaveBeenCalled();
  });

  it('comes when its owner gives it back', async () => {
    symlinkSync(nameOf(rival), link);
    const come = vi.fn();
    turnIn(directory).await(come);
    rmSync(link);
    await vi.waitFor(() => expect(come).toHaveBeenCalledOnce(), 10_000);
  });

  it('comes at once if it has no owner', () => {
    const come = vi.fn();
    turnIn(directory).await(come);
    expect(come).toHaveBeenCalledOnce();
  });

  it('does not belong to a later process with the pid of its owner', () => {
    symlinkSync(`${rival.pid}-1`, link);
    expect(turnIn(directory).take()).toBe('ours');
  });

  it.each([
    '',
    'x',
    '-',
    '0-0',
    '1-1',
    '/etc/passwd',
  ])('does not belong to an owner named "%s"', (name) => {
    if (name === '') writeFileSync(link, '');
    else symlinkSync(name, link);
    expect(turnIn(directory).take()).toBe('ours');
  });

  it('goes to a rival that took it first', () => {
    const make = fs.symlinkSync;
    symlinkSync('1-1', link);
    vi.spyOn(fs, 'symlinkSync')
      .mockImplementationOnce(make)
      .mockImplementationOnce((name, path) => {
        make(nameOf(rival), path);
        make(name, path);
      });
    syncBuiltinESMExports();
    expect(turnIn(directory).take()).toBe('taken');
    expect(readlinkSync(link)).toBe(nameOf(rival));
  });

  it('can be taken if its owner gives it back during the look at the owner', () => {
    symlinkSync(nameOf(rival), link);
    const read = fs.readlinkSync;
    vi.spyOn(fs, 'readlinkSync').mockImplementationOnce((path) => {
      rmSync(link);
      return read(path) as never;
    });
    syncBuiltinESMExports();
    expect(turnIn(directory).take()).toBe('ours');
  });

  it('belongs to a rival that took it during the look at a dead owner', () => {
    const read = fs.readlinkSync;
    symlinkSync('1-1', link);
    vi.spyOn(fs, 'readlinkSync').mockImplementationOnce((path) => {
      const name = read(path);
      rmSync(link);
      symlinkSync(nameOf(rival), link);
      return name as never;
    });
    syncBuiltinESMExports();
    expect(turnIn(directory).take()).toBe('taken');
    expect(readlinkSync(link)).toBe(nameOf(rival));
  });

  it('of another process group does not matter', () => {
    symlinkSync(nameOf(rival), join(directory, 'turn-1'));
    expect(turnIn(directory).take()).toBe('ours');
  });
});

describe('no vimtrace waits for a turn', () => {
  it('without a state directory', () => {
    for (const none of [undefined, join(directory, 'none')]) {
      const turn = turnIn(none);
      expect(turn.take()).toBe('ours');
      turn.giveBack();
    }
    expect(readdirSync(directory)).toEqual([]);
  });

  it('in a directory behind a symbolic link, which another user may own', () => {
    mkdirSync(join(directory, 'there'));
    symlinkSync('there', join(directory, 'here'));
    expect(turnIn(join(directory, 'here')).take()).toBe('ours');
    expect(readdirSync(join(directory, 'there'))).toEqual([]);
  });

  it('if the turn is a directory, which cannot be removed', () => {
    mkdirSync(link);
    const turn = turnIn(directory);
    expect(turn.take()).toBe('ours');
    turn.giveBack();
    expect(lstatSync(link).isDirectory()).toBe(true);
  });

  it('in a directory from which nothing can be removed', () => {
    const turn = turnIn(directory);
    turn.take();
    vi.spyOn(fs, 'unlinkSync').mockImplementation(() => {
      throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
    });
    syncBuiltinESMExports();
    turn.giveBack();
    expect(readlinkSync(link)).toContain(`${process.pid}-`);
  });

  it('in a directory that cannot be written to', () => {
    vi.spyOn(fs, 'symlinkSync').mockImplementation(() => {
      throw Object.assign(new Error('EROFS'), { code: 'EROFS' });
    });
    syncBuiltinESMExports();
    expect(turnIn(directory).take()).toBe('ours');
  });
});

it('sweepTurns removes the turns of dead processes, and nothing else', async () => {
  const dead = execa('true', { reject: false });
  const name = nameOf(dead);
  await end(dead);
  symlinkSync(nameOf(rival), join(directory, 'turn-1'));
  symlinkSync(name, join(directory, 'turn-2'));
  symlinkSync('1-1', join(directory, 'turn-x'));
  writeFileSync(join(directory, 'else'), '');
  sweepTurns(directory);
  expect(readdirSync(directory).sort()).toEqual(['else', 'turn-1', 'turn-x']);
});
