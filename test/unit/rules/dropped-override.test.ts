import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../server/rules/check';
import { droppedOverride } from '../../../server/rules/dropped-override';
import { availability, repository } from '../../support/availability';
import {
  baseLock,
  contextOf,
  findings,
  fixed,
  lines,
  OVERRIDES,
  type Surroundings,
  titles,
  X86_64_BASE,
  X86_64_OVERRIDES,
} from './support';

const AARCH64_BASE = 'manifest-lock.aarch64.json';
const AARCH64_OVERRIDES = 'manifest-lock.overrides.aarch64.yaml';
const LINK = 'https://bodhi.fedoraproject.org/updates/FEDORA-2021-2cb63d912a';
const entry = (name: string, evr: string, metadata = '') => `  ${name}:\n    evr: ${evr}\n${metadata}`;
const FAST_TRACK = `    metadata:\n      bodhi: ${LINK}\n      type: fast-track\n`;
const SUDO = entry('sudo', '1.9.5p2-1.fc33', FAST_TRACK);
const KERNEL = entry('kernel', '5.10.12-200.fc33');
const bases = (evr: string, aarch64 = evr) => ({
  [X86_64_BASE]: baseLock({ sudo: `${evr}.x86_64` }),
  [AARCH64_BASE]: baseLock({ sudo: `${aarch64}.aarch64` }),
});

/** HEAD has `before` in the common overrides; everything else is the same. */
function since(
  before: string,
  base = bases('1.9.2-1.fc33'),
  more: Readonly<Record<string, string>> = {},
): Surroundings {
  return { files: { ...base, ...more }, branches: { before: { ...base, [OVERRIDES]: before } } };
}

