/** The command line, all of it. `cli.ts` loads it where it is needed. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultCacheFolder } from './cli/cache-folder';
import { main } from './cli/main';
import type { NetworkPort, OpenRepositories, OpenServices } from './cli/ports';
import { StreamOutput } from './cli/stream-output';
import { openGit } from './git/open-git';
import { openGitWriter } from './git/open-git-writer';
import type { Http } from './http/create-http';

/** A defect of this program: none of the exit statuses that mean something. */
const INTERNAL_ERROR = 70;

const version = String(JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')).version);

// what goes over the network, and the language server, is loaded by those who need it
async function openHttp({ offline, log }: Pick<NetworkPort, 'offline' | 'log'>): Promise<Http> {
  const { createHttp } = await import('./http/create-http');
  return createHttp({
    version,
    environment: process.env,
    gate: () => (offline ? 'network-off' : undefined),
    log: ({ method, url, status, bytes, milliseconds, error }) => {
      log(`${method} ${url}: ${error ?? status} (${bytes} bytes, ${Math.round(milliseconds)} ms)`);
    },
  });
}

async function openRepositories({ cacheFolder, ...port }: NetworkPort): Promise<OpenRepositories> {
  const { createRepositories } = await import('./rpmmd/create-repositories');
  const { workerIndexer } = await import('./rpmmd/worker-indexer');
  const http = await openHttp(port);
  const repositories = createRepositories({
    fetch: http.fetch,
    cacheFolder,
    runIndexer: workerIndexer(join(__dirname, 'index-worker.js')),
    now: Date.now,
    trustFileUrls: () => true,
  });
  return { repositories, close: () => http.close() };
}

async function servicesFor({ cacheFolder, ...port }: NetworkPort): Promise<OpenServices> {
  const { diskAnswers } = await import('./http/disk-answers');
  const { openServices } = await import('./services/open-services');
  const http = await openHttp(port);
  const store = diskAnswers({ folder: join(cacheFolder, 'services'), onError: port.log });
  return {
    services: urls => openServices({ urls, fetch: http.fetch, store, now: Date.now }),
    close: () => http.close(),
  };
}

/** A file of its own: half of this one would be it otherwise, and be read by every subcommand. The client ends the process. */
function serveLsp(): Promise<never> {
  require(join(__dirname, 'server.js'));
  return new Promise(() => undefined);
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
  serveLsp,
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
