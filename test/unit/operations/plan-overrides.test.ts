import { describe, expect, it } from 'vitest';
import { newOverrides } from '../../../server/lockfile/add-entries';
import { OVERRIDES_HEADER } from '../../../server/lockfile/header';
import { planOverrides } from '../../../server/operations/plan-overrides';
import { ALL, build, COMMON, everywhere, messageOf, pin, REASON, streamOf, textsOf } from './override-samples';
import { planFault } from './override-state';

const LOCKS = everywhere({ bash: '5.2.26-3.fc40', podman: '5:5.2.3-1.fc40', sudo: '1.9.15-3.p5.fc40' });
const BASH = build('bash-5.2.32-1.fc40', `bash 5.2.32-1.fc40 src ${ALL} i686`, `bash-doc 5.2.32-1.fc40 noarch`);

/** The same packages locked, but microcode on x86_64 only. */
const MIXED = { ...LOCKS, x86_64: { ...LOCKS['x86_64'], microcode_ctl: '2:2.1-61.fc40.x86_64' } };
const MICROCODE = build('microcode_ctl-2.1-62.fc40', 'microcode_ctl 2:2.1-62.fc40 x86_64');

const pinned = (name: string, version: string, reason = REASON) =>
  `  ${name}:\n    ${version}\n    metadata:\n      reason: ${reason}\n      type: pin\n`;

