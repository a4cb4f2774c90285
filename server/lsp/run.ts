/** The language server of this process: `dist/server.js`, and `manifest-lock lsp --stdio`. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import { discoverRoots, rootOf } from '../config-repo/discover';
import { worktree } from '../config-repo/worktree';
import { openGit } from '../git/open-git';
import { createHttp } from '../http/create-http';
import type { HttpLogEntry } from '../http/http';
import { createRepositories } from '../rpmmd/create-repositories';
import { workerIndexer } from '../rpmmd/worker-indexer';
import { modeOf } from './configuration';
import type { OpenRepositories, RepositoriesPort } from './ports';
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
  });
  return new Promise(() => undefined);
}

function openRepositories(
  options: RunOptions,
  { cacheFolder, configuration, log }: RepositoriesPort,
): OpenRepositories {
  const http = createHttp({
    version: options.version,
    gate: () => GATES[modeOf(configuration())],
    proxy: () => configuration().proxy,
    environment: process.env,
    log: entry => log(describe(entry)),
  });
  const repositories = createRepositories({
    fetch: http.fetch,
    cacheFolder: cacheFolder ?? options.cacheFolder,
    runIndexer: workerIndexer(join(options.distFolder, 'index-worker.js')),
    now: Date.now,
    trustFileUrls: () => configuration().trusted,
  });
  return { repositories, close: () => http.close() };
}

const GATES = { online: undefined, offline: 'network-off', restricted: 'untrusted' } as const;

function describe({ url, status, bytes, milliseconds, error }: HttpLogEntry): string {
  const outcome = error ?? `${status}, ${bytes} bytes`;
  return `GET ${url}: ${outcome} (${Math.round(milliseconds)} ms)`;
}
