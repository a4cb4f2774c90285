/** `build-args*.conf`: `KEY=VALUE` lines as buildah's `--build-arg-file` reads them, and what build-rootfs makes of them. */
import type { Span } from '../lockfile/model';
import type { ConfigProblem } from './model';

export interface BuildArg {
  readonly value: string;
  /** The value in the file. */
  readonly span: Span;
}

export interface BuildArgs {
  readonly path: string;
  /** Of equal keys the last one counts. */
  readonly args: ReadonlyMap<string, BuildArg>;
  readonly problems: readonly ConfigProblem[];
}

/** What build-rootfs puts around the manifest before rpm-ostree reads it (its `get_treefile`). */
export interface InjectedVariables {
  readonly variables: ReadonlyMap<string, string | number | boolean>;
  /** Major number of `VERSION`; undefined where there is no usable one. */
  readonly releasever: number | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** Values are literal: no quotes, no expansion. Lines starting with `#` and empty ones are skipped. */
export function parseBuildArgs(text: string, path: string): BuildArgs {
  const args = new Map<string, BuildArg>();
  const problems: ConfigProblem[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const content = line.trimEnd();
    const equals = content.indexOf('=');
    const key = content.slice(0, equals).trim();
    if (equals > 0 && /^\w+$/.test(key)) {
      const span = { start: start + equals + 1, end: start + content.length };
      args.set(key, { value: content.slice(equals + 1), span });
    } else if (content !== '' && !content.trimStart().startsWith('#')) {
      const span = { start, end: start + content.length };
      problems.push({ path, span, message: `Not a build argument: expected KEY=VALUE, found '${content}'.` });
    }
    start += line.length + 1;
  }
  return { path, args, problems };
}

/** The variables of the treefile that build-rootfs wraps around the manifest, as far as the build arguments give them. */
export function injectedVariables(buildArgs: BuildArgs): InjectedVariables {
  const id = buildArgs.args.get('ID')?.value;
  const stream = buildArgs.args.get('STREAM')?.value;
  const version = buildArgs.args.get('VERSION');
  const [major = '', minor = '0'] = version?.value.split('.') ?? [];
  const variables = new Map<string, string | number | boolean>();
  const problems: ConfigProblem[] = [];
  // An argument file without any of these (an image built on top of another one) is not for build-rootfs
  if (id === undefined && stream === undefined && version === undefined) {
    return { variables, releasever: undefined, problems };
  }
  variables.set('deriving', true);
  if (id !== undefined) variables.set('id', id);
  if (stream !== undefined) variables.set('stream', stream);
  if (version !== undefined && !/^\d+$/.test(major)) {
    const message = `VERSION must start with the release's number, such as 43 or 9.8; found '${version.value}'.`;
    problems.push({ path: buildArgs.path, span: version.span, message });
    return { variables, releasever: undefined, problems };
  }
  if (version === undefined) return { variables, releasever: undefined, problems };
  // RHEL's minor releases differ in packages, so build-rootfs keeps the minor number for that one
  if (id !== undefined) variables.set('osversion', id === 'rhel' ? `${id}-${major}.${minor}` : `${id}-${major}`);
  return { variables, releasever: Number(major), problems };
}
