/** Every rule there is, in the order of the documentation. */
import { archDrift } from './arch-drift';
import { archMismatch } from './arch-mismatch';
import { archSpecific } from './arch-specific';
import { commentLost } from './comment-lost';
import { conflictingVersion } from './conflicting-version';
import { deletedBuild } from './deleted-build';
import { distMismatch } from './dist-mismatch';
import { droppedOverride } from './dropped-override';
import { duplicateKey } from './duplicate-key';
import { graduated } from './graduated';
import { heldBack } from './held-back';
import { hermetoDrift } from './hermeto-drift';
import { invalidDigest } from './invalid-digest';
import { invalidIgnore } from './invalid-ignore';
import { invalidUrl } from './invalid-url';
import { lostOnPromotion } from './lost-on-promotion';
import { lowered } from './lowered';
import { malformedVersion } from './malformed-version';
import { missingBodhi } from './missing-bodhi';
import { missingEpoch } from './missing-epoch';
import { missingPackages } from './missing-packages';
import { missingReason } from './missing-reason';
import { missingType } from './missing-type';
import { missingVersion } from './missing-version';
import { newerAvailable } from './newer-available';
import { notAvailable } from './not-available';
import { notInBaseLock } from './not-in-base-lock';
import { notLocked } from './not-locked';
import { notTagged } from './not-tagged';
import { obsoleteUpdate } from './obsolete-update';
import type { Rule } from './rule';
import { sameAsBase } from './same-as-base';
import { shadowed } from './shadowed';
import { skippedStream } from './skipped-stream';
import { splitSource } from './split-source';
import { stalePin } from './stale-pin';
import { streamDowngrade } from './stream-downgrade';
import { syntax } from './syntax';
import { unknownBuild } from './unknown-build';
import { unknownKey } from './unknown-key';
import { unknownType } from './unknown-type';
import { unreadFile } from './unread-file';
import { unsigned } from './unsigned';
import { versionNotString } from './version-not-string';
import { wrongUpdate } from './wrong-update';
import { zeroEpoch } from './zero-epoch';

export const RULES: readonly Rule[] = [
  syntax,
  unknownKey,
  missingPackages,
  missingVersion,
  conflictingVersion,
  versionNotString,
  malformedVersion,
  zeroEpoch,
  archMismatch,
  duplicateKey,
  invalidDigest,
  unknownType,
  missingType,
  missingReason,
  missingBodhi,
  invalidUrl,
  commentLost,
  invalidIgnore(() => RULES.map(({ code }) => code)),
  unreadFile,
  missingEpoch,
  notLocked,
  archSpecific,
  sameAsBase,
  shadowed,
  splitSource,
  distMismatch,
  archDrift,
  notInBaseLock,
  hermetoDrift,
  streamDowngrade,
  lowered,
  droppedOverride,
  skippedStream,
  lostOnPromotion,
  newerAvailable,
  notAvailable,
  graduated,
  heldBack,
  unknownBuild,
  deletedBuild,
  notTagged,
  unsigned,
  wrongUpdate,
  obsoleteUpdate,
  stalePin,
];
