/** When a failed request is worth another attempt, and how long to wait before it. */
import type { HttpError } from './http';

export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Wait before the second attempt; doubled for each further one. Milliseconds. */
  readonly baseDelay: number;
  /** Upper bound of such a wait. Milliseconds. */
  readonly maxDelay: number;
  /** A server that asks (`Retry-After`) for more than this is not asked again. Milliseconds. */
  readonly maxRetryAfter: number;
}

export const DEFAULT_RETRIES: RetryPolicy = { attempts: 3, baseDelay: 500, maxDelay: 8_000, maxRetryAfter: 30_000 };

const RETRIED_STATUS = new Set([429, 502, 503, 504]);

/** A failure that may pass by itself. A time-out has cost its time already: the next mirror is the better try. */
export function isTransient(error: HttpError): boolean {
  return error.kind === 'connect' || (error.kind === 'status' && RETRIED_STATUS.has(error.status ?? 0));
}

/**
 * Milliseconds to wait after attempt number `attempt` (from 1), or undefined where the server asks for more than the
 * policy allows. `random` gives 0..1: the wait is spread over the upper half of its range.
 */
export function delayAfter(
  attempt: number,
  retryAfter: number | undefined,
  policy: RetryPolicy,
  random: () => number,
): number | undefined {
  if (retryAfter !== undefined) return retryAfter > policy.maxRetryAfter ? undefined : retryAfter;
  const delay = Math.min(policy.baseDelay * 2 ** (attempt - 1), policy.maxDelay);
  return delay / 2 + (delay / 2) * random();
}

/** `Retry-After` (RFC 9110 section 10.2.3), seconds or a date, in milliseconds from now; undefined where it is neither. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Waits, or rejects with the signal's reason as soon as it is aborted. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
