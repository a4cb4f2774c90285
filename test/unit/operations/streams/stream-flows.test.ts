import { describe, expect, it } from 'vitest';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import type { StreamState } from '../../../../server/operations/streams/load-streams';
import { type StreamFlow, streamFlows } from '../../../../server/operations/streams/stream-flows';
import { entry, overrides, POLICIES, stateOf } from './stream-states';

const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1752';

const flowsOf = (streams: readonly StreamState[], nextDevelOpen?: boolean) =>
  new Map(
    streamFlows({ streams, policies: POLICIES, nextDevelOpen }).map(flow => [flow.state.policy.name, flow] as const),
  );

const feedsOf = (flow: StreamFlow | undefined) => flow?.feeds.map(({ from, likely }) => [from.policy.name, likely]);

describe('what a stream would get', () => {
  it('is compared from what it has to what it would have', () => {
    const flows = flowsOf([
      stateOf('testing', { kernel: '6.11.4-201.fc40', podman: '5:5.2.4-1.fc40', nano: '7.2-7.fc40' }),
      stateOf('stable', { kernel: '6.11.3-200.fc40', podman: '5:5.2.5-1.fc40', vim: '2:9.1.719-1.fc40' }),
    ]);
    const [feed] = flows.get('stable')?.feeds ?? [];
    expect(feed?.diff.summary.packages).toEqual({ upgraded: 1, downgraded: 1, added: 1, removed: 1 });
    expect(feed?.downgrades.map(({ change, reason }) => [change.name, reason])).toEqual([['podman', undefined]]);
    expect(flows.get('testing')?.feeds).toEqual([]);
  });

  it('goes backwards on purpose where a pin with a reason holds it', () => {
    const held = overrides(entry('podman', '5:5.2.4-1.fc40', 'pin', { reason: REASON }));
    const flows = flowsOf([
      stateOf('testing', { podman: '5:5.2.5-1.fc40' }, { files: held }),
      stateOf('stable', { podman: '5:5.2.5-1.fc40' }),
    ]);
    expect(flows.get('stable')?.feeds[0]?.downgrades.map(({ reason }) => reason)).toEqual([REASON]);
  });

  it('loses overrides whose version or hold goes with them, and none that have done their work', () => {
    const own = overrides(
      entry('ignition', '2.20.0-1.fc40', 'fast-track'),
      entry('podman', '5:5.2.3-1.fc40', 'pin', { reason: REASON }),
      entry('sudo', '1.9.15-5.p5.fc40', 'fast-track', { reason: REASON }),
      entry('zincati', '0.0.29-1.fc40', 'fast-track'),
    );
    const base = { ignition: '2.19.0-3.fc40', podman: '5:5.2.4-1.fc40', sudo: '1.9.15-2.p5.fc40' };
    const flows = flowsOf([
      // ignition has come with the base lock, podman goes on, sudo goes back
      stateOf('testing', { ...base, ignition: '2.20.0-1.fc40' }),
      stateOf('stable', { ...base, zincati: '0.0.28-1.fc40' }, { files: own }),
    ]);
    const [feed] = flows.get('stable')?.feeds ?? [];
    expect(feed?.lost.map(({ name, effect }) => [name, effect])).toEqual([
      ['podman', 'upgraded'],
      ['sudo', 'downgraded'],
      ['zincati', 'removed'],
    ]);
    expect(flows.get('stable')?.overrides).toBe(4);
  });

  it('is not known without base locks, which is said', () => {
    const without = { files: { 'manifest-lock.x86_64.json': null, 'manifest-lock.aarch64.json': null } };
    const flows = flowsOf([
      stateOf('testing', { kernel: '6.11.4-201.fc40' }, without),
      stateOf('stable', { kernel: '6.11.3-200.fc40' }),
    ]);
    expect(flows.get('stable')).toMatchObject({ feeds: [], locks: '' });
    expect(flows.get('testing')?.locks).toBe('It has no base locks: what it locks only its builds know.');
  });

  it('is not taken from a tree that does not parse', () => {
    const broken = { files: { 'manifest-lock.overrides.yaml': 'packages: {' } };
    const flows = flowsOf([
      stateOf('testing', { kernel: '6.11.4-201.fc40' }, broken),
      stateOf('stable', { kernel: '6.11.3-200.fc40' }),
    ]);
    expect(flows.get('stable')?.feeds).toEqual([]);
  });
});

describe('where the next promotion comes from', () => {
  const streams = (nextDevel: string, releasever = '40') => [
    stateOf('testing-devel', { kernel: '6.11.4-201.fc40' }),
    stateOf('next-devel', { kernel: `6.11.4-201.fc${releasever}` }, { generated: nextDevel, releasever }),
    stateOf('next', { kernel: `6.11.3-200.fc${releasever}` }, { releasever }),
  ];

  it('is next-devel while it is in use', () => {
    const flows = flowsOf(streams('2024-10-19T00:00:00Z'));
    expect(feedsOf(flows.get('next'))).toEqual([
      ['next-devel', true],
      ['testing-devel', false],
    ]);
    expect([...flows.values()].map(({ closed }) => closed)).toEqual([false, false, false]);
  });

  it('is testing-devel once next-devel is closed, by the dates of the base locks', () => {
    const flows = flowsOf(streams('2024-09-10T00:00:00Z'));
    expect(feedsOf(flows.get('next'))).toEqual([
      ['testing-devel', true],
      ['next-devel', false],
    ]);
    expect([...flows].filter(([, { closed }]) => closed).map(([name]) => name)).toEqual(['next-devel']);
  });

  it('is what the pipeline says, where that is known', () => {
    expect(feedsOf(flowsOf(streams('2024-10-19T00:00:00Z'), false).get('next'))?.[0]).toEqual(['testing-devel', true]);
    expect(flowsOf(streams('2024-10-19T00:00:00Z'), false).get('next-devel')?.closed).toBe(true);
    expect(feedsOf(flowsOf(streams('2024-09-10T00:00:00Z'), true).get('next'))?.[0]).toEqual(['next-devel', true]);
    expect(flowsOf(streams('2024-09-10T00:00:00Z'), true).get('next-devel')?.closed).toBe(false);
  });

  it('is never a stream of an older release', () => {
    expect(feedsOf(flowsOf(streams('2024-10-19T00:00:00Z', '41')).get('next'))).toEqual([['next-devel', true]]);
  });
});

it('compares through what it is given, which may remember', () => {
  const asked: string[] = [];
  streamFlows({
    streams: [stateOf('testing', { kernel: '6.11.4-201.fc40' }), stateOf('stable', { kernel: '6.11.3-200.fc40' })],
    policies: POLICIES,
    diff: (from, to) => {
      asked.push(`${from.label} -> ${to.label}`);
      return diffSides(from, to);
    },
  });
  expect(asked).toEqual(['stable -> testing']);
});
