// Writes from server/rules/registry.ts: docs/rules.md, the schema of manifestLock.rules.severity in package.json, and the
// schema of .manifest-lock.yaml.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SETTING = 'manifestLock.rules.severity';

/** What the sources say now. */
async function generate() {
  const folder = await mkdtemp(join(tmpdir(), 'manifest-lock-docs-'));
  try {
    const outfile = join(folder, 'rules.cjs');
    await esbuild.build({
      stdin: {
        contents:
          "export { rulesDocument } from './server/rules/documentation'; export { settingsSchema } from './server/rules/settings-schema'; export { repoSettingsSchema } from './server/rules/repo-settings-schema';",
        resolveDir: ROOT,
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      logLevel: 'warning',
      outfile,
    });
    const { rulesDocument, settingsSchema, repoSettingsSchema } = createRequire(import.meta.url)(outfile);
    return { document: rulesDocument(), schema: settingsSchema(), repoSchema: repoSettingsSchema() };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** package.json with the schema in place of what the setting had; its `order` and `scope` stay. */
function withSchema(text, schema) {
  const manifest = JSON.parse(text);
  const sections = [manifest.contributes.configuration].flat();
  const section = sections.find(({ properties }) => SETTING in properties);
  if (!section) throw new Error(`package.json does not contribute ${SETTING}.`);
  section.properties[SETTING] = { ...section.properties[SETTING], ...schema };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

const { document, schema, repoSchema } = await generate();
await writeFile(join(ROOT, 'docs/rules.md'), document);
const manifest = join(ROOT, 'package.json');
await writeFile(manifest, withSchema(await readFile(manifest, 'utf8'), schema));

const schemaFile = join(ROOT, 'schemas/repository-settings.schema.json');
await mkdir(dirname(schemaFile), { recursive: true });
await writeFile(schemaFile, JSON.stringify(repoSchema, undefined, 2));
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
execFileSync(process.execPath, [biome, 'format', '--write', schemaFile], {
  cwd: ROOT,
  stdio: ['ignore', 'ignore', 'inherit'],
});