describe('dropped-override', () => {
  it('says the reason last, since a list of problems shows only the beginning', () => {
    const reasoned = SUDO.replace(/\n$/, '\n      reason: https://example.org/issue/1\n');
    expect(lines(droppedOverride, OVERRIDES, `packages:\n${KERNEL}`, since(`packages:\n${reasoned}`))).toEqual([
      'warning 1:1-1:9 sudo 1.9.5p2-1.fc33 (fast-track) is no longer overridden: the base locks of x86_64 and aarch64 still have 1.9.2-1.fc33, so it is downgraded. Restore it, or wait until the base locks have caught up. Its reason was: https://example.org/issue/1',
    ]);
  });

  it('catches the cherry-pick of a kernel that lost a security fix of sudo', () => {
    const now = `packages:\n${KERNEL}`;
    const around = since(`packages:\n${SUDO}`);
    expect(lines(droppedOverride, OVERRIDES, now, around)).toEqual([
      'warning 1:1-1:9 sudo 1.9.5p2-1.fc33 (fast-track) is no longer overridden: the base locks of x86_64 and aarch64 still have 1.9.2-1.fc33, so it is downgraded. Restore it, or wait until the base locks have caught up.',
    ]);
    expect(titles(droppedOverride, OVERRIDES, now, around)).toEqual([['Restore sudo 1.9.5p2-1.fc33 as it was *']]);
    expect(fixed(droppedOverride, OVERRIDES, now, 'Restore sudo 1.9.5p2-1.fc33 as it was', around)).toBe(
      `packages:\n${KERNEL}${SUDO}`,
    );
    const [finding] = findings(droppedOverride, OVERRIDES, now, around);
    expect(finding?.package).toBe('sudo');
    expect(finding?.related?.map(({ path, message, at }) => [path, message, at?.label])).toEqual([
      [OVERRIDES, 'sudo 1.9.5p2-1.fc33 at HEAD', 'HEAD'],
      [X86_64_BASE, 'sudo 1.9.2-1.fc33 in the base lock of x86_64', undefined],
      [AARCH64_BASE, 'sudo 1.9.2-1.fc33 in the base lock of aarch64', undefined],
    ]);
  });

  it('names each older version, and only the basearches that are behind', () => {
    const base = bases('1.9.2-1.fc33', '1.9.3-1.fc33');
    expect(lines(droppedOverride, OVERRIDES, 'packages: {}\n', since(`packages:\n${SUDO}`, base))).toEqual([
      'warning 1:1-1:9 sudo 1.9.5p2-1.fc33 (fast-track) is no longer overridden: the base lock of x86_64 still has 1.9.2-1.fc33 and the base lock of aarch64 still has 1.9.3-1.fc33, so it is downgraded. Restore it, or wait until the base locks have caught up.',
    ]);
    const one = since(`packages:\n${SUDO}`, bases('1.9.5p2-1.fc33', '1.9.3-1.fc33'));
    expect(lines(droppedOverride, OVERRIDES, 'packages: {}\n', one)).toEqual([
      'warning 1:1-1:9 sudo 1.9.5p2-1.fc33 (fast-track) is no longer overridden: the base lock of aarch64 still has 1.9.3-1.fc33, so it is downgraded. Restore it, or wait until the base lock has caught up.',
    ]);
  });

  it('restores several at once, in YAML and JSON and the files of each basearch', () => {
    const base = {
      [X86_64_BASE]: baseLock({ ostree: '2024.2-1.fc39.x86_64', 'ostree-libs': '2024.2-1.fc39.x86_64' }),
      [AARCH64_BASE]: baseLock({ ostree: '2024.2-1.fc39.aarch64', 'ostree-libs': '2024.2-1.fc39.aarch64' }),
    };
    const ostree = { ostree: '2024.3-2.fc39.x86_64', 'ostree-libs': '2024.3-2.fc39.x86_64' };
    const path = 'manifest-lock.overrides.x86_64.json';
    const around = {
      files: { ...base, [AARCH64_OVERRIDES]: 'packages: {}\n' },
      branches: {
        before: {
          ...base,
          [path]: baseLock(ostree),
          [AARCH64_OVERRIDES]: `packages:\n${entry('ostree', '2024.3-2.fc39')}`,
        },
      },
    };
    expect(titles(droppedOverride, path, baseLock({}), around)).toEqual([
      ['Restore ostree 2024.3-2.fc39 as it was *', 'Restore all 3 dropped overrides'],
      ['Restore ostree-libs 2024.3-2.fc39 as it was *', 'Restore all 3 dropped overrides'],
    ]);
    expect(fixed(droppedOverride, path, baseLock({}), 'Restore ostree 2024.3-2.fc39 as it was', around)).toBe(
      baseLock({ ostree: '2024.3-2.fc39.x86_64' }),
    );
    const all = findings(droppedOverride, path, baseLock({}), around)[0]?.fixes?.[1];
    expect(all?.edits.map(edit => edit.path)).toEqual([path, AARCH64_OVERRIDES]);
  });

  it('is silent where nothing is lost', () => {
    const silent = (now: string, around: Surroundings) =>
      expect(lines(droppedOverride, OVERRIDES, now, around)).toEqual([]);
    // the base locks have it, or something newer
    silent('packages: {}\n', since(`packages:\n${SUDO}`, bases('1.9.5p2-1.fc33')));
    silent('packages: {}\n', since(`packages:\n${SUDO}`, bases('1.9.5p2-2.fc33')));
    // a pin that held it back
    silent('packages: {}\n', since(`packages:\n${entry('sudo', '1.9.1-1.fc33')}`));
    // it moved to the files of the basearches
    silent(
      'packages: {}\n',
      since(`packages:\n${SUDO}`, bases('1.9.2-1.fc33'), {
        [X86_64_OVERRIDES]: `packages:\n${SUDO}`,
        [AARCH64_OVERRIDES]: `packages:\n${SUDO}`,
      }),
    );
    // no base lock has it: it is not built there
    silent('packages: {}\n', since(`packages:\n${entry('bootupd', '0.2.17-2.fc39')}`));
    // another version: lowered
    silent(`packages:\n${entry('sudo', '1.9.1-1.fc33')}`, since(`packages:\n${SUDO}`));
    // the file does not parse right now
    silent('packages:\n  sudo\n  x:\n', since(`packages:\n${SUDO}`));
    // what cannot be compared
    silent('packages: {}\n', since('packages:\n  sudo:\n    evr: newest\n'));
    // no git
    silent('packages: {}\n', { files: bases('1.9.2-1.fc33') });
  });

  it('takes a file of another extension for the same file', () => {
    const json = JSON.stringify({ packages: { sudo: { evr: '1.9.5p2-1.fc33' } } });
    const base = bases('1.9.2-1.fc33');
    const around = { files: base, branches: { before: { ...base, [OVERRIDES]: `packages:\n${SUDO}` } } };
    expect(lines(droppedOverride, 'manifest-lock.overrides.json', json, around)).toEqual([]);
    expect(lines(droppedOverride, 'manifest-lock.overrides.json', '{"packages":{}}', around)).toHaveLength(1);
  });

  describe('without base locks', () => {
    const before = { [OVERRIDES]: `packages:\n${entry('systemd', '256.5-1.fc42', FAST_TRACK)}` };
    const known = (evr: string) => [
      availability('x86_64', [repository({ id: 'fedora-rawhide' }, [['systemd', evr, 'x86_64']])]),
    ];
    const around = (evr: string): Surroundings => ({
      files: {},
      stream: 'rawhide',
      availability: known(evr),
      branches: { before },
    });

    it('goes by the repositories', () => {
      expect(lines(droppedOverride, OVERRIDES, 'packages: {}\n', around('256.4-1.fc42'))).toEqual([
        'warning 1:1-1:9 systemd 256.5-1.fc42 (fast-track) is no longer overridden: fedora-rawhide has only 256.4-1.fc42 for x86_64, so the next build downgrades it. Restore it, or wait until the repositories have caught up.',
      ]);
      expect(lines(droppedOverride, OVERRIDES, 'packages: {}\n', around('256.5-1.fc42'))).toEqual([]);
    });

    it('says nothing while they are not known', () => {
      expect(lines(droppedOverride, OVERRIDES, 'packages: {}\n', { ...around(''), availability: [] })).toEqual([]);
      const loading = availability('x86_64', [
        repository({ id: 'fedora' }, [['systemd', '256.4-1.fc42', 'x86_64']]),
        repository({ id: 'fedora-updates', status: 'missing' }, []),
      ]);
      const partly = { ...around(''), availability: [loading] };
      expect(lines(droppedOverride, OVERRIDES, 'packages: {}\n', partly)).toEqual([]);
    });
  });

  describe('a whole file', () => {
    const PIN = `# Header.\n\npackages:\n${entry('json-glib', '1.8.0-1.fc40', '    metadata:\n      type: pin\n')}`;

    it('is reported on the first file that is left, and restored as it was', () => {
      const base = bases('1.9.2-1.fc33');
      const text = base[X86_64_BASE];
      const around = {
        files: { [AARCH64_BASE]: base[AARCH64_BASE] },
        branches: { before: { ...base, [OVERRIDES]: `packages:\n${SUDO}` } },
      };
      expect(lines(droppedOverride, X86_64_BASE, text, around)).toEqual([]);
      const first = { files: { [X86_64_BASE]: text }, branches: around.branches };
      expect(lines(droppedOverride, X86_64_BASE, text, first)).toEqual([
        'warning 2:3-2:13 manifest-lock.overrides.yaml is gone, and with it the override of sudo 1.9.5p2-1.fc33 (fast-track). Of sudo the base lock of x86_64 still has 1.9.2-1.fc33, so it is downgraded. ci/overrides.py cannot pin or fast-track without the file: to drop all overrides leave "packages: {}" in it.',
      ]);
      const [finding] = findings(droppedOverride, X86_64_BASE, text, first);
      expect(finding?.fixes).toEqual([
        {
          title: 'Restore manifest-lock.overrides.yaml as it was',
          edits: [],
          creates: [{ path: OVERRIDES, text: `packages:\n${SUDO}` }],
          preferred: true,
        },
        {
          title: 'Make manifest-lock.overrides.yaml without overrides',
          edits: [],
          creates: [{ path: OVERRIDES, text: 'packages: {}\n' }],
        },
      ]);
    });

    it('is reported on itself where no lockfile is left: fedora-coreos-config#3117', () => {
      const around = { files: {}, stream: 'rawhide', branches: { before: { [OVERRIDES]: PIN } } };
      const context = contextOf(OVERRIDES, '', around);
      const { repo } = context;
      const gone = { ...context, repo: repo && { ...repo, files: [], effective: () => new Map() } };
      expect(checkFile(gone, { severity: {}, rules: [droppedOverride] }).map(({ message }) => message)).toEqual([
        'manifest-lock.overrides.yaml is gone, and with it the override of json-glib 1.8.0-1.fc40 (pin). ci/overrides.py cannot pin or fast-track without the file: to drop all overrides leave "packages: {}" in it.',
      ]);
    });

    it('of one basearch is reported only for what is older now', () => {
      const base = bases('1.9.2-1.fc33');
      const gone = (text: string, now = base) => ({
        files: { ...now, [OVERRIDES]: 'packages: {}\n' },
        branches: { before: { ...base, [OVERRIDES]: 'packages: {}\n', [X86_64_OVERRIDES]: text } },
      });
      const at = (around: Surroundings) => lines(droppedOverride, X86_64_BASE, base[X86_64_BASE], around);
      expect(at(gone(`packages:\n${SUDO}`))).toEqual([
        'warning 2:3-2:13 manifest-lock.overrides.x86_64.yaml is gone, and with it the override of sudo 1.9.5p2-1.fc33 (fast-track). Of sudo the base lock of x86_64 still has 1.9.2-1.fc33, so it is downgraded. Restore it, or wait until the base lock has caught up.',
      ]);
      expect(at(gone(`packages:\n${entry('sudo', '1.9.1-1.fc33')}`))).toEqual([]);
    });

    it('that held nothing, or whose entries moved, is no loss', () => {
      const base = bases('1.9.2-1.fc33');
      const at = (text: string, files: Readonly<Record<string, string>> = {}) =>
        lines(droppedOverride, X86_64_BASE, base[X86_64_BASE], {
          files: { ...base, ...files },
          branches: { before: { ...base, [OVERRIDES]: text } },
        });
      expect(at('packages: {}\n')).toEqual([]);
      const moved = { [X86_64_OVERRIDES]: `packages:\n${SUDO}`, [AARCH64_OVERRIDES]: `packages:\n${SUDO}` };
      expect(at(`packages:\n${SUDO}`, moved)).toEqual([]);
    });
  });
});
