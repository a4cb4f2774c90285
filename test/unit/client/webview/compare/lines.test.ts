import { describe, expect, it } from 'vitest';
import { type LineInput, linesOf } from '../../../../../client/webview/compare/model/lines';
import { shownPackages } from '../../../../../client/webview/compare/model/packages';
import { rowsOf, sourceAdvisories } from '../../../../../client/webview/compare/model/rows';
import { DEFAULT_VIEW } from '../../../../../client/webview/compare/model/state';
import { ADVISORIES, compared, manyCompared } from '../../../../support/compared';

const HEIGHTS = { row: 22, binary: 20, actions: 26, detail: 20, text: 18 };
const measure = (text: string): number => text.length * 10;

function linesFor(open: readonly string[], change: Partial<LineInput> = {}, result = compared()) {
  const rows = rowsOf({ packages: shownPackages(result, []), advisories: sourceAdvisories(ADVISORIES) }, DEFAULT_VIEW);
  return linesOf({
    rows,
    open: new Set(open),
    stories: new Map(),
    labels: { from: 'stable', to: 'testing' },
    measure: { plain: measure, mono: measure, width: 700 },
    heights: HEIGHTS,
    ...change,
  });
}

const below = (source: string, change: Partial<LineInput> = {}) =>
  linesFor([source], change).filter(line => line.kind !== 'row');

describe('linesOf', () => {
  it('has one line a row where none is open', () => {
    const lines = linesFor([], {}, manyCompared(5000));
    expect(lines).toHaveLength(1667);
    expect(lines.every(({ kind, height }) => kind === 'row' && height === 22)).toBe(true);
  });

  it('opens a row to actions, binaries, advisories and a changelog that is on its way', () => {
    expect(below('openssh').map(({ key }) => key)).toEqual([
      'openssh > actions',
      'openssh > binary openssh x86_64',
      'openssh > binary openssh-server x86_64',
      'openssh > advisory FEDORA-2024-213f33544e',
      'openssh > title FEDORA-2024-213f33544e',
      'openssh > cves FEDORA-2024-213f33544e',
      'openssh > story',
    ]);
  });

  it('tells advisories that are lost from those that come', () => {
    const advisories = (source: string) =>
      below(source).flatMap(line => (line.kind === 'advisory' ? [[line.advisory.id, line.lost]] : []));
    expect(advisories('podman')).toEqual([['FEDORA-2024-f0fd63c638', true]]);
    expect(advisories('kernel')).toEqual([['FEDORA-2024-b53e2a0d72', false]]);
  });

  it('has a line for each group of basearches, and each override once with its packages', () => {
    const lines = below('rpm-ostree');
    expect(lines.filter(({ kind }) => kind === 'binary').map(({ key }) => key)).toEqual([
      'rpm-ostree > binary rpm-ostree x86_64',
      'rpm-ostree > binary rpm-ostree-libs x86_64',
      'rpm-ostree > binary rpm-ostree-libs s390x',
    ]);
    const overrides = lines.flatMap(line => (line.kind === 'override' ? [[line.side, line.names]] : []));
    expect(overrides).toEqual([['to', ['rpm-ostree', 'rpm-ostree-libs']]]);
  });

  it('breaks the changelog into lines of known height, and says what could not be told', () => {
    const text = `- Resolves: rhbz#2297013\n- ${'word '.repeat(20).trim()}`;
    const changelog = [{ at: Date.UTC(2024, 6, 10), author: 'A Packager <packager@example.org> - 1-1', text }];
    const stories = new Map([['bash', { changelog, problems: ['Bodhi cannot be reached'] }]]);
    const lines = below('bash', { stories }).flatMap(line => (line.kind === 'text' ? [line] : []));
    expect(lines.map(({ style, text: shown, height }) => [style, shown, height])).toEqual([
      ['problem', 'Bodhi cannot be reached', 20],
      ['heading', '2024-07-10 A Packager <packager@example.org> - 1-1', 20],
      ['mono', '- Resolves: rhbz#2297013', 20],
      ['mono', `- ${'word '.repeat(13).trim()}\n${'word '.repeat(7).trim()}`, 36],
    ]);
  });

  it('says that there is no changelog entry', () => {
    const stories = new Map([['bash', { changelog: [], problems: [] }]]);
    expect(below('bash', { stories }).at(-1)).toMatchObject({ text: 'No changelog entry between the two versions.' });
  });

  it('offers what can be done on either side', () => {
    const stories = new Map([
      ['moby-engine', { fromPage: 'https://koji.fedoraproject.org/koji/buildinfo?buildID=1', problems: [] }],
    ]);
    const narrow = { plain: measure, mono: measure, width: 500 };
    const [line] = below('moby-engine', { stories, measure: narrow });
    expect(line?.kind === 'actions' && line.actions.map(({ label, message }) => [label, message])).toEqual([
      ['Entry in stable', { type: 'place', side: 'from', name: 'moby-engine', arch: 'x86_64' }],
      ['Build in stable', { type: 'link', url: 'https://koji.fedoraproject.org/koji/buildinfo?buildID=1' }],
      ['Package History', { type: 'history', name: 'moby-engine' }],
      ['Backport\u2026', { type: 'backport', name: 'moby-engine' }],
    ]);
    expect(line?.height).toBe(26 * 2);
  });
});
