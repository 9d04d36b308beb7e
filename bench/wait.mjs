/** Waiting for a condition: looked at again and again, and given up loudly. */
const PATIENCE = 120_000;

export async function until(what, fact) {
  const limit = performance.now() + PATIENCE;
  for (;;) {
    const value = await fact();
    if (value) return value;
    if (performance.now() > limit) throw new Error(`waited in vain for ${what}`);
    await new Promise((again) => setTimeout(again, 5));
  }
}
