import { expect, it } from 'vitest';
import { feedWords, flowLines, flowsMarkdown } from '../../../../server/operations/streams/flows-text';
import type { StreamState } from '../../../../server/operations/streams/load-streams';
import { streamFlows } from '../../../../server/operations/streams/stream-flows';
import { entry, overrides, POLICIES, stateOf } from './stream-states';

const linesOf = (streams: readonly StreamState[]) => flowLines(streamFlows({ streams, policies: POLICIES }));

const BASE = { kernel: '6.11.3-200.fc40', podman: '5:5.2.4-1.fc40', nano: '7.2-7.fc40' };

it('draws a line for each way, with what flows along it', () => {
  const lost = overrides(entry('podman', '5:5.2.5-1.fc40', 'fast-track'));
  expect(
    linesOf([
      stateOf('testing-devel', { ...BASE, kernel: '6.11.4-201.fc40', vim: '2:9.1.719-1.fc40' }),
      stateOf('testing', { kernel: BASE.kernel, podman: BASE.podman }, { files: lost }),
      stateOf('stable', { kernel: BASE.kernel, podman: '5:5.2.5-1.fc40', ostree: '2024.8-1.fc40' }),
      stateOf('next-devel', BASE, { generated: '2024-09-10T00:00:00Z' }),
      stateOf('next', BASE),
      stateOf(
        'rawhide',
        {},
        {
          releasever: '42',
          files: { 'manifest-lock.x86_64.json': null, 'manifest-lock.aarch64.json': null },
        },
      ),
    ]),
  ).toEqual([
    'testing-devel 40 --(+2 ^1 v1 !1)--> testing 40 --(-1)--> stable 40',
    'testing-devel 40 --(+1 ^1)--> next 40',
    'next-devel 40 (closed)',
    'rawhide 42',
  ]);
});

it('says that nothing flows', () => {
  expect(linesOf([stateOf('testing', BASE), stateOf('stable', BASE)])).toEqual([
    'testing 40 --(nothing new)--> stable 40',
  ]);
});

it('goes into Markdown as it is', () => {
  const flows = streamFlows({ streams: [stateOf('stable', BASE)], policies: POLICIES });
  expect(flowsMarkdown(flows)).toBe(`\`\`\`text
stable 40
\`\`\`

Signs: + added, ^ upgraded, v downgraded, - removed source packages; ! lost overrides
`);
});

it('says in words what the signs say', () => {
  const [, flow] = streamFlows({
    policies: POLICIES,
    streams: [
      stateOf('testing', { ...BASE, kernel: '6.11.4-201.fc40' }),
      stateOf(
        'stable',
        { kernel: BASE.kernel, podman: '5:5.2.5-1.fc40', ostree: '2024.8-1.fc40' },
        { files: overrides(entry('podman', '5:5.2.5-1.fc40', 'fast-track')) },
      ),
    ],
  });
  expect(flow?.feeds.map(feedWords)).toEqual(['1 added, 1 upgraded, 1 downgraded, 1 removed; 1 override lost']);
});
