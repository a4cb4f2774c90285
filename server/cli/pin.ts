/** `pin`: holds packages at the versions of a build. */
import { overrideCommand } from './override-command';

export const pin = overrideCommand({
  name: 'pin',
  type: 'pin',
  summary: 'pins the packages of builds, here or on other streams',
  usage: ['NVR... --reason URL', 'NAME... --reason URL'],
  notes: `A build is named by its NVR, its page in Koji or its number there, a Bodhi update, or the path or file:// URL of an RPM or a
repository. NAME, a package, holds the stream at the build that it has. What each stream locks of a build is pinned. Nothing
is written unless everything can be.`,
});
