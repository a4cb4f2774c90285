import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BuildWanted, buildSide } from '../../../../server/operations/diff/build-side';
import type { SideContext } from '../../../../server/operations/diff/side-context';
import { type StandIns, startServices } from '../../../support/services';
import { repository } from '../../git/support';
import { baseLock, contextOf, evrsOf, failed, opened, stream } from './side-support';

const NEW = '40.20241021.3.0';
const OLD = '40.20241007.3.0';
const lockOf = (basearch: string, evrs: Record<string, string>) => JSON.parse(baseLock(basearch, evrs));
const rows = (...evrs: [string, string, string, string][]) => ({
  'rpmostree.rpmdb.pkglist': evrs.map(([name, epoch, version, release]) => [name, epoch, version, release, 'aarch64']),
});

let standIns: StandIns;

beforeEach(async () => {
  standIns = await startServices({
    builds: {
      stable: {
        builds: [
          { id: NEW, arches: ['x86_64'] },
          { id: OLD, arches: ['x86_64', 'aarch64'] },
          ...[5, 4, 3, 2, 1].map(day => ({ id: `40.2024090${day}.3.0`, arches: ['x86_64'] })),
        ],
        generated: {
          [`${NEW}/x86_64`]: lockOf('x86_64', { kernel: '6.11.3-200.fc40', 'kernel-core': '6.11.3-200.fc40' }),
          [`${OLD}/x86_64`]: lockOf('x86_64', { kernel: '6.10.12-200.fc40', libgcc: '14.2.1-3.fc40' }),
        },
        commitmeta: {
          [`${OLD}/aarch64`]: rows(['kernel', '0', '6.10.12', '200.fc40'], ['libgcc', '0', '14.2.1', '3.fc40']),
        },
        meta: {
          [`${NEW}/x86_64`]: { 'coreos-assembler.build-timestamp': '2024-10-21T00:18:45Z' },
        },
      },
      empty: { builds: [] },
      lost: { builds: [{ id: '40.20241021.7.0', arches: ['x86_64'] }] },
    },
  });
});

afterEach(() => standIns.close());

async function sideOf(stream: string | undefined, id: string | undefined, more: Partial<SideContext> = {}) {
  const spec = `build:${[stream, id].filter(part => part !== undefined).join('/')}`;
  const wanted: BuildWanted = { spec, stream, id };
  return buildSide(wanted, await contextOf(repository().folder, { services: standIns.services, ...more }));
}

