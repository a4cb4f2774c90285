/** Entry point of the command line. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultCacheFolder } from './cli/cache-folder';
import { main } from './cli/main';
import type { NetworkPort, OpenRepositories, OpenServices } from './cli/ports';
import { StreamOutput } from './cli/stream-output';
import { openGit } from './git/open-git';
import { openGitWriter } from './git/open-git-writer';
import { createHttp, type Http } from './http/create-http';
import { diskAnswers } from './http/disk-answers';
import { runServer } from './lsp/run';
import { createRepositories } from './rpmmd/create-repositories';
import { workerIndexer } from './rpmmd/worker-indexer';
import { openServices } from './services/open-services';

/** A defect of this program: none of the exit statuses that mean something. */
const INTERNAL_ERROR = 70;

const version = String(JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')).version);

function openHttp({ offline, log }: Pick<NetworkPort, 'offline' | 'log'>): Http {
  return createHttp({
    version,
    environment: process.env,
    gate: () => (offline ? 'network-off' : undefined),
    log: ({ method, url, status, bytes, milliseconds, error }) => {
      log(`${method} ${url}: ${error ?? status} (${bytes} bytes, ${Math.round(milliseconds)} ms)`);
    },
  });
}

function openRepositories({ cacheFolder, ...port }: NetworkPort): OpenRepositories {
  const http = openHttp(port);
  const repositories = createRepositories({
    fetch: http.fetch,
    cacheFolder,
    runIndexer: workerIndexer(join(__dirname, 'index-worker.js')),
    now: Date.now,
    trustFileUrls: () => true,
  });
  return { repositories, close: () => http.close() };
}

function servicesFor({ cacheFolder, ...port }: NetworkPort): OpenServices {
  const http = openHttp(port);
  const store = diskAnswers({ folder: join(cacheFolder, 'services'), onError: port.log });
  return {
    services: urls => openServices({ urls, fetch: http.fetch, store, now: Date.now }),
    close: () => http.close(),
  };
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
  openServices: servicesFor,
  openGit: openGit({ environment: process.env }),
  openGitWriter: openGitWriter({ environment: process.env }),
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
