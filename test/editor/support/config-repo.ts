/** Copies of the example's config repository, so that tests do not disturb each other. */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { commands, type TextDocument } from 'vscode';
import { exampleFile } from './extension';
import { open } from './lockfiles';

export interface ConfigRepoCopy {
  /** Absolute path. */
  readonly folder: string;
  /** Of its overrides lockfile, relative to the folder that is open. */
  readonly overrides: string;
  git(...args: readonly string[]): string;
  openOverrides(): Promise<TextDocument>;
  /** Closes everything, and removes it. */
  remove(): Promise<void>;
}

/** In a new folder of that name: testing-devel checked out, with all streams. */
export function copyConfigRepo(name: string): ConfigRepoCopy {
  const folder = exampleFile(name);
  cpSync(exampleFile('fedora-coreos'), folder, { recursive: true });
  const identity = ['-c', 'user.name=config', '-c', 'user.email=config@localhost'];
  const overrides = `${name}/manifest-lock.overrides.yaml`;
  return {
    folder,
    overrides,
    git: (...args) => execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' }).trim(),
    openOverrides: () => open(overrides),
    async remove() {
      await closeAll();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function closeAll(): Promise<void> {
  await commands.executeCommand('workbench.action.files.revert');
  await commands.executeCommand('workbench.action.closeAllEditors');
}
