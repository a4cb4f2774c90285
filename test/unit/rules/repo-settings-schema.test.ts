import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readRepoSettings } from '../../../server/config-repo/read-repo-settings';
import { RULES } from '../../../server/rules/registry';
import { repoSettingsSchema } from '../../../server/rules/repo-settings-schema';

const FILE = join(__dirname, '../../../schemas/repository-settings.schema.json');

// strict but for what editors know beyond the standard, and for `type` as a list, which is standard
const ajv = new Ajv({ strict: true, allowUnionTypes: true });
ajv.addKeyword('enumDescriptions');
const validate = ajv.compile(repoSettingsSchema());

describe('repoSettingsSchema', () => {
  it('is what schemas/ has (npm run docs writes it)', () => {
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(repoSettingsSchema());
  });

  it('is valid draft-07', () => {
    expect(repoSettingsSchema().$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(ajv.validateSchema(repoSettingsSchema())).toBe(true);
  });

  it('enumerates rules and severities, and says something of each', () => {
    const { rules, ignore } = repoSettingsSchema().properties ?? {};
    expect(Object.keys(rules?.properties ?? {})).toEqual(RULES.map(({ code }) => code));
    expect(rules?.properties?.['graduated']).toMatchObject({
      enum: ['off', 'error', 'warning', 'info', 'hint'],
      default: 'info',
      description: 'A fast-track that the repositories have caught up with. Where not said: `info`.',
    });
    expect(ignore?.items?.properties?.['rule']?.enum).toContain('graduated');
  });

  it('describes every key', () => {
    const undescribed: string[] = [];
    const visit = (schema: ReturnType<typeof repoSettingsSchema>, path: string): void => {
      for (const [key, below] of Object.entries(schema.properties ?? {})) {
        if (!below.description) undescribed.push(`${path}.${key}`);
        visit(below, `${path}.${key}`);
      }
      if (schema.items) visit(schema.items, `${path}[]`);
      if (typeof schema.additionalProperties === 'object') visit(schema.additionalProperties, `${path}.*`);
    };
    visit(repoSettingsSchema(), '');
    expect(undescribed).toEqual([]);
  });
});

/** Documents and whether they are right. What only the repository can tell (unknown streams, circles) no schema says. */
const DOCUMENTS: readonly (readonly [text: string, right: boolean])[] = [
  ['', true],
  ['{}', true],
  ['rules:\nstreams:\nrepositories:\nservices:\nkoji-tags:\nignore:\n', true],
  ['rules: {graduated: off, syntax: error, newer-available: "hint"}', true],
  ["rules: {graduated: 'off'}", true],
  ['streams: {mine: {branch: main, not-behind: [stable], promotes-to: []}, other: }', true],
  ['streams: {mine: {branch: release/4.20}}', true],
  ['repositories: [fedora, fedora]', true],
  [
    'services: {koji: "https://koji.example/kojihub", bodhi: "http://localhost:80", builds: "https://b.example/a/"}',
    true,
  ],
  ['services: {koji: off, bodhi: "off", builds: \'off\'}', true],
  ['services: {koji: "http://127.0.0.1:8080/kojihub", bodhi: "http://[::1]:80"}', true],
  ['koji-tags: {pool: acme-pool, signing: "f{releasever}-acme-signing-pending"}', true],
  ['koji-tags: {signing: a/b_c.d+e-f}', true],
  ['ignore: [{rule: graduated, reason: x}]', true],
  ['ignore: [{rule: graduated, packages: [kernel*], files: ["*.yaml"], reason: x}]', true],
  ['ignore: []', true],
  ['[]', false],
  ['text', false],
  ['rule: {}', false],
  ['rules: []', false],
  ['rules: {nonsense: info}', false],
  ['rules: {graduated: warn}', false],
  ['rules: {graduated: }', false],
  ['rules: {graduated: false}', false],
  ['rules: {graduated: [info]}', false],
  ['streams: [stable]', false],
  ['streams: {mine: main}', false],
  ['streams: {mine: {branch: 1}}', false],
  ['streams: {mine: {branch: ""}}', false],
  ['streams: {mine: {branch: refs/heads/main}}', false],
  ['streams: {mine: {branch: a..b}}', false],
  ['streams: {mine: {branch: a.lock}}', false],
  ['streams: {mine: {branch: -a}}', false],
  ['streams: {mine: {branch: a/}}', false],
  ['streams: {mine: {branch: "a~1"}}', false],
  ['streams: {mine: {not-behind: stable}}', false],
  ['streams: {mine: {not-behind: }}', false],
  ['streams: {mine: {promotes-to: [1]}}', false],
  ['streams: {mine: {promote-to: [stable]}}', false],
  ['repositories: fedora', false],
  ['repositories: [1]', false],
  ['services: {koji: }', false],
  ['services: {koji: koji.example}', false],
  ['services: {koji: "ftp://koji.example"}', false],
  ['services: {koji: "https://"}', false],
  ['services: {koji: "https://koji.example/a b"}', false],
  ['services: {koji: "https://koji.example/?a"}', false],
  ['services: {koji: "https://me@koji.example/"}', false],
  ['services: {koji: "http://koji.example/kojihub"}', false],
  ['services: {koji: "http://localhost.example"}', false],
  ['services: {koji: offline}', false],
  ['koji-tags: {pool: }', false],
  ['koji-tags: {pool: ""}', false],
  ['koji-tags: {pool: a b}', false],
  ['koji-tags: {pool: "f{version}"}', false],
  ['koji-tags: {candidate: x}', false],
  ['koji-tags: [x]', false],
  ['services: {jenkins: "https://j.example"}', false],
  ['ignore: {}', false],
  ['ignore: [graduated]', false],
  ['ignore: [{rule: graduated}]', false],
  ['ignore: [{rule: graduated, reason: ""}]', false],
  ['ignore: [{rule: graduated, reason: " "}]', false],
  ['ignore: [{rule: graduated, reason: }]', false],
  ['ignore: [{reason: x}]', false],
  ['ignore: [{rule: nonsense, reason: x}]', false],
  ['ignore: [{rule: graduated, package: [a], reason: x}]', false],
  ['ignore: [{rule: graduated, packages: a, reason: x}]', false],
  ['ignore: [{rule: graduated, packages: [], reason: x}]', false],
  ['ignore: [{rule: graduated, files: [""], reason: x}]', false],
];

describe('schema and parser agree', () => {
  it.each(DOCUMENTS)('%j: %s', (text, right) => {
    const { problems } = readRepoSettings(text, { ruleCodes: RULES.map(({ code }) => code) });
    expect([validate(parse(text)), problems.length === 0], JSON.stringify([validate.errors, problems])).toEqual([
      right,
      right,
    ]);
  });
});
