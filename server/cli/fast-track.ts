/** `fast-track`: takes packages of Bodhi updates before the repositories have them. */
import { overrideCommand } from './override-command';

export const fastTrack = overrideCommand({
  name: 'fast-track',
  type: 'fast-track',
  summary: 'fast-tracks Bodhi updates, here or on other streams',
  usage: ['UPDATE... [--reason URL]', 'NVR... [--reason URL]'],
  notes: `UPDATE is an alias or its page in Bodhi. Of an NVR the update is looked up. A reason is needed but for what Fedora CoreOS
releases itself. Nothing is written unless everything can be.`,
});