describe('a build', () => {
  it('is the newest of its stream, where none is named', async () => {
    const side = opened(await sideOf('stable', undefined));
    expect(side).toMatchObject({
      ...{ spec: 'build:stable', kind: 'build', label: `build ${NEW} of stable`, stream: 'stable', releasever: '40' },
      ...{ committed: Date.UTC(2024, 9, 21, 0, 18, 45) / 1000, basearches: ['x86_64'], partial: false, notes: [] },
    });
    // the stand-in's: of the build's id
    expect(side.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(side.missing).toEqual(new Map([['aarch64', `build ${NEW} of stable is not for it.`]]));
    expect(evrsOf(side, 'x86_64')).toEqual({ kernel: '6.11.3-200.fc40', 'kernel-core': '6.11.3-200.fc40' });
    expect(side.packages('x86_64').get('kernel')).toEqual({
      ...{ name: 'kernel', evr: '6.11.3-200.fc40', arch: 'x86_64' },
      provenance: { kind: 'build', id: NEW },
    });
    expect(side.sourceOf('x86_64', 'kernel-core')).toBe('kernel');
  });

  it('is of the stream that is checked out, where none is named', async () => {
    const side = opened(await sideOf(undefined, OLD, { stream: 'stable' }));
    expect(side.label).toBe(`build ${OLD} of stable`);
  });

  it('has its list of packages where it has no generated lockfile', async () => {
    const side = opened(await sideOf('stable', OLD));
    expect(side.basearches).toEqual(['x86_64', 'aarch64']);
    expect(evrsOf(side, 'aarch64')).toEqual({ kernel: '6.10.12-200.fc40', libgcc: '14.2.1-3.fc40' });
    expect(side.packages('aarch64').get('kernel')).toMatchObject({ arch: 'aarch64' });
    expect(side.notes).toEqual(['There is no generated lockfile (aarch64): its list of packages is used.']);
    expect(side.sourceOf('aarch64', 'libgcc')).toBeUndefined();
  });

  it('knows its sources from the commit it was made of, as far as that is here', async () => {
    const made = repository();
    const commit = made.commit(stream('stable', { libgcc: '14.2.1-3.fc40' }, { libgcc: 'gcc' }), 'one');
    standIns.builds.behave({
      kind: 'changed',
      change: body =>
        typeof body === 'object' && body !== null && 'buildid' in body
          ? { ...body, 'coreos-assembler.container-config-git': { commit } }
          : body,
    });
    const context = await contextOf(made.folder, { services: standIns.services });
    const side = opened(await buildSide({ spec: 'b', stream: 'stable', id: OLD }, context));
    expect(side.commit).toBe(commit);
    expect(side.sourceOf('aarch64', 'libgcc')).toBe('gcc');
    const without = opened(await buildSide({ spec: 'b', stream: 'stable', id: OLD }, { ...context, git: undefined }));
    expect(without.sourceOf('aarch64', 'libgcc')).toBeUndefined();
  });

  it('is there though nothing says when it was made', async () => {
    standIns.builds.behave({
      kind: 'changed',
      change: body => (typeof body === 'object' && body !== null && 'buildid' in body ? [] : body),
    });
    const side = opened(await sideOf('stable', NEW));
    expect(side.committed).toBeUndefined();
    expect(side.notes).toEqual([expect.stringMatching(/^When it was made is not known: .*\.$/)]);
  });

  it('is there though one basearch cannot be asked for', async () => {
    standIns.builds.behave({
      kind: 'changed',
      change: body => (typeof body === 'object' && body !== null && 'packages' in body ? [] : body),
    });
    const side = opened(await sideOf('stable', OLD));
    expect(side.basearches).toEqual(['aarch64']);
    expect(side.missing.get('x86_64')).toMatch(/^what build 40\.20241007\.3\.0 of stable has is not known: /);
    expect(side.unavailable).toEqual([side.missing.get('x86_64')]);
  });
});

describe('what is no build', () => {
  it.each([
    [
      'stable',
      '40.20240101.3.0',
      'has no build 40.20240101.3.0 of stable: the newest are 40.20241021.3.0, 40.20241007.3.0, 40.20240905.3.0, 40.20240904.3.0, 40.20240903.3.0',
    ],
    ['stabel', undefined, 'knows no builds of a stream stabel: did you mean stable?'],
    [
      'production',
      undefined,
      'knows no builds of a stream production: streams are rawhide, branched, next-devel, testing-devel, next, testing, stable',
    ],
    ['empty', undefined, 'has no build of empty'],
  ])('%s/%s', async (stream, id, message) => {
    expect(failed(await sideOf(stream, id))).toEqual({ failed: 'input', message: `${standIns.builds.url} ${message}` });
  });

  it('that of another stream', async () => {
    const { message } = failed(await sideOf(undefined, '40.20241021.2.0', { stream: 'stable' }));
    expect(message).toMatch(/; that of another stream is build:STREAM\/ID$/);
  });

  it('that of no stream', async () => {
    expect(failed(await sideOf(undefined, NEW, { stream: undefined })).message).toBe(
      `build:${NEW} names no stream, and it is not known which one is checked out: write build:STREAM/ID`,
    );
  });

  it('one that has left nothing', async () => {
    expect(failed(await sideOf('lost', undefined))).toEqual({
      failed: 'input',
      message: `${standIns.builds.url} has no manifest-lock.generated.x86_64.json of build 40.20241021.7.0 of lost, and no commitmeta.json beside it.`,
    });
  });
});

describe('without the build service', () => {
  it.each([
    [{ kind: 'status', status: 500 }, '500 Internal Server Error'],
    [{ kind: 'html' }, 'an HTML page came instead of JSON'],
    [{ kind: 'truncated' }, ''],
  ] as const)('that fails there is none: %j', async (behaviour, words) => {
    standIns.builds.behave(behaviour);
    const failure = failed(await sideOf('stable', undefined));
    expect(failure.failed).toBe('unavailable');
    expect(failure.message).toMatch(/^build:stable: The build service /);
    expect(failure.message).toContain(words);
  });

  it('that fails after the list there is none', async () => {
    standIns.builds.behave({
      kind: 'changed',
      change: body => (typeof body === 'object' && body !== null && 'builds' in body ? body : 'x'),
    });
    const failure = failed(await sideOf('stable', undefined));
    expect(failure.failed).toBe('unavailable');
    expect(failure.message).toMatch(/^what build 40\.20241021\.3\.0 of stable has is not known: /);
  });

  it('that is not asked there is none', async () => {
    expect(failed(await sideOf('stable', undefined, { services: undefined }))).toEqual({
      failed: 'unavailable',
      message: 'build:stable: the build service is not asked: network access is off (--offline)',
    });
    const off = { ...standIns.services, builds: undefined };
    expect(failed(await sideOf('stable', undefined, { services: off }))).toEqual({
      failed: 'unavailable',
      message: 'build:stable: the build service is off',
    });
  });

  it('it is called off', async () => {
    const calling = new AbortController();
    standIns.builds.behave({ kind: 'hold', until: new Promise(() => undefined) });
    const opening = sideOf('stable', undefined, { signal: calling.signal });
    await standIns.builds.arrived();
    calling.abort(new Error('called off'));
    await expect(opening).rejects.toThrow('called off');
  });
});
