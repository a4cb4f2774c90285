/** Programs nobody here wrote. Where a machine lacks them, what they would judge is skipped, and the test says so. */
import { spawnSync } from 'node:child_process';
import { it } from 'vitest';

function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function itIf(available: boolean, needs: string) {
  const reason = available ? '' : ` (skipped: no ${needs} on this machine)`;
  return (name: string, run: () => void | Promise<void>, timeout?: number): void =>
    it.skipIf(!available)(name + reason, run, timeout);
}

/** The system's python with createrepo_c's module: any other python on the PATH lacks it. */
export const itCreaterepo = itIf(
  works('/usr/bin/python3', '-c', 'import createrepo_c'),
  'createrepo_c module for /usr/bin/python3',
);

export const itPython = itIf(works('python3', '-c', 'import xmlrpc.client'), 'python3');

export const itRpm = itIf(
  works('/usr/bin/python3', '-c', 'import rpm, yaml'),
  'rpm and yaml modules for /usr/bin/python3',
);

export const hasZstd = works('zstd', '--version');
export const hasXz = works('xz', '--version');
export const canBuildRpms = works('rpmbuild', '--version') && works('createrepo_c', '--version');
