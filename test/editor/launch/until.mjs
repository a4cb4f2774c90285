// Waiting for a condition that nothing reports.
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves once the condition holds; rejects after `timeoutMs`. */
export async function until(condition, timeoutMs) {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await delay(100)) if (condition()) return;
  throw new Error(`did not end within ${timeoutMs / 1000} s`);
}
