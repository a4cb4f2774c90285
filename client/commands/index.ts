/** Every command the extension contributes; one file each. */
import type { Command } from '../context';
import { dropGraduated, fastTrackBehind } from './of-file';
import { refresh, refreshAllArches } from './refresh';
import { reveal } from './reveal';
import { showOutput } from './show-output';
import { updateAll, updateAllIncludingPins } from './update-all';
import { updatePin } from './update-pin';

export const COMMANDS: Readonly<Record<string, Command>> = {
  'manifestLock.updatePin': updatePin,
  'manifestLock.updateAll': updateAll,
  'manifestLock.updateAllIncludingPins': updateAllIncludingPins,
  'manifestLock.dropGraduated': dropGraduated,
  'manifestLock.fastTrackBehind': fastTrackBehind,
  'manifestLock.reveal': reveal,
  'manifestLock.refresh': refresh,
  'manifestLock.refreshAllArches': refreshAllArches,
  'manifestLock.showOutput': showOutput,
};
