/** Ends what a test started, also when it fails, and shows what it saw when it does. */
import { afterEach } from 'vitest';
import { replay } from '../property/replay.ts';
import { places } from './place.ts';
import { sessions } from './session.ts';

afterEach(async (context) => {
  const isFailed = context.task.result?.state === 'fail';
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
});
