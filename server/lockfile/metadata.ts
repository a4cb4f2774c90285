/** What the metadata of an entry says, as texts. */
import type { Entry } from './model';
import { resolveAlias } from './view';

/** Text of a metadata value, an alias followed, blanks trimmed; undefined where there is none, or nothing in it. */
export function metadataText({ metadata }: Pick<Entry, 'metadata'>, key: string): string | undefined {
  const value = resolveAlias(metadata.get(key)?.value);
  if (value?.kind !== 'scalar' || value.yaml12 === 'null') return undefined;
  const text = value.text.trim();
  return text === '' ? undefined : text;
}

/**
 * All metadata of an entry that can be written anew elsewhere and lose nothing: version and texts are all it has. Undefined
 * for one with a digest, which is that of one arch, with a list or a number.
 */
export function plainMetadata({ map, version, metadata }: Entry): Record<string, string> | undefined {
  const others = map?.members.some(({ key }) => key.text !== version?.key && key.text !== 'metadata');
  if (!version || others !== false) return undefined;
  const texts: Record<string, string> = {};
  for (const [key, { value }] of metadata) {
    // what is merged is there under its own keys
    if (key === '<<') continue;
    const scalar = resolveAlias(value);
    if (scalar?.kind !== 'scalar' || scalar.yaml12 !== 'string') return undefined;
    texts[key] = scalar.text;
  }
  return texts;
}
