/** The real lockfiles of the reference data, as its index lists them; empty where it is not there. */
import { readFileSync } from 'node:fs';
import type { LockfileFormat } from '../../../server/lockfile/model';
import { hasShared, shared } from '../../support/shared';

export interface RealFile {
  /** `overrides/<blob>.yaml`. */
  readonly id: string;
  readonly path: string;
  /** Path in the repository it comes from. */
  readonly name: string;
  readonly format: LockfileFormat;
}

export const REAL_FILES: readonly RealFile[] = hasShared ? list() : [];

function list(): RealFile[] {
  const [, ...rows] = readFileSync(shared('data/lockfiles/index.tsv'), 'utf8').trimEnd().split('\n');
  return rows.map(row => {
    const [set = '', file = '', name = ''] = row.split('\t');
    const id = `${set}/${file}`;
    return { id, path: shared(`data/lockfiles/${id}`), name, format: file.endsWith('.json') ? 'json' : 'yaml' };
  });
}
