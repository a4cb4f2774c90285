import { isLockfile } from '../config-repo/names';
import type { Span } from '../lockfile/model';
import { BASEARCHES, type LockfileName } from '../lockfile/name';
import { isRpmArch } from '../rpm/evr-syntax';
import type { Finding, Rule, RuleContext } from './rule';
import { nearest } from './support';

export const unreadFile: Rule = {
  code: 'unread-file',
  severity: 'warning',
  description: 'A lockfile of a name or form that no build reads.',
  documentation: `The builder (\`build-rootfs\`) reads exactly \`manifest-lock.ARCH.json\`, \`manifest-lock.overrides.yaml\` and
\`manifest-lock.overrides.ARCH.yaml\` of the repository's root, and ignores everything else without a word. coreos-assembler, before it
built in a container (until April 2026), also took \`.json\` overrides and \`.yaml\` base locks, and refused a lock that was there in both forms;
coreos-koji-tagger reads both and prefers YAML, so that it may tag other packages than the build takes. Nothing ever read \`.yml\`.

JSON is YAML too: overrides in JSON only need the other name. A name that is nearly one of the three forms is a warning as well, any other
\`manifest-lock*\` file in the root an info. Files in other folders are not looked at: what copies them into place, and under which name, is not known here. In a commit of before April 2026 a lock in the other form was read, and is not reported.`,
  data: ['R'],
  *check(context) {
    const { path, name, repo, lockfile } = context;
    // `manifest-lock.generated.*` is what a build writes
    if (!repo || path.includes('/') || !isLockfile(path) || name?.generated) return;
    const found = name !== undefined && isArch(path, name.arch) ? unreadForm(context, name) : misnamed(path);
    if (found) yield { span: firstLine(lockfile.text), ...found };
  },
};

type Found = Omit<Finding, 'span'>;

const READ =
  'build-rootfs reads manifest-lock.ARCH.json, manifest-lock.overrides.yaml and manifest-lock.overrides.ARCH.yaml';

/** The name under which the builder reads the layer that a name says. */
function readName({ layer, arch }: LockfileName): string {
  if (layer === 'base') return `manifest-lock.${arch}.json`;
  return arch === undefined ? 'manifest-lock.overrides.yaml' : `manifest-lock.overrides.${arch}.yaml`;
}

/** When coreos-assembler dropped building outside a container, with it the reader of both forms (its commit 939d4fb77). */
const ONE_FORM_SINCE = Date.UTC(2026, 3, 8);

function unreadForm({ path, repo, now }: RuleContext, name: LockfileName): Found | undefined {
  const right = readName(name);
  if (path === right) return undefined;
  const twin = repo?.files.find(file => file.path === right);
  if (!twin && now < ONE_FORM_SINCE && !path.endsWith('.yml')) return undefined;
  if (!twin) return { message: `No build reads ${path}: build-rootfs reads ${right}. ${remedy(path, right, name)}` };
  return {
    message: `build-rootfs reads ${right} and ignores this file${others(path)}. Move what it has that is meant into ${right}, and remove it.`,
    related: [{ path: right, span: firstLine(twin.lockfile.text), message: 'the one that counts' }],
  };
}

function remedy(path: string, right: string, { layer }: LockfileName): string {
  const converted = layer === 'base' && !path.endsWith('.json');
  if (converted) return `Write it as JSON, to ${right}.`;
  return `Rename it to ${right}${path.endsWith('.json') ? ': JSON is YAML too' : ''}.`;
}

function others(path: string): string {
  if (path.endsWith('.yml')) return '';
  if (path.endsWith('.yaml'))
    return '; coreos-koji-tagger prefers this one, and so tags other packages than the build takes';
  return '; older versions of coreos-assembler refuse to build with both';
}

/** Docker's, Debian's and the kernel's names of basearches. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  'x86-64': 'x86_64',
  x64: 'x86_64',
  arm64: 'aarch64',
  ppc64el: 'ppc64le',
  powerpc64le: 'ppc64le',
  riscv: 'riscv64',
};

/** A basearch may be one of a port; but what is nearly one that Fedora CoreOS has is a slip. */
function isArch(path: string, arch: string | undefined): boolean {
  return arch === undefined || BASEARCHES.includes(arch) || (isRpmArch(arch) && near(path) === undefined);
}

function misnamed(path: string): Found {
  const meant = near(path);
  if (meant === undefined) return { severity: 'info', message: `No build reads a file of this name: ${READ}.` };
  return { message: `No build reads a file of this name, which is nearly ${meant}. Rename it to that.` };
}

const READ_NAMES: readonly string[] = [
  'manifest-lock.overrides.yaml',
  ...BASEARCHES.flatMap(arch => [`manifest-lock.overrides.${arch}.yaml`, `manifest-lock.${arch}.json`]),
];

function near(path: string): string | undefined {
  const spelled = path.replace(/(?<=\.)[a-z0-9-]+(?=\.)/g, part => OTHER_NAMES[part] ?? part);
  return nearest(spelled, READ_NAMES);
}

function firstLine(text: string): Span {
  const end = /\r?\n|$/.exec(text)?.index ?? 0;
  return { start: 0, end };
}
