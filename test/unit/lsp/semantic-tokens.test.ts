import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LockfileFormat } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { type PositionEncoding, TextLines } from '../../../server/lsp/convert';
import { doSemanticTokens, SEMANTIC_TOKENS_LEGEND, versionParts } from '../../../server/lsp/semantic-tokens';

/** `LINE:CHARACTER type text`. */
function tokens(text: string, format: LockfileFormat = 'yaml', within?: string, encoding: PositionEncoding = 'utf-16') {
  const at = text.indexOf(within ?? '');
  const span = within === undefined ? undefined : { start: at, end: at + within.length };
  const { data } = doSemanticTokens(parseLockfile(text, format), new TextLines(text, encoding), span);
  const found: string[] = [];
  let line = 0;
  let character = 0;
  for (let i = 0; i < data.length; i += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0] = data.slice(i, i + 5);
    character = lines > 0 ? characters : character + characters;
    line += lines;
    const shown = encoding === 'utf-16' ? ` ${text.split('\n')[line]?.slice(character, character + length)}` : '';
    found.push(`${line}:${character} ${SEMANTIC_TOKENS_LEGEND.tokenTypes[type]}${shown}`);
  }
  return found;
}

describe('doSemanticTokens', () => {
  it('colours the parts of an evr', () => {
    expect(tokens('packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n')).toEqual([
      '2:9 epoch 5',
      '2:11 version 5.2.3',
      '2:17 release 1',
      '2:18 distTag .fc40',
    ]);
  });

  it('colours the parts of an evra inside its quotes', () => {
    expect(tokens('{"packages": {"grub2-common": {"evra": "1:2.06-123.fc40.noarch"}}}', 'json')).toEqual([
      '0:40 epoch 1',
      '0:42 version 2.06',
      '0:47 release 123',
      '0:50 distTag .fc40',
      '0:56 rpmArch noarch',
    ]);
  });

  it('leaves out what is written with escapes, or is no version', () => {
    expect(
      tokens('{"packages": {"a": {"evra": "1-1\\u002enoarch"}, "b": {"evra": "1"}, "c": {"evr": 1}}}', 'json'),
    ).toEqual([]);
    expect(tokens('packages:\n  a:\n    evr: "1.0\n      -1"\n  b:\n    evr: ä-1\n')).toEqual([]);
  });

  it('may be asked for a part of the file', () => {
    const text = 'packages:\n  a: {evr: 1-1}\n  b: {evr: 2-1}\n  c: {evr: 3-1}\n';
    expect(tokens(text, 'yaml', 'b: {')).toEqual(['2:11 version 2', '2:13 release 1']);
  });

  it('counts in the units that were negotiated', () => {
    const text = 'packages: {é: {evr: 1-1}}\n';
    expect(tokens(text)[0]).toMatch(/^0:20 /);
    expect(tokens(text, 'yaml', undefined, 'utf-8')[0]).toMatch(/^0:21 /);
  });
});

describe('versionParts', () => {
  const parts = (text: string, arch?: string): string[] =>
    versionParts(text, arch).map(({ type, start, length }) => `${type} ${text.slice(start, start + length)}`);

  it.each([
    ['2.20.0-1.fc40', undefined, ['version 2.20.0', 'release 1', 'distTag .fc40']],
    // kernel-rt of RHEL, rust-bootupd rebuilt, a snapshot
    ['5.14.0-427.13.1.el9_4', undefined, ['version 5.14.0', 'release 427.13.1', 'distTag .el9', 'release _4']],
    ['0.2.9-3.fc33.1', undefined, ['version 0.2.9', 'release 3', 'distTag .fc33', 'release .1']],
    [
      '2.1~rc1-0.1.20200804git1234abc.fc32',
      undefined,
      ['version 2.1~rc1', 'release 0.1.20200804git1234abc', 'distTag .fc32'],
    ],
    ['6.2.0-2.fc32.fc32', undefined, ['version 6.2.0', 'release 2', 'distTag .fc32', 'distTag .fc32']],
    ['5:5.2.3-1.fc40.x86_64', 'x86_64', ['epoch 5', 'version 5.2.3', 'release 1', 'distTag .fc40', 'rpmArch x86_64']],
    ['1.0-1.', '', ['version 1.0', 'release 1']],
    ['1.0', undefined, []],
    ['a:1.0-1', undefined, []],
    ['', undefined, []],
  ] as const)('of %s', (text, arch, expected) => {
    expect(parts(text, arch)).toEqual(expected);
  });
});

describe('the colours of JSON', () => {
  const json = (path: string) => JSON.parse(readFileSync(join(__dirname, '../../..', path), 'utf8'));

  it('are those that the grammar gives to YAML', () => {
    const { contributes } = json('package.json');
    const [{ scopes }] = contributes.semanticTokenScopes;
    expect(Object.keys(scopes)).toEqual(SEMANTIC_TOKENS_LEGEND.tokenTypes);
    expect(contributes.semanticTokenTypes.map(({ id }: { id: string }) => id)).toEqual(
      SEMANTIC_TOKENS_LEGEND.tokenTypes,
    );
    const { captures } = json('syntaxes/manifest-lock.tmLanguage.json').repository.evra;
    const given = ['6', '8', '10', '11', '14'].map(group => captures[group].name);
    expect(Object.values(scopes)).toEqual(given.map(scope => [scope]));
  });
});
