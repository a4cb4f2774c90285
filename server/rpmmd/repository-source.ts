/** Where one repository and basearch comes from: a section of a `.repo` file with its variables expanded. */
import type { RepositoryRequest } from './repositories';
import { expandVariables, unknownVariable } from './variables';

export interface RepositorySource {
  readonly id: string;
  readonly basearch: string;
  /** The same for the same place, whoever asks: joins loads, names cache files. */
  readonly key: string;
  /** As in dnf a metalink goes before a mirror list, and that before base URLs. Base URLs end with a slash. */
  readonly place:
    | { readonly kind: 'metalink'; readonly url: string }
    | { readonly kind: 'mirrorlist'; readonly url: string }
    | { readonly kind: 'baseurl'; readonly urls: readonly string[] };
  /** Replaces the variables of this repository in a text. */
  readonly expand: (text: string) => string;
  /** Read from disk alone: looked at every time, since that costs nothing. */
  readonly local: boolean;
  /** Why nothing can be fetched; undefined where something can. */
  readonly problem: string | undefined;
}

export function sourceOf({ config, variables }: RepositoryRequest): RepositorySource {
  const expand = (text: string): string => expandVariables(text, variables);
  const urls = config.baseurl.map(url => withSlash(expand(url)));
  const place: RepositorySource['place'] =
    config.metalink !== undefined
      ? { kind: 'metalink', url: expand(config.metalink) }
      : config.mirrorlist !== undefined
        ? { kind: 'mirrorlist', url: expand(config.mirrorlist) }
        : { kind: 'baseurl', urls };
  const { id } = config;
  const { basearch } = variables;
  return {
    id,
    basearch,
    key: JSON.stringify([id, basearch, place]),
    place,
    expand,
    local: place.kind === 'baseurl' && urls.every(isFileUrl),
    problem: problemOf(place, config.file),
  };
}

export const isFileUrl = (url: string): boolean => /^file:/i.test(url);

/** With one slash at the end. Not by a pattern: those take the square of a run of slashes, which a server may send. */
export function withSlash(url: string): string {
  let end = url.length;
  while (url[end - 1] === '/') end--;
  return `${url.slice(0, end)}/`;
}

/** The URL of a file below a base URL. */
export function below(baseUrl: string, path: string): string {
  return new URL(path, baseUrl).href;
}

function problemOf(place: RepositorySource['place'], file: string): string | undefined {
  const urls = place.kind === 'baseurl' ? place.urls : [place.url];
  if (urls.length === 0) return `${file} gives no baseurl, metalink or mirrorlist that can be used`;
  for (const url of urls) {
    const unknown = unknownVariable(url);
    if (unknown !== undefined) return `nothing says what ${unknown} is, which ${file} uses in ${url}`;
    if (!URL.canParse(url)) return `not a URL in ${file}: ${url}`;
    if (!/^(?:https?|file):/i.test(url)) return `only http, https and file can be read, not ${url} of ${file}`;
  }
  return undefined;
}
