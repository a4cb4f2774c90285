/** The language server of this process: `dist/server.js`, and `manifest-lock lsp --stdio`. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import { discoverRoots, rootOf } from '../config-repo/discover';
import { worktree } from '../config-repo/worktree';
import { openGit } from '../git/open-git';
import { openGitWriter } from '../git/open-git-writer';
import { createHttp, type Http } from '../http/create-http';
import { diskAnswers } from '../http/disk-answers';
import type { HttpLogEntry } from '../http/http';
import { createRepositories } from '../rpmmd/create-repositories';
import { workerIndexer } from '../rpmmd/worker-indexer';
import { openServices } from '../services/open-services';
import { modeOf } from './configuration';
import type { NetworkPort, OpenRepositories, OpenServices } from './ports';
import { startServer } from './start';

export interface RunOptions {
  /** Of this program. */
  readonly version: string;
  /** Where the built files are: the index worker stands there, the documentation beside it. Absolute. */
  readonly distFolder: string;
  /** For metadata where the client names no folder. Absolute. */
  readonly cacheFolder: string;
}

/** Serves LSP on what the command line names (`--stdio`, `--node-ipc`). Resolves never: the client ends the process. */
export function runServer(options: RunOptions): Promise<never> {
  const connection = createConnection();
  const report = (error: unknown): void => {
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
  const rules = pathToFileURL(join(options.distFolder, '../docs/rules.md'));
  startServer(connection, {
    version: options.version,
    documentation: code => `${rules}#${code}`,
    now: Date.now,
    tree: (folder, overlay) => worktree(folder, { overlay }),
    rootOf,
    discoverRoots,
    openGit: program => openGit({ program, environment: process.env }),
    openRepositories: port => openRepositories(options, port),
    openGitWriter: program => openGitWriter({ program, environment: process.env }),
    openServices: port => servicesOf(options, port),
  });
  return new Promise(() => undefined);
}

function httpOf({ version }: RunOptions, { configuration, log }: NetworkPort): Http {
  return createHttp({
    version,
    gate: () => GATES[modeOf(configuration())],
    proxy: () => configuration().proxy,
    environment: process.env,
    log: entry => log(describe(entry)),
  });
}

function openRepositories(options: RunOptions, port: NetworkPort): OpenRepositories {
  const http = httpOf(options, port);
  const repositories = createRepositories({
    fetch: http.fetch,
    cacheFolder: port.cacheFolder ?? options.cacheFolder,
    runIndexer: workerIndexer(join(options.distFolder, 'index-worker.js')),
    now: Date.now,
    trustFileUrls: () => port.configuration().trusted,
  });
  return { repositories, close: () => http.close() };
}

function servicesOf(options: RunOptions, port: NetworkPort): OpenServices {
  const http = httpOf(options, port);
  const folder = join(port.cacheFolder ?? options.cacheFolder, 'services');
  const store = diskAnswers({ folder, onError: port.log });
  return {
    services: urls => openServices({ urls, fetch: http.fetch, store, now: Date.now }),
    close: () => http.close(),
  };
}

const GATES = { online: undefined, offline: 'network-off', restricted: 'untrusted' } as const;

function describe({ method, url, status, bytes, milliseconds, error }: HttpLogEntry): string {
  const outcome = error ?? `${status}, ${bytes} bytes`;
  return `${method} ${url}: ${outcome} (${Math.round(milliseconds)} ms)`;
}
