/** What a subcommand gets from its process. A test hands in its own. */
import type { OpenGit } from '../git/git';
import type { OpenGitWriter } from '../git/git-writer';
import type { Repositories } from '../rpmmd/repositories';
import type { ServiceUrls } from '../services/open-services';
import type { Services } from '../services/services';

/** A stream to write to. */
export interface Output {
  /** Resolves when more may be written: false once the reader has gone away (a closed pipe). Never rejects. */
  write(text: string): Promise<boolean>;
  readonly isTerminal: boolean;
}

export interface NetworkPort {
  /** Absolute. */
  readonly cacheFolder: string;
  /** No network request at all; `file://` repositories are no network. */
  readonly offline: boolean;
  /** Called with one line a request made. */
  readonly log: (line: string) => void;
}

/** Repository metadata, and what ends its connections and workers. */
export interface OpenRepositories {
  readonly repositories: Repositories;
  close(): Promise<void>;
}

/** The clients of services, and what ends their connections. */
export interface OpenServices {
  services(urls: ServiceUrls): Services;
  close(): Promise<void>;
}

export interface Ports {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Absolute. */
  readonly cwd: string;
  /** Of this program. */
  readonly version: string;
  /** Where metadata and answers are cached when `--cache` does not say. Absolute. */
  readonly cacheFolder: string;
  readonly openRepositories: (options: NetworkPort) => Promise<OpenRepositories>;
  readonly openServices: (options: NetworkPort) => Promise<OpenServices>;
  readonly openGit: OpenGit;
  readonly openGitWriter: OpenGitWriter;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Serves LSP on stdin and stdout; resolves when the client has ended it. */
  readonly serveLsp: () => Promise<void>;
}

/** 0 nothing to report, 1 findings, 2 bad usage or unreadable input, 3 something needed could not be reached. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Input that cannot be read or is not what it must be. Ends the subcommand with exit status 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** A repository or service that was needed could not be had. Ends the subcommand with exit status 3. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}
