import { describe, expect, it } from 'vitest';
import { heldNow, stepsBack, travels, travelText } from '../../../../../client/webview/history/travels';
import { PODMAN } from './podman';

const lines = () => travels(PODMAN).map(travel => `${travel.version} ${travelText(travel)}`);

describe('the way of versions', () => {
  it('is told newest first: who was first, how much later the others, who has it not', () => {
    expect(lines()).toEqual([
      '5:5.2.5-1.fc40 reached testing-devel 2024-10-22, testing not yet, stable not yet',
      '5:5.2.4-1 (fc40, fc41) reached testing 2024-10-07, next same day, testing-devel +1 d, stable +14 d',
      '5:5.2.3-1 (fc40, fc41) reached testing-devel 2024-09-28, next +9 d, testing +9 d, stable skipped',
      '5:5.2.2-1 (fc40, fc41, fc42) reached testing-devel 2024-08-28, testing +12 d, rawhide +16 d, next +19 d, stable +26 d',
      '5:5.2.1-1.fc40 reached testing-devel 2024-08-21, testing +5 d, stable +19 d',
    ]);
  });

  it('leaves out what nobody got within the time', () => {
    const late = { ...PODMAN, since: 1_727_000_000 };
    expect(travels(late).map(({ version }) => version)).toEqual([
      '5:5.2.5-1.fc40',
      '5:5.2.4-1 (fc40, fc41)',
      '5:5.2.3-1 (fc40, fc41)',
      // stable got it on 2024-09-23
      '5:5.2.2-1 (fc40, fc41, fc42)',
    ]);
  });

  it('of one release is not awaited by a stream of another', () => {
    // the kernel has other release numbers for each Fedora
    const span = (evr: string, since: number) => ({ evr, since, commit: 'c', subject: 's' });
    const kernel = {
      versions: ['6.11.2-300.fc41', '6.11.3-200.fc40', '6.11.3-300.fc41', '6.11.4-301.fc41'],
      since: 0,
      until: 1000,
      streams: [
        { stream: 'testing-devel', label: '', spans: [span('6.11.3-200.fc40', 500)] },
        { stream: 'next-devel', label: '', spans: [span('6.11.3-300.fc41', 400), span('6.11.4-301.fc41', 600)] },
        { stream: 'next', label: '', spans: [span('6.11.2-300.fc41', 300)] },
      ],
    };
    const told = Object.fromEntries(travels(kernel).map(({ version, arrivals }) => [version, arrivals]));
    const streams = (version: string) => told[version]?.map(({ stream, state }) => `${stream} ${state}`);
    expect(streams('6.11.3-200.fc40')).toEqual(['testing-devel reached']);
    expect(streams('6.11.4-301.fc41')).toEqual(['next-devel reached', 'next not yet']);
  });
});

describe('steps back', () => {
  it('are told with what made them', () => {
    // testing-devel, June 2024, fedora-coreos-tracker#1752
    const kernel = {
      versions: ['6.8.11-300.fc40', '6.9.5-200.fc40', '6.9.7-200.fc40'],
      until: 1_720_300_000,
      streams: [
        {
          stream: 'testing-devel',
          label: 'testing-devel',
          spans: [
            { evr: '6.9.5-200.fc40', since: 1_719_272_598, commit: '74b22d59', subject: 'lockfiles: bump to latest' },
            {
              evr: '6.8.11-300.fc40',
              since: 1_719_476_441,
              commit: '87599f60',
              subject: 'overrides: pin kernel-6.8.11-300.fc40',
              provenance: 'override' as const,
              type: 'pin',
            },
            { evr: '6.9.7-200.fc40', since: 1_720_218_576, commit: '78d8653a', subject: 'lockfiles: bump to latest' },
          ],
        },
      ],
    };
    expect(stepsBack(kernel)).toEqual([
      'testing-devel went back to 6.8.11-300.fc40 (from 6.9.5-200.fc40) on 2024-06-27, for 8 days: pin',
    ]);
  });

  it('are none where everything went forward', () => {
    expect(stepsBack(PODMAN)).toEqual([]);
  });
});

describe('what is held now', () => {
  it('is what overrides say', () => {
    expect(heldNow(PODMAN)).toEqual([
      'testing-devel: fast-track of 5:5.2.5-1.fc40 since 2024-10-22 (2 days so far)',
      'testing: fast-track of 5:5.2.4-1.fc40 since 2024-10-07 (17 days so far)',
      'stable: fast-track of 5:5.2.4-1.fc40 since 2024-10-21 (3 days so far)',
    ]);
  });

  it('began with the version, not with another reason for it', () => {
    const span = { evr: '1-1', commit: 'c', subject: 's', provenance: 'override' as const, type: 'pin' };
    const spans = [
      { ...span, since: 86_400, reason: 'a' },
      { ...span, since: 5 * 86_400, reason: 'b' },
    ];
    const streams = [{ stream: 'stable', label: 'stable', spans }];
    expect(heldNow({ streams, until: 11 * 86_400 })).toEqual(['stable: pin of 1-1 since 1970-01-02 (10 days so far)']);
  });
});
