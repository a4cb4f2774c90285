/** Every promotion that people made, against librpm's comparison of files that Python has read and merged. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { StreamDiff } from '../../../../server/operations/diff/diff';
import { itRpm } from '../../../support/judges';
import { describeShared } from '../../../support/shared';
import { ComparedHistory } from './history';

type Row = readonly [arch: string, name: string, kind: string, from: string | null, to: string | null];

interface Judged {
  readonly parent: string;
  readonly subject: string;
  readonly rows: readonly Row[];
}

const STREAMS = ['testing', 'stable', 'next'];

function rowsOf({ changes }: StreamDiff): Row[] {
  const rows = changes.flatMap(({ name, arches }) =>
    [...arches].map(([arch, { kind, from, to }]): Row => [arch, name, kind, from?.evr ?? null, to?.evr ?? null]),
  );
  return rows.sort((a, b) => (a[0] === b[0] ? order(a[1], b[1]) : order(a[0], b[0])));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

describeShared('promotions in history', () => {
  let history: ComparedHistory;
  beforeAll(async () => {
    history = await ComparedHistory.open();
  });
  afterAll(() => history.close());

  itRpm(
    'change what librpm says that they change, on every basearch',
    async () => {
      const judged: Record<string, Judged> = JSON.parse(
        execFileSync('/usr/bin/python3', [join(__dirname, 'promotions.py'), history.folder, ...STREAMS], {
          encoding: 'utf8',
          maxBuffer: 64 * 1024 * 1024,
        }),
      );
      const promotions = Object.entries(judged);
      expect(promotions).toHaveLength(121);
      const kinds = new Map<string, number>();
      for (const [commit, { parent, subject, rows }] of promotions) {
        const diff = await history.diff(parent, commit);
        expect(diff.basearches, subject).toHaveLength(4);
        expect(rowsOf(diff), subject).toEqual(rows);
        for (const [, , kind] of rows) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
      expect(Object.fromEntries(kinds)).toEqual({ upgraded: 30871, added: 419, removed: 305, downgraded: 35 });
    },
    300_000,
  );
});
