/** What npm install -g installs: a command, a man page, and a clear message if Node is missing or too old. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { outcome } from '../harness/command.ts';
import { place } from '../harness/place.ts';
import { shell } from '../harness/shells.ts';
import { quit, status } from './typing.ts';

test('man vimtrace shows the page', () => {
  const path = join(inject('prefix'), 'share/man');
  const page = outcome(place({ MANPAGER: 'cat' }), 'man', ['-M', path, 'vimtrace']);
  expect(page.status).toBe(0);
  expect(page.stdout).toMatch(/JOB CONTROL/);
});

test('the package has no native code and needs no other package', () => {
  const root = join(inject('prefix'), 'lib/node_modules/vimtrace');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => file.endsWith('.node') || file.includes('node_modules'))).toEqual(
    [],
  );
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  expect(manifest['dependencies']).toBe(undefined);
});

test('the package has no code that only one V8 can use', () => {
  const dist = join(inject('prefix'), 'lib/node_modules/vimtrace/dist');
  expect(readdirSync(dist).filter((name) => !name.endsWith('.cjs'))).toEqual(['LICENSES']);
});

test('--version prints the version of the package', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(outcome(place(), 'vimtrace', ['--version'])).toEqual({
    stdout: `vimtrace ${manifest.version}\n`,
    stderr: '',
    status: 0,
    signal: undefined,
  });
});

test('without Node, vimtrace says what to install, and a run with an option exits with 125', async () => {
  const path = `${join(inject('prefix'), 'bin')}:/nowhere`;
  const where = place();
  const session = await shell('bash', where);
  session.line(
    `PATH=${path} ${join(inject('prefix'), 'bin/vimtrace')} -o t strace true; echo "status:$?"`,
  );
  await session.sees('vimtrace: cannot find node: not in PATH; install Node.js');
  await session.sees('status:125');
});

test('with a Node that is too old, vimtrace says which Node it needs and exits with 125', async () => {
  const where = place();
  // This Node claims to be version 18: an old Node would read the bundle in the same way.
  const old = join(where.directory, 'work', 'node');
  where.write(
    'work/old.cjs',
    "Object.defineProperty(process.versions, 'node', { value: '18.20.0' });",
  );
  where.write(
    'work/node',
    `#!/bin/sh\nexec ${process.execPath} -r ${where.directory}/work/old.cjs "$@"\n`,
    0o755,
  );
  const session = await shell('bash', where);
  session.line(`PATH=${dirname(old)}:$PATH vimtrace strace true; echo "status:$?"`);
  await session.sees('vimtrace: cannot run with Node 18.20.0: too old; install Node.js 20.19');
  await session.sees('status:125');
});

test('a future Node without process.binding runs vimtrace as well', async () => {
  const where = place({ VIMTRACE_PAGER: 'less' });
  const node = join(where.directory, 'tmp', 'node');
  where.write(
    'work/new.cjs',
    "Object.defineProperty(process.versions, 'node', { value: '99.0.0' }); process.binding = undefined;",
  );
  where.write(
    'tmp/node',
    `#!/bin/sh\nexec ${process.execPath} -r ${where.directory}/work/new.cjs "$@"\n`,
    0o755,
  );
  const session = await shell('bash', where);
  session.line(`PATH=${dirname(node)}:$PATH vimtrace strace sh -c "exit 3"`);
  await session.pager('execve(');
  session.type('\x1a');
  await session.prompt();
  session.line('fg');
  await session.pager('execve(');
  await quit(session);
  expect(await status(session)).toBe(3);
});

test('the package has the schema of the configuration, and the licences of the bundled packages', () => {
  const root = join(inject('prefix'), 'lib/node_modules/vimtrace');
  const schema: unknown = JSON.parse(readFileSync(join(root, 'schema/config.schema.json'), 'utf8'));
  expect(schema).toHaveProperty('$schema', 'http://json-schema.org/draft-07/schema#');
  const licences = readFileSync(join(root, 'dist/LICENSES'), 'utf8').split('\n---\n\n');
  expect(licences.map((text) => text.split('\n')[0])).toEqual([
    'ajv',
    'fast-string-truncated-width',
    'jsonc-parser',
  ]);
  for (const text of licences) expect(text).toMatch(/Permission is hereby granted/);
});
