/** What a change does to a stream, in the words of a list: "upgrade", "skips testing", "goes away at the next promotion". */
import type { Compared, StreamEffect } from './stream-effects';
import { list, some } from './words';

/** Begins in small letters and ends without a full stop; what the other stream has stands in brackets. */
export function effectWords(effect: StreamEffect): string {
  switch (effect.kind) {
    case 'upgrade':
    case 'downgrade':
      return moveWords(effect);
    case 'same':
      return 'stays at its version';
    case 'skips':
      return `skips ${list(effect.streams)} (${there(effect.packages)})`;
    case 'behind':
      return `falls behind ${effect.stream} (${there(effect.packages)})`;
    case 'leaves-behind':
      return `leaves ${effect.stream} behind (${there(effect.packages)})`;
    case 'lost':
      return `goes away at the next promotion from ${effect.stream} (${there(effect.packages)})`;
    case 'redundant':
      return `comes with the next promotion from ${effect.stream} anyway (${there(effect.packages)})`;
    case 'closed':
      return `${effect.stream} is closed`;
  }
}

function moveWords({ kind, packages, arches, allPackages, allArches }: Extract<StreamEffect, { allArches: boolean }>) {
  const of = allPackages ? '' : ` of ${some(packages)}`;
  return `${kind}${of}${allArches ? '' : ` on ${list(arches)}`}`;
}

const MANY = 3;

/** "6.11.3-200.fc40 there"; where versions differ "kernel 6.11.3-200.fc40, podman not locked there". */
function there(packages: readonly Compared[]): string {
  const byVersion = new Map<string, Set<string>>();
  for (const { name, other = 'not locked' } of packages) {
    byVersion.set(other, (byVersion.get(other) ?? new Set<string>()).add(name));
  }
  const words = [...byVersion].map(([version, names]) => {
    return byVersion.size === 1 ? version : `${some([...names])} ${version}`;
  });
  const shown =
    words.length <= MANY ? words : [...words.slice(0, MANY - 1), `${words.length - MANY + 1} other versions`];
  return `${shown.join(', ')} there`;
}
