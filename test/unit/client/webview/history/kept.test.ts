import { describe, expect, it } from 'vitest';
import { answers, keptOf, named } from '../../../../../client/webview/history/kept';

const STATE = { uri: 'file:///src', name: 'podman', since: undefined, arch: undefined };

describe('what is kept over a reload', () => {
  it('comes back from JSON', () => {
    const kept = JSON.parse(JSON.stringify({ ...STATE, since: 5, without: ['rawhide'] }));
    expect(keptOf(kept)).toEqual({ state: { ...STATE, since: 5 }, without: ['rawhide'] });
    expect(keptOf(JSON.parse(JSON.stringify(STATE)))).toEqual({ state: STATE, without: [] });
  });

  it.each([
    undefined,
    null,
    'podman',
    {},
    { uri: 'file:///src' },
    { uri: 'file:///src', name: '' },
    { uri: 1, name: 'a' },
  ])('is nothing where it is something else: %j', value => {
    expect(keptOf(value)).toBeUndefined();
  });
});

describe('an answer', () => {
  it('is one to the same package, time and basearch', () => {
    expect(answers(STATE, { ...STATE })).toBe(true);
    expect(answers({ ...STATE, name: 'kernel' }, STATE)).toBe(false);
    expect(answers({ ...STATE, since: 5 }, STATE)).toBe(false);
    expect(answers({ ...STATE, arch: 's390x' }, STATE)).toBe(false);
    const found = { ...STATE, name: '', position: { line: 3, character: 2 } };
    expect(answers({ ...found, position: { line: 3, character: 2 } }, found)).toBe(true);
    expect(answers({ ...found, position: { line: 4, character: 2 } }, found)).toBe(false);
  });

  it('names the package that was found at a place', () => {
    const found = { ...STATE, name: '', position: { line: 3, character: 2 } };
    expect(named(found, 'podman')).toEqual(STATE);
  });
});
