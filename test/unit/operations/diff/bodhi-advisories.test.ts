import * as v from 'valibot';
import { expect, it } from 'vitest';
import { UpdateJson } from '../../../../server/bodhi/bodhi-json';
import { toUpdate } from '../../../../server/bodhi/convert';
import { bodhiAdvisory } from '../../../../server/operations/diff/bodhi-advisories';
import { toUpdateBody } from '../../../stand-ins/bodhi-server.mjs';

// as Bodhi writes them into updateinfo (severity_updateinfo_str)
it.each([
  ['unspecified', 'none'],
  ['low', 'low'],
  ['medium', 'moderate'],
  ['high', 'important'],
  ['urgent', 'critical'],
])('severity %s is %s', (severity, expected) => {
  const body = toUpdateBody('FEDORA-2024-f0fd63c638', {
    status: 'stable',
    release: 'F40',
    builds: [{ nvr: 'podman-5.2.4-1.fc40' }],
    severity,
  });
  const update = toUpdate(v.parse(UpdateJson, body), alias => `https://bodhi.fedoraproject.org/updates/${alias}`);
  expect(bodhiAdvisory(update)).toMatchObject({ id: 'FEDORA-2024-f0fd63c638', severity: expected, status: 'stable' });
});
