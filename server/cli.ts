/** Entry point of the command line. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultCacheFolder } from './cli/cache-folder';
import { main } from './cli/main';
import type { OpenRepositories, RepositoriesPort } from './cli/ports';
import { StreamOutput } from './cli/stream-output';
import { openGit } from './git/open-git';
import { createHttp } from './http/create-http';
import { runServer } from './lsp/run';
import { createRepositories } from './rpmmd/create-repositories';
import { workerIndexer } from './rpmmd/worker-indexer';

/** A defect of this program: none of the exit statuses that mean something. */
const INTERNAL_ERROR = 70;

const version = String(JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')).version);

function openRepositories({ cacheFolder, offline, log }: RepositoriesPort): OpenRepositories {
  const http = createHttp({
    version,
    environment: process.env,
    gate: () => (offline ? 'network-off' : undefined),
    log: ({ url, status, bytes, milliseconds, error }) => {
      log(`GET ${url}: ${error ?? status} (${bytes} bytes, ${Math.round(milliseconds)} ms)`);
    },
  });
  const repositories = createRepositories({
    fetch: http.fetch,
    cacheFolder,
    runIndexer: workerIndexer(join(__dirname, 'index-worker.js')),
    now: Date.now,
    trustFileUrls: () => true,
  });
  return { repositories, close: () => http.close() };
}

const cacheFolder = defaultCacheFolder(process.platform, process.env, homedir());
const stdout = new StreamOutput(process.stdout);
const stderr = new StreamOutput(process.stderr);

// the exit status is only set: process.exit() would cut off what is still on its way into a pipe
main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout,
  stderr,
  cwd: process.cwd(),
  version,
  cacheFolder,
  openRepositories,
  openGit: openGit({ environment: process.env }),
  now: Date.now,
  serveLsp: () => runServer({ version, distFolder: __dirname, cacheFolder }),
}).then(
  async status => {
    process.exitCode = status;
    if (!stdout.failure) return;
    process.exitCode = 2;
    await stderr.write(`manifest-lock: cannot write: ${stdout.failure.message}\n`);
  },
  async error => {
    process.exitCode = INTERNAL_ERROR;
    await stderr.write(`manifest-lock: internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
  },
);
