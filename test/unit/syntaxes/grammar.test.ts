import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';

const ROOT = join(__dirname, '../../..');
/** VS Code's own YAML grammars, where the editor tests have installed one. Without them only our own scopes show. */
const BUILT_IN = join(ROOT, '.vscode-test/code-server/node_modules/code-server/lib/vscode/extensions/yaml/syntaxes');
const FILES: Record<string, string> = {
  'source.yaml.manifest-lock': join(ROOT, 'syntaxes/manifest-lock.tmLanguage.json'),
  'source.yaml': join(BUILT_IN, 'yaml.tmLanguage.json'),
  'source.yaml.1.0': join(BUILT_IN, 'yaml-1.0.tmLanguage.json'),
  'source.yaml.1.1': join(BUILT_IN, 'yaml-1.1.tmLanguage.json'),
  'source.yaml.1.2': join(BUILT_IN, 'yaml-1.2.tmLanguage.json'),
  'source.yaml.1.3': join(BUILT_IN, 'yaml-1.3.tmLanguage.json'),
  'source.yaml.embedded': join(BUILT_IN, 'yaml-embedded.tmLanguage.json'),
};

let grammar: IGrammar;

beforeAll(async () => {
  const wasm = readFileSync(createRequire(__filename).resolve('vscode-oniguruma/release/onig.wasm'));
  await loadWASM(wasm);
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async scope => {
      const file = FILES[scope];
      return file && existsSync(file) ? parseRawGrammar(readFileSync(file, 'utf8'), file) : null;
    },
  });
  const loaded = await registry.loadGrammar('source.yaml.manifest-lock');
  if (!loaded) throw new Error('the grammar does not load');
  grammar = loaded;
});

/** `text:scope` of every token that our own grammar names, on the last of `lines`. */
function own(...lines: string[]): string[] {
  let state = INITIAL;
  let tokens: string[] = [];
  for (const line of lines) {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    tokens = result.tokens
      .map(token => ({ text: line.slice(token.startIndex, token.endIndex), scope: token.scopes.at(-1) ?? '' }))
      .filter(({ scope }) =>
        /^(constant|string\.unquoted\.version|support|keyword|entity\.name\.type)\S*manifest-lock$/.test(scope),
      )
      .map(({ text, scope }) => `${text}:${scope.replace(/\.manifest-lock$/, '')}`);
  }
  return tokens;
}

const HEAD = ['packages:', '  podman:'];

describe('the lockfile grammar', () => {
  it('marks epoch, version, release and dist tag of an evr', () => {
    expect(own(...HEAD, '    evr: 5:5.2.5-1.fc40')).toEqual([
      '5:constant.numeric.epoch',
      '5.2.5:string.unquoted.version',
      '1:support.constant.release',
      '.fc40:keyword.other.dist-tag',
    ]);
  });

  it('marks the arch of an evra', () => {
    expect(own(...HEAD, '    evra: 1.46.2-1.fc40.noarch')).toEqual([
      '1.46.2:string.unquoted.version',
      '1:support.constant.release',
      '.fc40:keyword.other.dist-tag',
      'noarch:entity.name.type.arch',
    ]);
  });

  it('reads carets, snapshots and what follows the dist tag', () => {
    expect(own(...HEAD, '    evra: 0^20240607.g8a83b53-1.fc40.2.x86_64')).toEqual([
      '0^20240607.g8a83b53:string.unquoted.version',
      '1:support.constant.release',
      '.fc40:keyword.other.dist-tag',
      '.2:support.constant.release',
      'x86_64:entity.name.type.arch',
    ]);
  });

  it('reads quoted values', () => {
    expect(own(...HEAD, "    evr: '5.7.0-1.fc40'")).toEqual([
      '5.7.0:string.unquoted.version',
      '1:support.constant.release',
      '.fc40:keyword.other.dist-tag',
    ]);
    expect(own(...HEAD, '    evra: "40-38.noarch"')).toEqual([
      '40:string.unquoted.version',
      '38:support.constant.release',
      'noarch:entity.name.type.arch',
    ]);
  });

  it('marks the type', () => {
    expect(own(...HEAD, '    metadata:', '      type: fast-track')).toEqual(['fast-track:constant.language.type']);
  });

  it.skipIf(!existsSync(BUILT_IN))(
    "leaves comments alone (with VS Code's own YAML grammar, where it is installed)",
    () => {
      expect(own(...HEAD, '    # evr: 5:5.2.5-1.fc40')).toEqual([]);
    },
  );
});
