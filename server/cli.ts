/**
 * Entry point of the command line. `diff` mostly needs no more than what is in this file; everything else is in `cli-commands.js`, which takes five times as
 * long to read.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultCacheFolder } from './cli/cache-folder';
import { quickDiff } from './cli/quick-diff';
import { StreamOutput } from './cli/stream-output';
import { openGit } from './git/open-git';

const stdout = new StreamOutput(process.stdout);
const stderr = new StreamOutput(process.stderr);

quickDiff(process.argv.slice(2), {
  stdout,
  stderr,
  cwd: process.cwd(),
  cacheFolder: defaultCacheFolder(process.platform, process.env, homedir()),
  openGit: openGit({ environment: process.env }),
}).then(async status => {
  if (status === undefined) {
    require(join(__dirname, 'cli-commands.js'));
    return;
  }
  // only set: process.exit() would cut off what is still on its way into a pipe
  process.exitCode = status;
  if (!stdout.failure) return;
  process.exitCode = 2;
  await stderr.write(`manifest-lock: cannot write: ${stdout.failure.message}\n`);
});
