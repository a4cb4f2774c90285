// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is the syntax of .repo files
import { describe, expect, it } from 'vitest';
import type { RepoVariables } from '../../../server/rpmmd/repo-config';
import { expandVariables, unknownVariable } from '../../../server/rpmmd/variables';

const FEDORA: RepoVariables = { releasever: '40', basearch: 'x86_64', arch: 'x86_64' };

describe('expandVariables', () => {
  // the first five as libdnf 0.69's ConfigParser.substitute gives them, the others as dnf5's manual says
  it.each([
    ['$releasever', '40'],
    ['${releasever}x', '40x'],
    ['$releaseverx', '$releaseverx'],
    ['${foo}', '${foo}'],
    ['a$', 'a$'],
    ['${foo:-z}', 'z'],
    ['${releasever:-z}', '40'],
    ['${releasever:+-$basearch}', '-x86_64'],
    ['${foo:+x}', ''],
    ['${foo:-${basearch}}', 'x86_64'],
    ['https://a/linux/updates/$releasever/Everything/$basearch/', 'https://a/linux/updates/40/Everything/x86_64/'],
    ['$RELEASEVER', '$RELEASEVER'],
  ])('%s', (text, expected) => {
    expect(expandVariables(text, FEDORA)).toBe(expected);
  });

  it('takes no longer for a brace that is never closed', () => {
    const open = `\${none:-${'$aa'.repeat(40)}`;
    expect(expandVariables(open, FEDORA)).toBe(open);
  });

  it('splits a release such as 9.8', () => {
    const rhel = { ...FEDORA, releasever: '9.8' };
    expect(expandVariables('$releasever $releasever_major $releasever_minor', rhel)).toBe('9.8 9 8');
  });
});

it('unknownVariable names what is left', () => {
  expect(unknownVariable('https://a/$stream/x')).toBe('$stream');
  expect(unknownVariable('https://a/${contentdir}/x')).toBe('${contentdir}');
  expect(unknownVariable('https://a/40/$')).toBeUndefined();
});
