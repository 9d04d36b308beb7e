/** Waits for a condition: asks every 5 ms, and throws after PATIENCE (ms). */
const PATIENCE = 120_000;

/** Resolves to the first true value of `fact`; `what` is named in the error. */
export async function until(what, fact) {
  const limit = performance.now() + PATIENCE;
  for (;;) {
    const value = await fact();
    if (value) return value;
    if (performance.now() > limit) throw new Error(`timed out: no ${what}`);
    await new Promise((again) => setTimeout(again, 5));
  }
}
