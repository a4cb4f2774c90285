import { describe, expect, it } from 'vitest';
import { CorruptIndexError, MetadataError, messageOf } from '../../../server/rpmmd/metadata-error';

describe('metadata errors', () => {
  it('say what kind they are and what they come from', () => {
    const cause = new Error('inner');
    const error = new MetadataError('truncated', 'primary.xml.gz ends early', { cause });
    expect(error).toMatchObject({
      name: 'MetadataError',
      kind: 'truncated',
      message: 'primary.xml.gz ends early',
      cause,
    });
    expect(new CorruptIndexError('damaged')).toMatchObject({ name: 'CorruptIndexError', message: 'damaged' });
  });

  it('give a message for anything thrown', () => {
    expect(messageOf(new Error('boom'))).toBe('boom');
    expect(messageOf('just text')).toBe('just text');
  });
});
