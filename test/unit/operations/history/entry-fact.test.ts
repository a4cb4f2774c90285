import { describe, expect, it } from 'vitest';
import type { LockfileFormat } from '../../../../server/lockfile/model';
import { entryFact } from '../../../../server/operations/history/entry-fact';

const fact = (text: string | Buffer, format: LockfileFormat = 'yaml') => entryFact(Buffer.from(text), format, 'podman');

describe('entryFact', () => {
  it('says version, type and reason, whatever the format', () => {
    const pin =
      'packages:\n  podman:\n    evr: 5:5.2.4-1.fc40\n    metadata:\n      reason: https://x/1\n      type: pin\n';
    const found = { kind: 'entry', evr: '5:5.2.4-1.fc40', type: 'pin', reason: 'https://x/1' };
    expect(fact(pin)).toEqual(found);
    const metadata = { type: 'pin', reason: 'https://x/1' };
    expect(fact(JSON.stringify({ packages: { podman: { evr: '5:5.2.4-1.fc40', metadata } } }), 'json')).toEqual(found);
    const base = { packages: { podman: { evra: '5:5.2.4-1.fc40.x86_64', metadata: { sourcerpm: 'podman' } } } };
    expect(fact(JSON.stringify(base), 'json')).toEqual({ ...found, type: undefined, reason: undefined });
  });

  it('tells an entry without a version from none', () => {
    expect(fact('packages:\n  podman: {}\n')).toMatchObject({ kind: 'entry', evr: undefined });
    expect(fact('{"packages": {"podman": {}}}', 'json')).toMatchObject({ kind: 'entry', evr: undefined });
    for (const none of ['packages: {}\n', 'packages:\n', 'packages: []\n', '']) {
      expect(fact(none), none).toEqual({ kind: 'absent' });
    }
    expect(fact('{"packages": {}}', 'json')).toEqual({ kind: 'absent' });
  });

  it('says what is broken', () => {
    expect(fact('packages:\n  podman: {evr: 1-1\n  x: [\n')).toMatchObject({ kind: 'broken' });
    expect(fact('{\n"packages": {\n"podman": {"evr": "1-1",}}}', 'json')).toEqual({
      kind: 'broken',
      why: 'does not parse (line 3)',
    });
    const latin = Buffer.from('{"packages": {"podm\xe4n": {}}}', 'latin1');
    expect(fact(latin, 'json')).toEqual({ kind: 'broken', why: 'cannot be read: it is not UTF-8 text' });
  });
});
