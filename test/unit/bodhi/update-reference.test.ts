import { describe, expect, it } from 'vitest';
import { parseUpdateReference } from '../../../server/bodhi/update-reference';

const ALIAS = 'FEDORA-2024-f0fd63c638';

describe('parseUpdateReference', () => {
  it.each([
    ALIAS,
    ` ${ALIAS}\n`,
    'fedora-2024-F0FD63C638',
    `https://bodhi.fedoraproject.org/updates/${ALIAS}`,
    // what `ci/overrides.py` does not find
    `https://bodhi.fedoraproject.org/updates/${ALIAS}/`,
    `https://bodhi.fedoraproject.org/updates/${ALIAS}#comment-3761822`,
    `https://bodhi.fedoraproject.org/updates/${ALIAS}?from=mail`,
    `https://bodhi.fedoraproject.org/updates/${ALIAS}/?from=mail#comment-3761822`,
    'HTTPS://bodhi.fedoraproject.org/updates/fedora-2024-f0fd63c638',
    // any address that ends in the alias, as there
    `http://localhost/x/y/${ALIAS}`,
    // as Bodhi 1 wrote them
    `https://admin.fedoraproject.org/updates/${ALIAS}/sudo-1.9.15-1.fc40`,
  ])('%s', text => {
    expect(parseUpdateReference(text)).toEqual({ alias: ALIAS });
  });

  it.each([
    ['FEDORA-EPEL-2024-0a1b2c3d4e', 'FEDORA-EPEL-2024-0a1b2c3d4e'],
    ['fedora-epel-next-2024-0A1B2C3D4E', 'FEDORA-EPEL-NEXT-2024-0a1b2c3d4e'],
    ['FEDORA-FLATPAK-2024-0a1b2c3d4e', 'FEDORA-FLATPAK-2024-0a1b2c3d4e'],
    ['https://bodhi.fedoraproject.org/updates/FEDORA-2019-23efc759eb', 'FEDORA-2019-23efc759eb'],
    ['https://admin.fedoraproject.org/updates/FEDORA-2012-12345', 'FEDORA-2012-12345'],
  ])('%s', (text, alias) => {
    expect(parseUpdateReference(text)).toEqual({ alias });
  });

  it.each([
    '',
    'FEDORA-2024',
    'FEDORA-2024-f0fd63c63',
    'FEDORA-2024-f0fd63c638f',
    'FEDORA-2024-g0fd63c638',
    `${ALIAS} and more`,
    `see https://bodhi.fedoraproject.org/updates/${ALIAS}`,
    'sudo-1.9.15-1.fc40',
    'https://koji.fedoraproject.org/koji/buildinfo?buildID=2440803',
    'https://bodhi.fedoraproject.org/updates/',
    'https://bodhi.fedoraproject.org/updates/?packages=sudo',
    `https://example.com/?update=${ALIAS}`,
    `https://example.com/${ALIAS}/comments`,
    `ftp://bodhi.fedoraproject.org/updates/${ALIAS}`,
    'https://[',
  ])('names none: %j', text => {
    expect(parseUpdateReference(text)).toBeUndefined();
  });
});
