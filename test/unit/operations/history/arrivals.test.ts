import { expect, it } from 'vitest';
import { DEFAULT_REPO_SETTINGS } from '../../../../server/config-repo/repo-settings';
import { versionArrivals } from '../../../../server/operations/history/arrivals';
import type { StreamHistory } from '../../../../server/operations/history/package-history';
import { day } from './support';

/** `10-18 5:5.2.5-1.fc40 fast-track` */
function history(stream: string, ...spans: readonly string[]): StreamHistory {
  return {
    stream,
    label: stream,
    spans: spans.map(text => {
      const [date = '', evr, type] = text.split(' ');
      const provenance = evr === 'none' ? undefined : type === undefined ? 'base' : 'override';
      return {
        ...{ evr: evr === 'none' ? undefined : evr, type, provenance },
        ...{ since: day(date), commit: 'c', subject: 's', reason: undefined },
      };
    }),
  };
}

function told(...streams: readonly StreamHistory[]): string[] {
  return versionArrivals(streams, DEFAULT_REPO_SETTINGS.streams).map(({ evr, arrivals }) => {
    const words = arrivals.map(({ stream, at, days }) => {
      return `${stream} ${new Date(at * 1000).toISOString().slice(5, 10)} +${days}`;
    });
    return `${evr}: ${words.join(', ')}`;
  });
}

it('names the first stream, then those of production in the order in which they got a version, newest version first', () => {
  expect(
    told(
      history('testing-devel', '09-01 5:5.2.4-1.fc40', '10-18 5:5.2.5-1.fc40 fast-track', '10-25 5:5.2.5-1.fc40'),
      history('next-devel', '10-19 5:5.2.5-1.fc40'),
      history('testing', '10-21 5:5.2.5-1.fc40 fast-track'),
      history('stable', '08-01 none', '09-10 5:5.2.4-1.fc40', '11-04 5:5.2.5-1.fc40'),
    ),
  ).toEqual([
    '5:5.2.5-1.fc40: testing-devel 10-18 +0, testing 10-21 +3, stable 11-04 +17',
    '5:5.2.4-1.fc40: testing-devel 09-01 +0, stable 09-10 +9',
  ]);
});

it('counts the first time where a stream comes back to a version', () => {
  expect(told(history('stable', '09-04 6.4.11-200.fc38', '09-05 6.4.7-200.fc38', '09-18 6.4.11-200.fc38'))).toEqual([
    '6.4.11-200.fc38: stable 09-04 +0',
    '6.4.7-200.fc38: stable 09-05 +0',
  ]);
});

it('takes an epoch of 0 for none, as RPM does', () => {
  const base = history('testing', '10-03 1.10.3-3.fc40', '10-04 0:1.10.3-3.fc40 pin');
  expect(told(base, history('stable', '10-02 0:1.10.3-3.fc40 pin'))).toEqual([
    '1.10.3-3.fc40: stable 10-02 +0, testing 10-03 +1',
  ]);
});

it('says nothing of what was never locked', () => {
  expect(told(history('rawhide', '10-01 none'), history('stable'))).toEqual([]);
});
