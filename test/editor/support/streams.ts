/** Copies of the healthy example with branches: what lies between streams can be seen in them. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gitRepository, type TestRepository } from '../../support/git';
import { exampleFile } from './extension';

/** In a new folder of that name, on branch testing-devel; `testing` has these texts besides. */
export function makeStreams(name: string, testing: Readonly<Record<string, string>>): TestRepository {
  const folder = exampleFile(name);
  cpSync(exampleFile('fedora-coreos'), folder, { recursive: true });
  rmSync(join(folder, '.git'), { recursive: true, force: true });
  const repository = gitRepository({ folder });
  repository.commit({}, 'testing-devel', { branch: 'testing-devel' });
  repository.commit(testing, 'testing', { branch: 'testing' });
  repository.checkout('testing-devel');
  return repository;
}
