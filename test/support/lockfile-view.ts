/** A view of one open lockfile in a config repository of memory, as the language server's verbs get it. */
import { posix } from 'node:path';
import { loadConfigRepo } from '../../server/config-repo/load';
import { loadLockfiles } from '../../server/config-repo/load-lockfiles';
import type { FileTree } from '../../server/config-repo/model';
import { parseLockfileName } from '../../server/lockfile/name';
import { parseLockfile } from '../../server/lockfile/parse';
import { ConfigRepository } from '../../server/lsp/config-repository';
import { type PositionEncoding, TextLines } from '../../server/lsp/convert';
import { documentFactory } from '../../server/lsp/document';
import { archesOf, type FileView } from '../../server/lsp/view';
import type { Availability } from '../../server/rpmmd/repositories';
import type { ServiceFacts } from '../../server/services/facts';
import { type BranchTexts, branchesOf } from './branches';

export interface ViewOptions {
  /** Of the config repository, by path, the open one included. */
  readonly files: Readonly<Record<string, string>>;
  readonly open: string;
  readonly availability?: readonly Availability[];
  readonly mode?: FileView['mode'];
  readonly encoding?: PositionEncoding;
  readonly severity?: FileView['severity'];
  /** HEAD and the branches of other streams. */
  readonly branches?: BranchTexts;
  /** What Koji and Bodhi are known to say. */
  readonly services?: ServiceFacts;
}

/** 2024-10-24 12:00 UTC. */
const NOW = Date.UTC(2024, 9, 24, 12);

/** The open document has version 7; its folder is `/config`. */
export async function lockfileView(options: ViewOptions): Promise<FileView> {
  const { files, open, availability = [], mode = 'online', encoding = 'utf-16', severity = {} } = options;
  const text = files[open] ?? '';
  const uriOf = (path: string): string => `file://${posix.join('/config', path)}`;
  const languageId = open.endsWith('.json') ? 'json' : 'manifest-lock';
  const document = documentFactory(() => encoding).create(uriOf(open), languageId, 7, text);
  const lockfile = parseLockfile(text, open.endsWith('.json') ? 'json' : 'yaml');
  const repository = new ConfigRepository('/config', treeOf(files), async (tree, parse) => {
    const config = await loadConfigRepo(tree, { defaultRepositories: ['fedora', 'fedora-updates'] });
    const { files: layers, problems } = await loadLockfiles(tree, config.lockfiles, parse);
    return { config, files: layers, texts: new Map(), problems };
  });
  const context = repository.context(await repository.snapshot(), [{ path: posix.join('/config', open), lockfile }]);
  const { stream = 'testing-devel', basearches, settings } = context.config;
  const repo = options.branches
    ? { ...context, branches: branchesOf(options.branches, stream, basearches, settings) }
    : context;
  const known = new Map(availability.map(one => [one.basearch, one]));
  const arches = [...new Set([...archesOf(open, 'x86_64', repo.config.basearches), ...known.keys()])];
  return {
    document,
    path: open,
    name: parseLockfileName(posix.basename(open)),
    lockfile,
    repo,
    arches,
    mode,
    folder: '/config',
    readOnly: false,
    severity,
    availability: basearch => known.get(basearch),
    services: options.services,
    now: NOW,
    repositories: basearch => known.get(basearch)?.repositories ?? [],
    linesOf: other => new TextLines(other.text, encoding),
    file: path => {
      if (path === open) return { uri: document.uri, version: document.version, lines: document.lines };
      const known = repo.files.some(file => file.path === path) || repo.config.sources.includes(path);
      return {
        uri: uriOf(path),
        version: undefined,
        lines: known ? new TextLines(files[path] ?? '', encoding) : undefined,
      };
    },
  };
}

function treeOf(files: Readonly<Record<string, string>>): FileTree {
  return {
    read: async path => files[path],
    list: async folder => {
      const prefix = folder === '' ? '' : `${folder}/`;
      const below = Object.keys(files).filter(path => path.startsWith(prefix));
      return [...new Set(below.map(path => path.slice(prefix.length).split('/')[0] ?? ''))].sort();
    },
  };
}
