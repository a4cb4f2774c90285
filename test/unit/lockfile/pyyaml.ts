/** PyYAML as a judge, on machines that have it. */
import { spawnSync } from 'node:child_process';

/** A python3 that can import yaml; undefined where there is none. */
export function findPyYaml(): string | undefined {
  return ['python3', '/usr/bin/python3'].find(
    command => spawnSync(command, ['-c', 'import yaml'], { stdio: 'ignore' }).status === 0,
  );
}
