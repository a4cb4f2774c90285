import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';
import { buildNotes } from '../../../server/operations/build-notes';
import { resolveSubjects } from '../../../server/operations/resolve-subject';
import type { KojiData } from '../../stand-ins/koji-hub.mjs';
import { rowsOf, type StandIns, startServices } from '../../support/services';

const ARCHES = ['x86_64', 'aarch64'];
const SOUND = 'podman-5.2.5-1.fc40';
const UNSIGNED = 'kernel-6.11.4-201.fc40';
const UNTAGGED = 'sudo-1.9.15-5.p5.fc40';

const KOJI: KojiData = {
  [SOUND]: rowsOf(SOUND, { podman: ARCHES }),
  // a copy of one arch was signed
  [UNSIGNED]: {
    rows: rowsOf(UNSIGNED, { kernel: ARCHES }),
    signatures: { [`${UNSIGNED}.x86_64`]: ['a15b79cc'], [`${UNSIGNED}.aarch64`]: [] },
  },
  [UNTAGGED]: { rows: rowsOf(UNTAGGED, { sudo: ARCHES }), tags: ['f40-updates-testing'] },
};

const BODHI = {
  'FEDORA-2024-cccccccccc': { status: 'testing', release: 'F40', builds: [{ nvr: 'podman-5.2.6-1.fc40' }] },
  'FEDORA-2024-bbbbbbbbbb': { status: 'unpushed', release: 'F40', builds: [{ nvr: 'podman-5.2.5-2.fc40' }] },
  'FEDORA-2024-aaaaaaaaaa': { status: 'obsolete', release: 'F40', builds: [{ nvr: SOUND }] },
  'FEDORA-2024-dddddddddd': { status: 'unpushed', release: 'F40', builds: [{ nvr: UNTAGGED }] },
};

let standIns: StandIns;
beforeEach(async () => {
  standIns = await startServices({ koji: KOJI, bodhi: BODHI });
});
afterEach(() => standIns.close());

async function notesOf(...texts: string[]): Promise<readonly string[]> {
  const { services } = standIns;
  const readLocal = () => Promise.resolve([]);
  const found = await resolveSubjects(texts, { services, basearches: ARCHES, readLocal, findUpdates: false });
  if (found.kind !== 'resolved') throw new Error(found.message);
  const builds = found.subjects.flatMap(one => (one.kind === 'builds' ? one.builds : []));
  const { kojiTags } = DEFAULT_REPO_SETTINGS;
  return buildNotes(builds, { services, kojiTags, basearches: ARCHES });
}

describe('buildNotes', () => {
  it('has nothing to say of a build in order', async () => {
    expect(await notesOf(SOUND)).toEqual([]);
  });

  it('names unsigned builds, also where one arch is', async () => {
    expect(await notesOf(SOUND, UNSIGNED)).toEqual([`Unsigned in Koji: ${UNSIGNED}.`]);
  });

  it('names builds outside of the pool', async () => {
    expect(await notesOf(SOUND, UNTAGGED)).toEqual([
      `Not in coreos-pool yet: ${UNTAGGED}. Fedora's tagger puts there what it finds locked once this is pushed.`,
    ]);
  });

  it('leads from an update that was taken back to the newest one after it', async () => {
    expect(await notesOf('FEDORA-2024-aaaaaaaaaa')).toEqual([
      'FEDORA-2024-aaaaaaaaaa is obsolete: it will not reach the stable repositories. FEDORA-2024-cccccccccc (testing) has podman-5.2.6-1.fc40 instead.',
    ]);
    expect((await notesOf('FEDORA-2024-dddddddddd'))[0]).toBe(
      'FEDORA-2024-dddddddddd is unpushed: it will not reach the stable repositories.',
    );
  });

  it('says which of the later updates cannot be read, and leads to the newest of the others', async () => {
    const change = (body: unknown) =>
      JSON.parse(JSON.stringify(body).replace(/("alias":"FEDORA-2024-bbbbbbbbbb".*?"karma":)0/, '$1null'));
    standIns.bodhi.behave({ kind: 'changed', change });
    expect(await notesOf('FEDORA-2024-aaaaaaaaaa')).toEqual([
      'FEDORA-2024-aaaaaaaaaa is obsolete: it will not reach the stable repositories. FEDORA-2024-cccccccccc (testing) has podman-5.2.6-1.fc40 instead.',
      `Bodhi answered with something else than it should: ${standIns.bodhi.url}/updates/: FEDORA-2024-bbbbbbbbbb: karma is null, where number was expected`,
    ]);
  });

  it('says what could not be asked, and the rest', async () => {
    const { services } = standIns;
    const readLocal = () => Promise.resolve([]);
    const scope = { services, basearches: ARCHES, readLocal, findUpdates: false };
    const found = await resolveSubjects(['FEDORA-2024-dddddddddd'], scope);
    if (found.kind !== 'resolved') throw new Error(found.message);
    const builds = found.subjects.flatMap(one => (one.kind === 'builds' ? one.builds : []));
    standIns.koji.behave({ kind: 'html' });
    const { kojiTags } = DEFAULT_REPO_SETTINGS;
    const notes = await buildNotes(builds, { services, kojiTags, basearches: ARCHES });
    expect(notes[0]).toContain('FEDORA-2024-dddddddddd is unpushed');
    expect(notes[1]).toContain(standIns.koji.url);
  });
});
