import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { pyYamlValue } from '../../../server/lockfile/pyyaml-value';
import { yaml11Type } from '../../../server/lockfile/scalar-type';
import { findPyYaml } from './pyyaml';

/** Plain scalars and what PyYAML 6.0 makes of them; undefined where it fails. */
const VALUES: readonly (readonly [plain: string, written: string | undefined])[] = [
  ['~', 'null'],
  ['Null', 'null'],
  ['=', undefined],
  ['<<', undefined],
  ['yes', 'true'],
  ['Off', 'false'],
  ['0', '0'],
  ['-0', '0'],
  ['+12', '12'],
  ['010', '8'],
  ['-017', '-15'],
  ['1_000', '1000'],
  ['0x1F', '31'],
  ['-0b101', '-5'],
  ['0x_', undefined],
  ['12:30:45', '45045'],
  ['-1:30', '-90'],
  ['12345678901234567890123', '12345678901234567890123'],
  ['1.10', '1.1'],
  ['1.', '1.0'],
  ['.5', '0.5'],
  ['-0.0', '-0.0'],
  ['1_0.2_5', '10.25'],
  ['1.5e+3', '1500.0'],
  ['1.0e+16', '1.0e+16'],
  ['123456789012345680.0', '1.2345678901234568e+17'],
  ['0.0001', '0.0001'],
  ['0.00001', '1.0e-05'],
  ['1.25e-10', '1.25e-10'],
  ['1:30.5', '90.5'],
  ['-.INF', '-.inf'],
  ['.nan', '.nan'],
  ['2024-10-20', '2024-10-20'],
  ['2024-02-30', undefined],
  ['2024-2-3 4:05:06', '2024-02-03 04:05:06'],
  ['2024-02-03T04:05:06Z', '2024-02-03 04:05:06+00:00'],
  ['2024-02-03 04:05:06.1234567 -5:30', '2024-02-03 04:05:06.123456-05:30'],
  ['2024-02-03t04:05:06.50+02', '2024-02-03 04:05:06.500000+02:00'],
  ['2024-02-03 24:05:06', undefined],
  ['2024-02-03 04:05:06 +25', undefined],
];

function valueOf11(plain: string): string | undefined {
  const type = yaml11Type(plain);
  if (type === 'string') throw new Error(`${plain} is text`);
  return pyYamlValue(plain, type);
}

describe('pyYamlValue', () => {
  it.each(VALUES)('%s', (plain, written) => {
    expect(valueOf11(plain)).toBe(written);
  });

  it('reads numbers of JSON, too', () => {
    expect(pyYamlValue('1e3', 'number')).toBe('1000.0');
  });
});

const python = findPyYaml();

it.skipIf(python === undefined)(`PyYAML says the same${python === undefined ? ' (skipped: no PyYAML)' : ''}`, () => {
  const script = `
import json, sys, yaml
out = []
for plain in json.load(sys.stdin):
    try:
        out.append(yaml.dump([yaml.safe_load('[' + plain + ']')[0]])[2:-1])
    except Exception:
        out.append(None)
print(json.dumps(out))
`;
  const input = JSON.stringify(VALUES.map(([plain]) => plain));
  const judged: unknown = JSON.parse(execFileSync(python ?? '', ['-c', script], { input, encoding: 'utf8' }));
  expect(judged).toEqual(VALUES.map(([, written]) => written ?? null));
});
