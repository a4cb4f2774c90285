import { expect, it } from 'vitest';
import { align, HEADER_BYTES, Header, SECTIONS } from '../../../server/rpmmd/index-format';

it('sections start at multiples of eight', () => {
  expect([0, 1, 8, 9].map(align)).toEqual([0, 8, 8, 16]);
  expect(HEADER_BYTES % 8).toBe(0);
  expect(HEADER_BYTES).toBeGreaterThanOrEqual((Header.sections + SECTIONS.length * 2) * 4);
});
