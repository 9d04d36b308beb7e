/** Ends what a test started, also when it fails, and shows what it saw when it does. */
import { afterEach } from 'vitest';
import { replay } from '../property/replay.ts';
import { places } from './place.ts';
import { sessions } from './session.ts';

afterEach((context) => clear(context.task.result?.state === 'fail'));

/** End every session and remove every place; each journal must be what the rules explain. */
export async function clear(isFailed: boolean): Promise<void> {
  for (const session of sessions.splice(0)) {
    if (isFailed) console.log(await session.describe());
    await session.end();
  }
  for (const place of places.splice(0)) {
    try {
      replay(place.env['VIMTRACE_JOURNAL'] ?? '');
    } finally {
      place.remove();
    }
  }
}
