/** The state of a Bodhi update in a few words. */
import type { BodhiUpdate } from '../bodhi/bodhi';

/** `testing, karma 1 of 3`, `pending, on its way to testing`, `stable` */
export function updateStateText({ status, request, karma, stableKarma }: BodhiUpdate): string {
  const way = request === undefined ? '' : `, ${REQUESTS[request]}`;
  const votes = status === 'pending' || status === 'testing' ? karmaText(karma, stableKarma) : '';
  return `${status}${way}${votes}`;
}

const REQUESTS = {
  testing: 'on its way to testing',
  stable: 'on its way to stable',
  obsolete: 'to be obsoleted',
  unpush: 'to be unpushed',
  revoke: 'its request to be revoked',
} as const;

function karmaText(karma: number, stableKarma: number | undefined): string {
  return stableKarma === undefined ? `, karma ${karma}` : `, karma ${karma} of ${stableKarma}`;
}
