/** Programs nobody here wrote. What is not on this machine is fetched where npm has it; else it is said, and ours stands alone. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(process.cwd(), '.cache/bench-peers');
const YAML_LANGUAGE_SERVER = '2.0.0';

/** The script to run, or why it cannot be had. Installed apart: it is no dependency of ours. */
export function yamlLanguageServer(): { readonly script: string } | { readonly problem: string } {
  const script = join(FOLDER, 'node_modules/yaml-language-server/bin/yaml-language-server');
  if (existsSync(script)) return { script };
  mkdirSync(FOLDER, { recursive: true });
  const { status, stderr, error } = spawnSync(
    'npm',
    [
      'install',
      ...['--prefix', FOLDER, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'],
      `yaml-language-server@${YAML_LANGUAGE_SERVER}`,
    ],
    { encoding: 'utf8', timeout: 120_000 },
  );
  if (existsSync(script)) return { script };
  const reason = error?.message ?? stderr.trim().split('\n').at(-1) ?? `exit status ${status}`;
  return { problem: `yaml-language-server ${YAML_LANGUAGE_SERVER} could not be installed: ${reason}` };
}

/** The system's python, the one that has the RPM modules. */
export const PYTHON = '/usr/bin/python3';

export function hasModule(name: string): boolean {
  return spawnSync(PYTHON, ['-c', `import ${name}`], { stdio: 'ignore' }).status === 0;
}

export function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
}
