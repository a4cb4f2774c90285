/** Entry point of the language server. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultCacheFolder } from './cli/cache-folder';
import { runServer } from './lsp/run';

const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));

void runServer({
  version: String(version),
  distFolder: __dirname,
  cacheFolder: defaultCacheFolder(process.platform, process.env, homedir()),
});
