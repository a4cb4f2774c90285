import { describe, expect, it } from 'vitest';
import { BoundedMap } from '../../../server/config-repo/bounded-map';

describe('BoundedMap', () => {
  it('makes a value once, and forgets what was not asked for longest', () => {
    const made: string[] = [];
    const map = new BoundedMap<string, string>(2);
    const get = (key: string): string =>
      map.get(key, () => {
        made.push(key);
        return key.toUpperCase();
      });
    expect([get('a'), get('b'), get('a'), get('c'), get('a'), get('b')]).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    expect(map.size).toBe(2);
  });

  it('keeps undefined as a value', () => {
    let made = 0;
    const map = new BoundedMap<string, undefined>(1);
    for (let i = 0; i < 2; i++) {
      map.get('a', () => {
        made++;
        return undefined;
      });
    }
    expect(made).toBe(1);
  });

  it('deletes the value meant, not its successor', () => {
    const map = new BoundedMap<string, string>(1);
    map.get('a', () => 'new');
    map.delete('a', 'old');
    expect(map.size).toBe(1);
    map.delete('a', 'new');
    expect(map.size).toBe(0);
  });
});
