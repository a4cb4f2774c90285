import { expect, it } from 'vitest';
import { buildsText, candidateText } from '../../../../client/pin/candidate-text';
import type { PinCandidate } from '../../../../server/protocol';

const podman: PinCandidate = {
  subject: 'podman-5.2.5-1.fc40',
  nvr: 'podman-5.2.5-1.fc40',
  from: ['fedora-updates', 'FEDORA-2024-f0fd63c638 (testing)'],
  detail: 'complete, 2024-10-18, signed',
  selfReleased: false,
};

it('shows a build with where it comes from', () => {
  expect(candidateText(podman)).toEqual({
    label: 'podman-5.2.5-1.fc40',
    description: 'fedora-updates, FEDORA-2024-f0fd63c638 (testing)',
    detail: 'complete, 2024-10-18, signed',
  });
  expect(candidateText({ ...podman, detail: '' })).not.toHaveProperty('detail');
});

it('says why one cannot be taken', () => {
  expect(candidateText({ ...podman, refused: 'Koji has deleted it' }).detail).toBe(
    'cannot be taken: Koji has deleted it',
  );
});

it('names one build, and counts several', () => {
  expect(buildsText([podman])).toBe('podman-5.2.5-1.fc40');
  expect(buildsText([podman, podman])).toBe('2 builds');
});
