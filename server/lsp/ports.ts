/** What the server gets from its process. A test hands in its own. */
import type { Discovery } from '../config-repo/discover';
import type { FileTree } from '../config-repo/model';
import type { OpenGit } from '../git/git';
import type { OpenGitWriter } from '../git/git-writer';
import type { ClientConfiguration } from '../protocol';
import type { Repositories } from '../rpmmd/repositories';
import type { ServiceUrls } from '../services/open-services';
import type { Services } from '../services/services';

export interface Ports {
  /** Of this program. */
  readonly version: string;
  /** Address of a rule's documentation. */
  readonly documentation: (code: string) => string;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** The working tree below an absolute folder; `overlay` is the text of a file (absolute path) that is open and unsaved. */
  readonly tree: (folder: string, overlay: (path: string) => string | undefined) => FileTree;
  /** The root of the config repository around a file (absolute paths); `within` ends the search upwards. */
  readonly rootOf: (file: string, within: string | undefined) => Promise<string | undefined>;
  /** The config repositories in an absolute folder. */
  readonly discoverRoots: (folder: string) => Promise<Discovery>;
  /** Git, with that program. */
  readonly openGit: (program: string) => OpenGit;
  /** Writes commits with that program. */
  readonly openGitWriter: (program: string) => OpenGitWriter;
  /** The builds that RPMs, and repositories of RPMs, on this machine are of. Rejects with words for a human. */
  /** Repository metadata. Called when the first is needed, and again when the cache folder has changed. */
  readonly openRepositories: (options: NetworkPort) => OpenRepositories;
  /** Koji and the like. Called when the first is needed, and again when the cache folder has changed. */
  readonly openServices: (options: NetworkPort) => OpenServices;
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

export interface NetworkPort {
  /** Absolute; undefined for the default. */
  readonly cacheFolder: string | undefined;
  /** The configuration as it is when asked. */
  readonly configuration: () => ClientConfiguration;
  /** One line a request made, for the output channel. */
  readonly log: (line: string) => void;
}
