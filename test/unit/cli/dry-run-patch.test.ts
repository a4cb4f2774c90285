import { expect, it } from 'vitest';
import { patchText } from '../../../server/cli/dry-run-patch';

const PATCH = '--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-a\r\n+\tb \u001b[2J\n';

it('is as it is for a pipe or a file', () => {
  expect(patchText(PATCH, undefined, { isTerminal: false })).toBe(`\n${PATCH}`);
  expect(patchText(PATCH, 'stable: patch', { isTerminal: false })).toBe(`\nstable: patch:\n${PATCH}`);
});

it('moves no cursor on a terminal', () => {
  expect(patchText(PATCH, 'a\u001bb', { isTerminal: true })).toBe(
    '\na\\u001bb:\n--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-a\\u000d\n+\tb \\u001b[2J\n',
  );
});

it('is nothing where nothing changes', () => {
  expect(patchText('', 'stable: patch', { isTerminal: false })).toBe('');
});
