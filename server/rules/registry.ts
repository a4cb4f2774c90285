/** Every rule there is, in the order of the documentation. */
import { archMismatch } from './arch-mismatch';
import { commentLost } from './comment-lost';
import { conflictingVersion } from './conflicting-version';
import { duplicateKey } from './duplicate-key';
import { graduated } from './graduated';
import { heldBack } from './held-back';
import { invalidDigest } from './invalid-digest';
import { invalidUrl } from './invalid-url';
import { malformedVersion } from './malformed-version';
import { missingBodhi } from './missing-bodhi';
import { missingPackages } from './missing-packages';
import { missingReason } from './missing-reason';
import { missingType } from './missing-type';
import { missingVersion } from './missing-version';
import { newerAvailable } from './newer-available';
import { notAvailable } from './not-available';
import type { Rule } from './rule';
import { syntax } from './syntax';
import { unknownKey } from './unknown-key';
import { unknownType } from './unknown-type';
import { versionNotString } from './version-not-string';
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
  newerAvailable,
  notAvailable,
  graduated,
  heldBack,
];
