/** Commit messages as Fedora CoreOS's own workflows title them (add-override.yml, remove-graduated-overrides.yml). */
import type { StreamPolicy } from '../config-repo/repo-settings';
import type { OverrideItem, OverridePlan, OverrideType, PlannedEntry } from './override-request';
import { versionsByArch } from './words';

export interface CommitMessage {
  /** One line. */
  readonly title: string;
  /** What it does and why; may be empty. Ends with a line break where it is not. */
  readonly body: string;
  /** Both, as git takes it; ends with a line break. */
  readonly text: string;
}

/** Of a stream: title and place of its branch. */
export type MessageStream = Pick<StreamPolicy, 'name' | 'branch'>;

export interface OverrideMessageInput {
  readonly stream: MessageStream;
  readonly items: readonly OverrideItem[];
  readonly plan: Extract<OverridePlan, { kind: 'plan' }>;
}

/** The stream whose commits need no mention of where they go: that is where everything begins. */
const MAIN_STREAM = 'testing-devel';

/** Four builds fit: the longest title that the workflow has written. */
const MAX_TITLE = 120;
/** Where lines of the body are broken, as git's own tools do. */
const WIDTH = 72;

const VERBS: readonly OverrideType[] = ['pin', 'fast-track'];

/**
 * `overrides: pin kernel-6.8.11-300.fc40`, `[stable] overrides: fast-track ignition-2.20.0-1.fc40, podman-5.2.5-1.fc40`; of too
 * many builds only their source packages. Builds of which the plan takes nothing are left out. The body has the reasons, the
 * Bodhi updates and the versions before and after.
 */
export function overrideMessage({ stream, items, plan }: OverrideMessageInput): CommitMessage {
  const changed = plan.entries.filter(({ change }) => change !== 'unchanged');
  const told = changed.length > 0 ? changed : plan.entries;
  const taken = takenItems(items, told);
  const title = (ofBuilds: (builds: readonly OverrideItem['build'][]) => string) => {
    const parts = VERBS.flatMap(verb => {
      const builds = taken.filter(({ type }) => type === verb).map(({ build }) => build);
      return builds.length === 0 ? [] : [`${verb} ${ofBuilds(builds)}`];
    });
    return `${prefix(stream)}overrides: ${parts.join('; ')}`;
  };
  const titles = [
    title(builds => unique(builds.map(({ nvr }) => nvr)).join(', ')),
    title(builds => unique(builds.map(({ name }) => name)).join(', ')),
  ];
  const short = title(builds => first(unique(builds.map(({ name }) => name))));
  const links = [...linkLines('See', taken, 'reason'), ...linkLines('Bodhi', taken, 'bodhi')];
  const found = titles.find(({ length }) => length <= MAX_TITLE) ?? short;
  return message(found, [links, changeLines(told)]);
}

/** A fast-track that has done its work. */
export interface DroppedEntry {
  readonly name: string;
  /** `[E:]V-R` as written. */
  readonly evr: string;
  /** What the base lock has; undefined where that is not known. */
  readonly base: string | undefined;
  readonly file: { readonly arch: string | undefined };
}

/** `lockfiles: drop graduated overrides 🎓`, with what was dropped in the body. */
export function graduationMessage(stream: MessageStream, dropped: readonly DroppedEntry[]): CommitMessage {
  const arches = new Map<string, string[]>();
  for (const { name, evr, base, file } of dropped) {
    const lock = base === undefined || base === evr ? '' : ` (base lock: ${base})`;
    const what = `- ${name} ${evr}${lock}${file.arch === undefined ? '' : ' on '}`;
    arches.set(what, [...(arches.get(what) ?? []), ...(file.arch === undefined ? [] : [file.arch])]);
  }
  const lines = [...arches].map(([what, those]) => `${what}${those.join(', ')}`);
  const intro = 'The stable repositories have these fast-tracks, or newer builds:';
  return message(`${prefix(stream)}lockfiles: drop graduated overrides 🎓`, [[intro], lines]);
}

function prefix({ name, branch }: MessageStream): string {
  return name === MAIN_STREAM ? '' : `[${branch}] `;
}

function message(title: string, paragraphs: readonly (readonly string[])[]): CommitMessage {
  const body = paragraphs
    .filter(lines => lines.length > 0)
    .map(lines => `${lines.join('\n')}\n`)
    .join('\n');
  return { title, body, text: body === '' ? `${title}\n` : `${title}\n\n${body}` };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

const FIRST = 3;

/** "kernel, systemd, podman and 12 more". */
function first(names: readonly string[]): string {
  const more = names.length - FIRST;
  return more > 0 ? `${names.slice(0, FIRST).join(', ')} and ${more} more` : names.join(', ');
}

/** Of several builds with a package of that name the last one counts. */
function takenItems(items: readonly OverrideItem[], entries: readonly PlannedEntry[]): OverrideItem[] {
  const taken = new Set(
    entries.map(({ name }) => items.findLast(({ build }) => build.rpms.some(rpm => rpm.name === name))),
  );
  return items.filter(item => taken.has(item));
}

/** "See: URL", with the builds it is for where that is not all of them. */
function linkLines(label: string, items: readonly OverrideItem[], key: 'reason' | 'bodhi'): string[] {
  return unique(items.flatMap(item => item[key] ?? [])).map(url => {
    const those = items.filter(item => item[key] === url);
    const whose = those.length === items.length ? '' : ` (${unique(those.map(({ build }) => build.nvr)).join(', ')})`;
    return `${label}: ${url}${whose}`;
  });
}

/** "- kernel, kernel-core: 6.11.3-200.fc40 -> 6.11.4-201.fc40": packages that go from the same versions to the same one. */
function changeLines(entries: readonly PlannedEntry[]): string[] {
  const groups = new Map<string, string[]>();
  for (const entry of entries) {
    const what = `${versionsByArch(entry.from)} -> ${entry.version}${entry.effect === 'downgrade' ? ' (downgrade)' : ''}`;
    groups.set(what, [...(groups.get(what) ?? []), entry.name]);
  }
  return [...groups].flatMap(([what, names]) => {
    const line = `- ${names.join(', ')}: ${what}`;
    return line.length <= WIDTH ? [line] : [...wrapped(`- ${names.join(', ')}:`), `  ${what}`];
  });
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = ` `;
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
