import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Entry, Lockfile, Member } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { parseLazily } from '../../../server/lockfile/parse-lazily';
import { describeShared } from '../../support/shared';
import { REAL_FILES } from './real-files';
import { SAMPLES } from './samples';

/** Everything there is to know of a lockfile, read member by member: what is lazy is asked for. */
function all({ format, text, root, syntaxProblems, packages, entries, byName, comments }: Lockfile) {
  const order = [...byName.keys()].sort();
  return {
    format,
    text,
    root,
    syntaxProblems,
    packages,
    entries,
    comments,
    byName: order.map(name => [name, entry(byName.get(name))]),
  };
}

function entry(found: Entry | undefined) {
  if (!found) return undefined;
  const { name, member, map, version, metadata, superseded } = found;
  const { key, scalar, evr, arch, evrSpan } = version ?? {};
  const keys = [...metadata.keys()].sort();
  const members = keys.map(of => [of, memberOf(metadata.get(of))]);
  return { name, member, map, version: version && { key, scalar, evr, arch, evrSpan }, metadata: members, superseded };
}

function memberOf(found: Member | undefined) {
  if (found?.value?.kind !== 'scalar') return found;
  const { key, value, span, superseded } = found;
  return { key: scalarOf(key), value: scalarOf(value), span, superseded };
}

function scalarOf({ kind, span, text, style, yaml11, yaml12 }: Member['key']) {
  return { kind, span, text, style, yaml11, yaml12 };
}

const LOCKS = [
  '{"packages": {"podman": {"evra": "5:5.2.4-1.fc40.x86_64", "metadata": {"sourcerpm": "podman"}}, "vim": {"evr": "2:9.1.737-1.fc40"}}, "metadata": {"generated": "2024-10-20T00:00:00Z"}}',
  // no version, both of them, one without an arch, an escape in it
  '{"packages": {"a": {}, "b": {"evr": "1-1", "evra": "1-1.noarch"}, "c": {"evra": "1-1"}, "d": {"evra": "1-1.noa\\u0072ch"}, "e": null, "f": []}}',
  // what is no text
  '{"packages": {"a": {"evr": 1.10}, "b": {"evr": null}, "c": {"evr": true}}}',
  '{"packages": {"a": {"evr": "1-1", "metadata": {"n": 1, "l": [], "t": "x"}}, "b": {"evr": "1-1", "metadata": "x"}, "c": {"evr": "1-1", "metadata": {"<<": "x"}}}}',
  // the last one counts
  '{"packages": {"a": {"evr": "1-1"}, "a": {"evr": "1-2", "evr": "1-3", "metadata": {"type": "pin", "type": "x"}}}}',
  '{"packages": {"__proto__": {"evr": "1-1"}, "constructor": {"evr": "1-1", "metadata": {"__proto__": "x"}}}}',
  '{"packages": {"x": {"evr": "1-1"}}, "packages": {"y": {"evr": "1-1"}}}',
  ...[
    '{"packages": []}',
    '{"packages": null}',
    '{}',
    '[]',
    '',
    '{"packages": {"a": {"evr": "1-1"},}}',
    '// x\n{"packages": {}}',
  ],
];

describe('parseLazily', () => {
  it.each(LOCKS)('gives what the parser gives: %s', text => {
    expect(all(parseLazily(text, 'json'))).toEqual(all(parseLockfile(text, 'json')));
  });

  it('leaves YAML to the parser', () => {
    const text = 'packages:\n  a:\n    evr: 1-1\n';
    expect(parseLazily(text, 'yaml')).toEqual(parseLockfile(text, 'yaml'));
  });

  it.each(SAMPLES.filter(({ format }) => format === 'json').map(({ text }) => text))(
    'gives the same for a sample: %j',
    text => {
      expect(all(parseLazily(text, 'json'))).toEqual(all(parseLockfile(text, 'json')));
    },
  );
});

describeShared('on real files', () => {
  it('gives what the parser gives', () => {
    const files = REAL_FILES.filter(({ format, name }) => format === 'json' && /manifest-lock/.test(name)).filter(
      (_, i) => i % 4 === 0,
    );
    expect(files.length).toBeGreaterThan(50);
    for (const { id, path } of files) {
      const text = readFileSync(path, 'utf8');
      expect(all(parseLazily(text, 'json')), id).toEqual(all(parseLockfile(text, 'json')));
    }
  }, 60_000);
});
