/** What a message adds where package metadata is missing: why it does not come. */
import { list } from '../rules/support';
import type { FileView } from './view';

/** Begins with a blank; empty where it is merely not there yet. */
export function whyNoMetadata(view: FileView, arches: readonly string[] = view.arches): string {
  if (view.mode === 'offline') return ' The network is off (manifestLock.network).';
  const failed = arches.flatMap(arch => view.repositories(arch)).filter(({ status }) => status === 'failed');
  const ids = [...new Set(failed.map(({ id }) => id))];
  return ids.length === 0 ? '' : ` Not reached: ${list(ids)} (see Manifest Lock: Show Output).`;
}
