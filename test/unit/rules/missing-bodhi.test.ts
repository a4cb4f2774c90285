import { describe, expect, it } from 'vitest';
import { missingBodhi } from '../../../server/rules/missing-bodhi';
import type { ServiceFacts } from '../../../server/services/facts';
import { availability, repository } from '../../support/availability';
import { bodhiFacts, kojiFacts } from '../../support/service-facts';
import { fixed, lines, OVERRIDES, titles } from './support';

const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1477';
const UPDATE = 'https://bodhi.fedoraproject.org/updates/FEDORA-2023-eec1379708';

describe('missing-bodhi', () => {
  it('reports a fast-track without an update', () => {
    const text = 'packages:\n  ignition:\n    evr: 2.20.0-1.fc40\n    metadata:\n      type: fast-track\n';
    expect(lines(missingBodhi, OVERRIDES, text)).toEqual([
      'info 2:3-2:11 The fast-track of ignition names no Bodhi update: add the one it runs ahead of as metadata.bodhi.',
    ]);
    expect(titles(missingBodhi, OVERRIDES, text)).toEqual([[]]);
  });

  it('offers the update of an entry with the same EVR and reason', () => {
    const text = `packages:
  curl:
    evr: 7.87.0-8.fc38
    metadata:
      bodhi: ${UPDATE}
      reason: ${REASON}
      type: fast-track
  libcurl-minimal:
    evr: 7.87.0-8.fc38
    metadata:
      reason: ${REASON}
      type: fast-track
`;
    expect(fixed(missingBodhi, OVERRIDES, text, `Insert the update of curl: ${UPDATE}`)).toBe(
      text.replace(
        / {6}reason: \S+\n {6}type: fast-track\n$/,
        `      bodhi: ${UPDATE}\n      reason: ${REASON}\n      type: fast-track\n`,
      ),
    );
  });

  describe('with Bodhi', () => {
    const text = 'packages:\n  ignition:\n    evr: 2.20.0-1.fc40\n    metadata:\n      type: fast-track\n';
    const koji = kojiFacts({
      'ignition-2.20.0-1.fc40': { rpms: { ignition: 'x86_64 aarch64' } },
      'rust-afterburn-5.7.0-1.fc40': { rpms: { afterburn: 'x86_64 aarch64' } },
    });
    const update = { alias: 'FEDORA-2024-35ebfcbeef', builds: ['ignition-2.20.0-1.fc40'], status: 'stable' } as const;
    const url = 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-35ebfcbeef';
    const found =
      'info 2:3-2:11 The fast-track of ignition names no Bodhi update: FEDORA-2024-35ebfcbeef (stable) has ignition-2.20.0-1.fc40.';
    const unsaid =
      'info 2:3-2:11 The fast-track of ignition names no Bodhi update: add the one it runs ahead of as metadata.bodhi.';

    it('names the update that has the build, and inserts it', () => {
      const around = { files: {}, services: { koji, bodhi: bodhiFacts([update]) } };
      expect(lines(missingBodhi, OVERRIDES, text, around)).toEqual([found]);
      expect(titles(missingBodhi, OVERRIDES, text, around)).toEqual([[`Insert the update found: ${url} *`]]);
      expect(fixed(missingBodhi, OVERRIDES, text, `Insert the update found: ${url}`, around)).toBe(
        text.replace('      type', `      bodhi: ${url}\n      type`),
      );
    });

    it('takes the source package from Koji or the repositories, or a package for its own source', () => {
      const afterburn = { alias: 'FEDORA-2024-0a97eadb73', builds: ['rust-afterburn-5.7.0-1.fc40'] };
      const bodhi = bodhiFacts([update, afterburn]);
      const other = text.replace('ignition', 'afterburn').replace('2.20.0', '5.7.0');
      const says =
        'info 2:3-2:12 The fast-track of afterburn names no Bodhi update: FEDORA-2024-0a97eadb73 (testing) has rust-afterburn-5.7.0-1.fc40.';
      expect(lines(missingBodhi, OVERRIDES, other, { files: {}, services: { koji, bodhi } })).toEqual([says]);
      const known = availability('x86_64', [
        repository({ id: 'fedora-updates' }, [
          ['afterburn', '5.7.0-1.fc40', 'x86_64', 'rust-afterburn-5.7.0-1.fc40.src.rpm'],
        ]),
      ]);
      expect(lines(missingBodhi, OVERRIDES, other, { files: {}, services: { bodhi }, availability: [known] })).toEqual([
        says,
      ]);
      expect(lines(missingBodhi, OVERRIDES, text, { files: {}, services: { bodhi } })).toEqual([found]);
    });

    it('says where Bodhi has none, and offers no obsolete one', () => {
      const none = (services: ServiceFacts) => lines(missingBodhi, OVERRIDES, text, { files: {}, services });
      const says =
        'info 2:3-2:11 The fast-track of ignition names no Bodhi update: Bodhi has none of ignition-2.20.0-1.fc40 that is on its way.';
      expect(none({ koji, bodhi: bodhiFacts([]) })).toEqual([says]);
      const obsolete = { koji, bodhi: bodhiFacts([{ ...update, status: 'obsolete' }]) };
      expect(none(obsolete)).toEqual([says]);
      expect(titles(missingBodhi, OVERRIDES, text, { files: {}, services: obsolete })).toEqual([[]]);
      // what is not known is not said
      expect(none({ koji, bodhi: bodhiFacts([update], { buildsUnknown: true, newestUnknown: true }) })).toEqual([
        unsaid,
      ]);
      expect(none({ bodhi: bodhiFacts([]) })).toEqual([unsaid]);
      expect(none({ koji })).toEqual([unsaid]);
    });

    it('offers the update of a sibling besides only where it is another one', () => {
      const sibling = (bodhi: string) =>
        `packages:\n  a:\n    evr: 2.20.0-1.fc40\n    metadata:\n      bodhi: ${bodhi}\n      reason: ${REASON}\n      type: fast-track\n`;
      const own = `${text.replace('packages:\n', '').replace('      type', `      reason: ${REASON}\n      type`)}`;
      const around = { files: {}, services: { koji, bodhi: bodhiFacts([update]) } };
      const inserts = `Insert the update found: ${url} *`;
      expect(titles(missingBodhi, OVERRIDES, sibling(url) + own, around)).toEqual([[inserts]]);
      expect(titles(missingBodhi, OVERRIDES, sibling(UPDATE) + own, around)).toEqual([
        [inserts, `Insert the update of a: ${UPDATE}`],
      ]);
    });
  });

  it('does not ask a pin', () => {
    expect(lines(missingBodhi, OVERRIDES, 'packages:\n  a:\n    evr: 1-1\n    metadata:\n      type: pin\n')).toEqual(
      [],
    );
  });
});
