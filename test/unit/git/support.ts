/** Repositories of one test, opened as the program opens them. */
import { rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { readOnlyEnvironment } from '../../../server/git/environment';
import { type GitAbsence, type GitRepository, isAbsent } from '../../../server/git/git';
import { openGit } from '../../../server/git/open-git';
import type { GitProgram } from '../../../server/git/run-git';
import { emptyFolder, type GitOptions, gitEnvironment, gitRepository, type TestRepository } from '../../support/git';

/** A repository that goes with the test. */
export function repository(options: GitOptions = {}): TestRepository {
  const made = gitRepository(options);
  onTestFinished(() => made.dispose());
  return made;
}

/** An empty folder that goes with the test. */
export function folder(): string {
  const made = emptyFolder();
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

export function find(path: string, environment: Record<string, string> = {}): Promise<GitRepository | GitAbsence> {
  return openGit({ environment: { ...gitEnvironment(), ...environment } })(path);
}

export async function open(path: string, environment: Record<string, string> = {}): Promise<GitRepository> {
  const found = await find(path, environment);
  if (isAbsent(found)) throw new Error(found.message);
  onTestFinished(() => found.close());
  return found;
}

/** How the parts below the port are started. */
export function program(path: string): GitProgram & { readonly close: () => void } {
  const closing = new AbortController();
  const close = () => closing.abort(new Error('closed'));
  onTestFinished(close);
  return {
    program: 'git',
    environment: readOnlyEnvironment(gitEnvironment()),
    folder: path,
    signal: closing.signal,
    close,
  };
}
