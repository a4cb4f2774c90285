/** What a user means by the text that names a build: pure, nothing is asked. */
import { parseUpdateReference } from '../bodhi/update-reference';
import { parseUrl, percentDecoded } from '../http/url';
import { trailingArch } from '../rpm/evr-syntax';

export type Subject =
  /** A source or binary package. */
  | { readonly kind: 'name'; readonly name: string }
  /** Of a source package, or of one of its binary packages. */
  | { readonly kind: 'nvr'; readonly nvr: string }
  /** `N-V-R.A` of a binary package, without epoch. */
  | { readonly kind: 'rpm'; readonly nvra: string }
  /** A Koji build by its number. */
  | { readonly kind: 'build'; readonly id: number }
  /** A Bodhi update. */
  | { readonly kind: 'update'; readonly alias: string }
  /** An RPM, or a folder with `repodata/`: a path, relative or absolute. `nvr`: only that build of the folder. */
  | { readonly kind: 'local'; readonly path: string; readonly nvr?: string };

export interface BadSubject {
  readonly kind: 'bad';
  /** A whole sentence for a human. */
  readonly message: string;
}

/** A release begins with a digit and a version has one, so that `dotnet-sdk-8.0` and `java-1.8.0-openjdk` are names. */
const NVR = /^[A-Za-z0-9_][\w.+-]*-(?=[^-]*\d)[\w.+~^]+-\d[\w.+~^]*$/;
const NAME = /^[A-Za-z0-9_][\w.+-]*$/;

/**
 * Reads an NVR (with or without epoch and arch), the name of a package, the page of a Koji build or its number, the alias
 * or page of a Bodhi update, or the path or `file://` URL of an RPM or a repository (`#NVR` for one build of it).
 */
export function parseSubject(given: string): Subject | BadSubject {
  const text = given.trim();
  if (text === '') return bad('An empty text names no build.');
  const update = parseUpdateReference(text);
  if (update) return { kind: 'update', alias: update.alias };
  if (/^file:/i.test(text)) return localOfUrl(text);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return subjectOfUrl(text);
  if (/[\\/]/.test(text) || text === '.' || text === '..' || /\.rpm$/.test(text)) return { kind: 'local', path: text };
  if (/^\d+$/.test(text)) return buildOf(text);
  const plain = text.replace(/-\d+:(?=[^-]+-[^-]+$)/, '-');
  const arch = trailingArch(plain);
  const nvr = arch === undefined ? plain : plain.slice(0, -arch.length - 1);
  if (NVR.test(nvr)) return arch === undefined || arch === 'src' ? { kind: 'nvr', nvr } : { kind: 'rpm', nvra: plain };
  if (NAME.test(text)) return { kind: 'name', name: text };
  return bad(
    `${JSON.stringify(text)} is neither an NVR, the name of a package, a Koji build, a Bodhi update nor the path of an RPM.`,
  );
}

function localOfUrl(text: string): Subject | BadSubject {
  const url = parseUrl(text);
  if (!url || (url.host !== '' && url.host !== 'localhost')) return bad(`${text} leads to no file of this machine.`);
  const path = percentDecoded(url.pathname);
  const nvr = percentDecoded(url.hash.slice(1));
  // file:///C:/rpms
  return { kind: 'local', path: path.replace(/^\/(?=[A-Za-z]:)/, ''), ...(nvr !== '' && { nvr }) };
}

function subjectOfUrl(text: string): Subject | BadSubject {
  const url = parseUrl(text);
  if (!url || !/^https?:$/.test(url.protocol)) return bad(`${text} is the address of neither a build nor an update.`);
  const page = /\/(\w+)$/.exec(url.pathname)?.[1];
  const build = url.searchParams.get('buildID');
  if (page === 'buildinfo' && build !== null) return /^\d+$/.test(build) ? buildOf(build) : parseSubject(build);
  if (page === 'rpminfo' || page === 'taskinfo' || page === 'packageinfo') {
    return bad(`${text} is no page of a build: give that of the build (.../buildinfo?buildID=NUMBER), or its NVR.`);
  }
  // kojipkgs: /packages/NAME/VERSION/RELEASE/...
  const [, name, version, release] = /\/packages\/([^/]+)\/([^/]+)\/([^/]+)(?:\/|$)/.exec(url.pathname) ?? [];
  const nvr = percentDecoded(`${name}-${version}-${release}`);
  if (name !== undefined && NVR.test(nvr)) return { kind: 'nvr', nvr };
  return bad(`${text} is neither the page of a Koji build nor that of a Bodhi update.`);
}

function buildOf(digits: string): Subject | BadSubject {
  const id = Number(digits);
  return Number.isSafeInteger(id) && id > 0 ? { kind: 'build', id } : bad(`${digits} is no number of a Koji build.`);
}

function bad(message: string): BadSubject {
  return { kind: 'bad', message };
}
