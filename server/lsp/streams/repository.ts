/** A config repository with its git and its services, as the requests about streams need it. */
import { basename } from 'node:path';

import type { ConfigRepo } from '../../config-repo/model';
import { type GitRepository, isAbsent } from '../../git/git';
import type { LayerFile } from '../../lockfile/layers';
import type { Services } from '../../services/services';
import { failure } from '../request';
import type { Session } from '../session';
import type { FileView } from '../view';

export interface ComparedRepository {
  /** Absolute. */
  readonly folder: string;
  /** Its last part. */
  readonly name: string;
  /** Of any of its lockfiles. */
  readonly view: FileView;
  readonly views: readonly FileView[];
  readonly config: ConfigRepo;
  /** Lockfiles of the working tree, open editors in front of them. */
  readonly files: readonly LayerFile[];
  /** Lockfiles of the working tree that cannot be read; a sentence each. */
  readonly problems: readonly string[];
  /** Undefined where there is none: `gitAbsence` says why. */
  readonly git: GitRepository | undefined;
  readonly gitAbsence: string | undefined;
  /** Undefined where none may be asked: `noServices` says why, in the words of the end of a sentence. */
  readonly services: Services | undefined;
  readonly noServices: string | undefined;
}

/** A sentence; empty where there is git. */
export function withoutGit({ gitAbsence }: Pick<ComparedRepository, 'gitAbsence'>): string[] {
  return gitAbsence === undefined ? [] : [`Other streams are not known: ${gitAbsence}.`];
}

/** A sentence; empty where services may be asked. */
export function withoutServices({ noServices }: Pick<ComparedRepository, 'noServices'>): string[] {
  return noServices === undefined ? [] : [`No service is asked: ${noServices}.`];
}

const OFFLINE = 'network access is off';

/** Fails with words for a human where the workspace is not trusted, or the folder is no config repository that can be read. */
export async function comparedRepository(session: Session, folder: string): Promise<ComparedRepository> {
  requireTrust(session);
  const found = await repositoryIn(session, folder);
  if (!found)
    throw failure(`${folder} is no config repository of this workspace, or has no lockfile that can be read.`);
  return found;
}

/** All in use that can be read: what is wrong with the others is told elsewhere. */
export async function comparedRepositories(session: Session): Promise<ComparedRepository[]> {
  requireTrust(session);
  const folders = await session.workspaceRepositories();
  const found = await Promise.all(folders.map(folder => repositoryIn(session, folder)));
  return found.filter(repository => repository !== undefined);
}

function requireTrust(session: Session): void {
  if (session.status().mode === 'restricted') {
    throw failure('The workspace is not trusted: git is not run and no service is asked.');
  }
}

async function repositoryIn(session: Session, folder: string): Promise<ComparedRepository | undefined> {
  // a folder that nobody has opened is not taken into use for the asking
  if (!(await session.workspaceRepositories()).includes(folder)) return undefined;
  // git takes its time to start
  const [views = [], git] = await Promise.all([session.viewsIn(folder), session.git(folder)]);
  const [view] = views;
  if (!view?.repo) return undefined;
  const { config, files } = view.repo;
  const services = await session.services.of(folder);
  const absence = git && isAbsent(git) ? git.message : undefined;
  return {
    ...{ folder, name: basename(folder), view, views, config, files, problems: unreadable(config, files) },
    git: git && !isAbsent(git) ? git : undefined,
    gitAbsence: absence,
    services,
    noServices: services ? undefined : OFFLINE,
  };
}

function unreadable({ lockfiles }: ConfigRepo, files: readonly LayerFile[]): string[] {
  const read = new Set(files.map(({ path }) => path));
  const lost = lockfiles.filter(({ path, name }) => !name.generated && !read.has(path));
  return lost.map(({ path }) => `${path} cannot be read.`);
}
