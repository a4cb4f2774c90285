/** Package names in a treefile's lists: a string may hold several, and single quotes keep blanks together. */
import type { Span } from '../lockfile/model';
import type { ManifestPackage } from './model';
import type { Located, YamlFile, YamlValue } from './yaml-reader';

/** The packages of one list, each with its own place. No list: none. */
export function packagesIn(file: YamlFile, list: YamlValue | undefined): ManifestPackage[] {
  if (!list || list.isNull) return [];
  return list.items().flatMap(item => {
    const text = item.string();
    if (!text) return [];
    const names = splitPackages(text.value);
    if (!names) return item.problem(`Missing closing quote in '${text.value}'.`) ?? [];
    return placesOf(names, text, file.text).map(({ value: name, span }) => ({ name, path: file.path, span }));
  });
}

/** As rpm-ostree's split_whitespace_unless_quoted; undefined where a single quote is not closed. */
export function splitPackages(text: string): string[] | undefined {
  const parts = text.split("'");
  if (parts.length % 2 === 0) return undefined;
  return parts.flatMap((part, index) => (index % 2 === 1 ? [part] : part.split(/\s+/).filter(word => word !== '')));
}

/** Where each name stands in the scalar's source; the whole scalar for one that is written with escapes. */
function placesOf(names: readonly string[], scalar: Located<string>, text: string): Located<string>[] {
  let from = scalar.span.start;
  return names.map(value => {
    const start = text.indexOf(value, from);
    const end = start + value.length;
    if (start < 0 || end > scalar.span.end) return { value, span: scalar.span };
    from = end;
    const span: Span = { start, end };
    return { value, span };
  });
}
