/** Every command the extension contributes; one file each. */
import type { Command } from '../context';
import { dropGraduated, fastTrackBehind } from './of-file';
import {
  backportOverride,
  groupByPackage,
  groupByStream,
  openReason,
  openUpdate,
  refreshOverrides,
  updateOverride,
} from './overrides-view';
import { fastTrackUpdate, pinBackport } from './pin-backport';
import { refresh, refreshAllArches } from './refresh';
import { reveal } from './reveal';
import { showOutput } from './show-output';
import {
  backportPackage,
  compareStreams,
  compareWith,
  openStreamReason,
  packageHistory,
  previewPromotion,
  refreshStreams,
} from './streams';
import { updateAll, updateAllIncludingPins } from './update-all';
import { updatePin } from './update-pin';

export const COMMANDS: Readonly<Record<string, Command>> = {
  'manifestLock.updatePin': updatePin,
  'manifestLock.updateAll': updateAll,
  'manifestLock.updateAllIncludingPins': updateAllIncludingPins,
  'manifestLock.pinBackport': pinBackport,
  'manifestLock.fastTrackUpdate': fastTrackUpdate,
  'manifestLock.overrides.refresh': refreshOverrides,
  'manifestLock.overrides.groupByStream': groupByStream,
  'manifestLock.overrides.groupByPackage': groupByPackage,
  'manifestLock.overrides.openReason': openReason,
  'manifestLock.overrides.openUpdate': openUpdate,
  'manifestLock.overrides.backport': backportOverride,
  'manifestLock.overrides.update': updateOverride,
  'manifestLock.compareStreams': compareStreams,
  'manifestLock.compareWith': compareWith,
  'manifestLock.previewPromotion': previewPromotion,
  'manifestLock.packageHistory': packageHistory,
  'manifestLock.streams.refresh': refreshStreams,
  'manifestLock.streams.backport': backportPackage,
  'manifestLock.streams.openReason': openStreamReason,
  'manifestLock.dropGraduated': dropGraduated,
  'manifestLock.fastTrackBehind': fastTrackBehind,
  'manifestLock.reveal': reveal,
  'manifestLock.refresh': refresh,
  'manifestLock.refreshAllArches': refreshAllArches,
  'manifestLock.showOutput': showOutput,
};