describe('planOverrides', () => {
  it('takes what the stream locks, and says what it does there', () => {
    const target = streamOf(LOCKS, { [COMMON]: 'packages:\n  # CVE-2021-3156\n  sudo:\n    evr: 1.9.16-1.fc40\n' });
    const plan = planOverrides(target, [pin(BASH)]);
    if (plan.kind === 'refused') throw new Error(plan.message);
    expect(textsOf(plan)).toEqual({
      [COMMON]: `packages:\n${pinned('bash', 'evr: 5.2.32-1.fc40')}  # CVE-2021-3156\n  sudo:\n    evr: 1.9.16-1.fc40\n`,
    });
    expect(plan.files[0]?.edits).toEqual([
      { span: { start: 10, end: 10 }, newText: pinned('bash', 'evr: 5.2.32-1.fc40') },
    ]);
    expect(plan.entries.map(({ from, ...entry }) => ({ ...entry, from: Object.fromEntries(from) }))).toEqual([
      {
        name: 'bash',
        path: COMMON,
        version: '5.2.32-1.fc40',
        from: { x86_64: '5.2.26-3.fc40', aarch64: '5.2.26-3.fc40', ppc64le: '5.2.26-3.fc40', s390x: '5.2.26-3.fc40' },
        change: 'added',
        effect: 'upgrade',
      },
    ]);
    expect(plan.notes).toEqual([]);
  });

  it('replaces an override whole; a second time there is nothing to do', () => {
    const old =
      'packages:\n  bash: # mine\n    evr: 5.2.26-4.fc40\n    metadata:\n      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638\n      type: fast-track\n';
    const target = streamOf(LOCKS, { [COMMON]: old });
    const plan = planOverrides(target, [pin(BASH)]);
    const text =
      'packages:\n  bash: # mine\n    evr: 5.2.32-1.fc40\n    metadata:\n' +
      `      reason: ${REASON}\n      type: pin\n`;
    expect(textsOf(plan)).toEqual({ [COMMON]: text });
    expect(plan.kind === 'plan' && plan.entries[0]?.change).toBe('replaced');
    const again = planOverrides(streamOf(LOCKS, { [COMMON]: text }), [pin(BASH)]);
    expect(again.kind === 'plan' && [again.files, again.entries[0]?.change, again.entries[0]?.effect]).toEqual([
      [],
      'unchanged',
      'same',
    ]);
  });

  it('makes the common overrides where there are none, and fills empty ones', () => {
    const whole = `${OVERRIDES_HEADER}\npackages:\n${pinned('bash', 'evr: 5.2.32-1.fc40')}`;
    const missing = planOverrides(streamOf(LOCKS, {}, { folder: 'overlay/' }), [pin(BASH)]);
    expect(missing.kind === 'plan' && missing.files).toEqual([
      { path: `overlay/${COMMON}`, before: undefined, after: whole, edits: [] },
    ]);
    for (const empty of ['', '\n']) {
      const plan = planOverrides(streamOf(LOCKS, { [COMMON]: empty }), [pin(BASH)]);
      expect(textsOf(plan)).toEqual({ [COMMON]: whole });
    }
    expect(textsOf(planOverrides(streamOf(LOCKS, { [COMMON]: '# none yet\n' }), [pin(BASH)]))).toEqual({
      [COMMON]: `# none yet\npackages:\n${pinned('bash', 'evr: 5.2.32-1.fc40')}`,
    });
    expect(textsOf(planOverrides(streamOf(LOCKS, { [COMMON]: 'packages:\n' }), [pin(BASH)]))).toEqual({
      [COMMON]: `packages:\n${pinned('bash', 'evr: 5.2.32-1.fc40')}`,
    });
  });

  it('puts a package of one arch into the file of that arch', () => {
    const target = streamOf(MIXED, { [COMMON]: 'packages: {}\n' }, { folder: 'overlay/' });
    const plan = planOverrides(target, [pin(BASH), pin(MICROCODE)]);
    expect(textsOf(plan)).toEqual({
      [`overlay/${COMMON}`]: `packages:\n${pinned('bash', 'evr: 5.2.32-1.fc40')}`,
      'overlay/manifest-lock.overrides.x86_64.yaml': newOverrides(
        new Map([['microcode_ctl', { evra: '2:2.1-62.fc40.x86_64', metadata: { reason: REASON, type: 'pin' } }]]),
      ),
    });
    expect(planFault(target, [pin(BASH), pin(MICROCODE)], plan as Parameters<typeof planFault>[2])).toBeUndefined();
  });

  it('leaves the common override to the arches that it still stands for, and removes it where there are none', () => {
    const three = build('bash-5.2.32-1.fc40', 'bash 5.2.32-1.fc40 x86_64 aarch64 ppc64le');
    const bash = 'packages:\n  bash:\n    evr: 5.2.30-1.fc40\n';
    const stays = textsOf(planOverrides(streamOf(LOCKS, { [COMMON]: bash }), [pin(three)]));
    expect(Object.keys(stays)).toEqual(
      ['aarch64', 'ppc64le', 'x86_64'].map(arch => `manifest-lock.overrides.${arch}.yaml`),
    );
    const microcode = 'packages:\n  microcode_ctl:\n    evr: 2:2.1-60.fc40\n  zlib:\n    evr: 1-1\n';
    const goes = planOverrides(streamOf(MIXED, { [COMMON]: microcode }), [pin(MICROCODE)]);
    expect(textsOf(goes)[COMMON]).toBe('packages:\n  zlib:\n    evr: 1-1\n');
    expect(goes.kind === 'plan' && goes.notes).toContain(
      `microcode_ctl goes from ${COMMON}: manifest-lock.overrides.x86_64.yaml has it now.`,
    );
    // nothing is known of riscv64: there it may count
    const unknown = streamOf(MIXED, { [COMMON]: microcode }, { basearches: [...Object.keys(MIXED), 'riscv64'] });
    expect(textsOf(planOverrides(unknown, [pin(MICROCODE)]))[COMMON]).toBeUndefined();
  });

  it('removes what would count instead of the common override', () => {
    const own = 'packages:\n  bash:\n    evra: 5.2.30-1.fc40.s390x\n  zlib:\n    evra: 1-1.s390x\n';
    const target = streamOf(LOCKS, { [COMMON]: 'packages: {}\n', 'manifest-lock.overrides.s390x.yaml': own });
    const plan = planOverrides(target, [pin(BASH)]);
    expect(textsOf(plan)['manifest-lock.overrides.s390x.yaml']).toBe('packages:\n  zlib:\n    evra: 1-1.s390x\n');
    expect(plan.kind === 'plan' && plan.entries[0]?.from.get('s390x')).toBe('5.2.30-1.fc40');
  });

  it('refuses where another form of the file would count', () => {
    const json = '{"packages": {"bash": {"evr": "5.2.30-1.fc40"}}}';
    const target = streamOf(LOCKS, { [COMMON]: 'packages: {}\n', 'manifest-lock.overrides.json': json });
    expect(messageOf(planOverrides(target, [pin(BASH)]))).toBe(
      `bash is in manifest-lock.overrides.json, too, which counts before ${COMMON} on x86_64: remove it there first.`,
    );
    const alone = streamOf(LOCKS, { 'manifest-lock.overrides.json': json });
    expect(textsOf(planOverrides(alone, [pin(BASH)]))).toEqual({
      'manifest-lock.overrides.json': `{"packages": {"bash": {"evr": "5.2.32-1.fc40", "metadata": {"reason": "${REASON}", "type": "pin"}}}}`,
    });
    expect(messageOf(planOverrides(alone, [pin(BASH)], { canonical: true }))).toBe(
      'manifest-lock.overrides.json:1:1: the canonical form is YAML, and this file is JSON',
    );
  });

  it('writes canonical files where asked, and says what that loses', () => {
    const text = 'packages:\n  zlib: {evr: "1-1"} # why\n  acl: {evr: 010}\n';
    const plan = planOverrides(streamOf(LOCKS, { [COMMON]: text }), [pin(BASH)], { canonical: true });
    expect(textsOf(plan)).toEqual({
      [COMMON]: `${OVERRIDES_HEADER}\npackages:\n  acl:\n    evr: 8\n${pinned('bash', 'evr: 5.2.32-1.fc40')}  zlib:\n    evr: 1-1\n`,
    });
    expect(plan.kind === 'plan' && plan.notes).toEqual([
      `${COMMON} loses a comment.`,
      `${COMMON}:3:14: 010 is written as 8, which is how PyYAML reads it.`,
    ]);
  });

  it('backports a kernel beside a sudo override without touching it', () => {
    // stable, January 2021: overrides of single arches only. The kernel's of 2 February lost sudo, 1.9.5p2 fell to 1.9.2
    const arches = ['x86_64', 'aarch64', 'ppc64le', 's390x'];
    const own = (arch: string) => `packages:
  # Fast-track Afterburn release
  # https://bodhi.fedoraproject.org/updates/FEDORA-2020-94fd991213
  afterburn:
    evra: 4.6.0-2.fc33.${arch}
  # CVE-2021-3156
  # https://bodhi.fedoraproject.org/updates/FEDORA-2021-2cb63d912a
  sudo:
    evra: 1.9.5p2-1.fc33.${arch}
`;
    const locks = everywhere({ kernel: '5.9.16-200.fc33', 'kernel-core': '5.9.16-200.fc33', sudo: '1.9.2-1.fc33' });
    const files = Object.fromEntries(arches.map(arch => [`manifest-lock.overrides.${arch}.yaml`, own(arch)]));
    const kernel = build(
      'kernel-5.10.12-200.fc33',
      `kernel 5.10.12-200.fc33 ${arches.join(' ')}`,
      `kernel-core 5.10.12-200.fc33 ${arches.join(' ')}`,
    );
    const target = streamOf(locks, files, { stream: 'stable', releasever: '33' });
    const plan = planOverrides(target, [pin(kernel)]);
    if (plan.kind === 'refused') throw new Error(plan.message);
    expect(plan.files.map(({ path, before }) => [path, before])).toEqual([[COMMON, undefined]]);
    expect(planFault(target, [pin(kernel)], plan)).toBeUndefined();
    // and where the arches' own files hold the kernel's override already
    const held = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        `${text}  kernel:\n    evra: 5.10.10-200.fc33.${path.split('.')[2]}\n`,
      ]),
    );
    const moved = textsOf(planOverrides(streamOf(locks, held, { releasever: '33' }), [pin(kernel)]));
    for (const [path, text] of Object.entries(files)) expect(moved[path]).toBe(text);
  });

  it('takes the last of several builds and rows', () => {
    const older = build('bash-5.2.31-1.fc40', `bash 5.2.31-1.fc40 ${ALL}`);
    const plan = planOverrides(streamOf(LOCKS), [pin(BASH), pin(older)]);
    expect(plan.kind === 'plan' && plan.entries.map(({ version }) => version)).toEqual(['5.2.31-1.fc40']);
    const both = build('bash-5.2.32-3.fc40', `bash 5.2.32-3.fc40 ${ALL} noarch`);
    const noarch = planOverrides(streamOf(LOCKS), [pin(both)]);
    expect(noarch.kind === 'plan' && noarch.entries.map(({ version }) => version)).toEqual(['5.2.32-3.fc40.noarch']);
    const one = build('bash-5.2.32-3.fc40', 'bash 5.2.32-3.fc40 noarch x86_64');
    const apart = planOverrides(streamOf(LOCKS), [pin(one)]);
    expect(apart.kind === 'plan' && apart.entries.map(({ version }) => version)).toEqual([
      '5.2.32-3.fc40.x86_64',
      ...['noarch', 'noarch', 'noarch'].map(arch => `5.2.32-3.fc40.${arch}`),
    ]);
  });
});
