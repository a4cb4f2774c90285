/** What a comparison can be checked for. */
import { CHANGE_KINDS } from './diff';

export const FAILING_KINDS = [...CHANGE_KINDS, 'override-lost'] as const;

export type FailingKind = (typeof FAILING_KINDS)[number];
