/** Why a pin or a fast-track cannot be made, as one sentence that says what is wrong and where. */
import type { LayerFile } from '../lockfile/layers';
import type { Node, Span } from '../lockfile/model';
import { pyYamlFault } from '../lockfile/pyyaml-fault';
import { distTag } from '../rpm/dist-tag';
import { type AcceptedRpm, lockedArches } from './accepted-rpms';
import { mostFrequentTag } from './locked-release';
import type { OverrideItem, OverrideTarget } from './override-request';
import { SELF_RELEASED } from './self-released';
import { list } from './words';

/** Of the URL the project's tool looks at the scheme alone. */
const WEB_URL = /^\s*https?:/i;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** What is wrong with a reason or a link, before anything is looked up; an empty one is none. It gets into commit messages. */
export function urlFault(what: 'reason' | 'Bodhi link', url: string | undefined): string | undefined {
  if (!url) return undefined;
  if (CONTROL.test(url)) return `The ${what} has a line break or another control character in it.`;
  if (WEB_URL.test(url)) return undefined;
  return `The ${what} has to be an http or https URL: ${url}`;
}

/** What is wrong with the reasons: a pin needs one, and so does a fast-track but for what Fedora CoreOS releases itself. */
export function reasonFault(items: readonly OverrideItem[]): string | undefined {
  for (const { type, reason, bodhi, build } of items) {
    const fault = urlFault('reason', reason) ?? urlFault('Bodhi link', bodhi);
    if (fault !== undefined) return fault;
    if (reason) continue;
    if (type === 'pin') return `Pinning ${build.nvr} needs a reason, an http or https URL.`;
    if (!SELF_RELEASED.has(build.name)) {
      return `Fast-tracking ${build.nvr} needs a reason, an http or https URL: only ${list([...SELF_RELEASED])} need none.`;
    }
  }
  return undefined;
}

/** What keeps the lockfiles from being read: syntax, several documents, no map of packages. An overrides file may be empty. */
export function filesFault(target: OverrideTarget): string | undefined {
  for (const file of target.files) {
    const fault = fileFault(file);
    if (fault) return `${placeIn(file, fault.span)}: ${fault.message}`;
  }
  if (lockedArches(target).length > 0) return undefined;
  const stream = target.stream === undefined ? 'this stream' : target.stream;
  return `What ${stream} locks is not known: it has neither base locks nor a build that says so.`;
}

/** `path:line:column`, as compilers say it. */
export function placeIn({ path, lockfile }: LayerFile, { start }: Span): string {
  const lines = lockfile.text.slice(0, start).split('\n');
  return `${path}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
}

function fileFault({ layer, lockfile }: LayerFile): { readonly message: string; readonly span: Span } | undefined {
  const { root, packages, syntaxProblems } = lockfile;
  const [problem] = syntaxProblems;
  if (problem) return problem;
  const unreadable = pyYamlFault(lockfile);
  if (unreadable) return unreadable;
  const start = { start: 0, end: 0 };
  if (layer === 'base' && packages?.value === undefined)
    return { message: 'The base lock has no packages.', span: start };
  if (root === undefined) return undefined;
  if (root.kind !== 'map' && !isNull(root)) return { message: 'The file is no map.', span: root.span };
  const value = packages?.value;
  if (value === undefined || value.kind === 'map') return undefined;
  return layer !== 'base' && isNull(value) ? undefined : { message: 'packages is no map.', span: value.span };
}

function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.yaml11 === 'null';
}

/** Nothing of what was built is locked. */
export function nothingAccepted(items: readonly OverrideItem[]): string {
  const builds = list(items.map(({ build }) => build.nvr));
  return items.length === 0 ? 'There is no build to override with.' : `No lock has a package of ${builds}.`;
}

/** The first package of another release than the stream's, by its dist tag. */
export function distFault(
  target: OverrideTarget,
  accepted: ReadonlyMap<string, ReadonlyMap<string, AcceptedRpm>>,
): string | undefined {
  const { releasever } = target;
  const locked = mostFrequentTag([...target.locked.values()].flatMap(packages => [...packages.values()]));
  // derivatives count minor releases (el9_4), and their releasever may say 9.4
  const other = locked !== undefined && !locked.startsWith('fc') ? locked : undefined;
  if (other === undefined && releasever === undefined) {
    return 'The releasever of this stream is not known, so that the dist tag cannot be checked.';
  }
  for (const [name, rpms] of accepted) {
    for (const { evr } of rpms.values()) {
      const fits = other === undefined ? evr.endsWith(`.fc${releasever}`) : distTag(evr) === other;
      if (!fits) return `${name}-${evr} does not have the dist tag of this stream, .${other ?? `fc${releasever}`}.`;
    }
  }
  return undefined;
}
