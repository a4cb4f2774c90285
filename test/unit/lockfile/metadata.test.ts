import { describe, expect, it } from 'vitest';
import { metadataText, plainMetadata } from '../../../server/lockfile/metadata';
import type { Entry } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';

/** An entry of these lines. */
function entryOf(...lines: readonly string[]): Entry {
  const shared = 'shared: &shared\n  reason: https://example.org/1\n';
  const text = `${shared}packages:\n  podman:\n${lines.map(line => `    ${line}\n`).join('')}`;
  const entry = parseLockfile(text, 'yaml').byName.get('podman');
  if (!entry) throw new Error(text);
  return entry;
}

describe('metadataText', () => {
  it.each([
    ['type: fast-track', 'fast-track'],
    ['type: " pin "', 'pin'],
    ['type: 1', '1'],
    ['type:', undefined],
    ['type: ~', undefined],
    ['type: "  "', undefined],
    ['type: [pin]', undefined],
    ['reason: pin', undefined],
  ])('%s', (line, text) => {
    expect(metadataText(entryOf('evr: 1-1', 'metadata:', `  ${line}`), 'type')).toBe(text);
  });

  it('follows what entries share', () => {
    expect(metadataText(entryOf('evr: 1-1', 'metadata: *shared'), 'reason')).toBe('https://example.org/1');
  });
});

describe('plainMetadata', () => {
  it('has all of it', () => {
    const entry = entryOf('evr: 1-1', 'metadata:', '  type: pin', "  reason: ''");
    expect(plainMetadata(entry)).toEqual({ type: 'pin', reason: '' });
    expect(plainMetadata(entryOf('evra: 1-1.noarch'))).toEqual({});
  });

  it('has what is merged under its own keys', () => {
    const entry = entryOf('evr: 1-1', 'metadata:', '  <<: *shared', '  type: pin');
    expect(plainMetadata(entry)).toEqual({ reason: 'https://example.org/1', type: 'pin' });
  });

  it.each([
    ['a digest', ['evra: 1-1.x86_64', `digest: sha256:${'0'.repeat(64)}`]],
    ['a number', ['evr: 1-1', 'metadata:', '  issue: 1809']],
    ['a list', ['evr: 1-1', 'metadata:', '  reason: [a, b]']],
    ['nothing', ['evr: 1-1', 'metadata:', '  reason:']],
    ['two versions', ['evr: 1-1', 'evra: 1-1.noarch']],
    ['no version', ['metadata:', '  type: pin']],
  ])('is none with %s', (_, lines) => {
    expect(plainMetadata(entryOf(...lines))).toBeUndefined();
  });
});
