/** The beginning of an RPM file made by hand, byte for byte as rpm's docs/manual/format_v4.md describes it. */

type Value = string | number;

const INT32 = 4;
const STRING = 6;
const I18N_STRING = 9;

/** By name of the tag; a number is an INT32, `summary` text in the C locale. */
export const TAGS = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  summary: 1004,
  buildTime: 1006,
  arch: 1022,
  sourceRpm: 1044,
  sourcePackage: 1106,
} as const;

export type RpmTags = Partial<Readonly<Record<keyof typeof TAGS, Value>>>;

export const PODMAN: RpmTags = {
  name: 'podman',
  version: '5.2.5',
  release: '1.fc40',
  epoch: 5,
  summary: 'Manage Pods, Containers and Container Images',
  buildTime: 1_729_526_400,
  arch: 'x86_64',
  sourceRpm: 'podman-5.2.5-1.fc40.src.rpm',
};

/** Lead, a signature header that needs padding, header. */
export function rpmFile(tags: RpmTags): Buffer {
  const lead = Buffer.alloc(96);
  lead.writeUInt32BE(0xedabeedb);
  lead.writeUInt8(3, 4);
  lead.writeUInt16BE(5, 78);
  const signature = headerBytes([[1000, INT32, 1234]]);
  const padding = Buffer.alloc((8 - (signature.length % 8)) % 8);
  const entries = Object.entries(tags).map(([key, value]): [number, number, Value] => {
    const type = typeof value === 'number' ? INT32 : key === 'summary' ? I18N_STRING : STRING;
    return [TAGS[key as keyof typeof TAGS], type, value];
  });
  return Buffer.concat([lead, signature, padding, headerBytes(entries)]);
}

export function headerBytes(entries: readonly (readonly [tag: number, type: number, value: Value])[]): Buffer {
  const data: Buffer[] = [];
  const size = (): number => data.reduce((sum, part) => sum + part.length, 0);
  const index = entries.map(([tag, type, value]) => {
    if (typeof value === 'number') data.push(Buffer.alloc((4 - (size() % 4)) % 4));
    const offset = size();
    const number = Buffer.alloc(4);
    if (typeof value === 'number') number.writeUInt32BE(value);
    data.push(typeof value === 'number' ? number : Buffer.from(`${value}\0`));
    return words(tag, type, offset, 1);
  });
  const intro = Buffer.concat([Buffer.from('8eade80100000000', 'hex'), words(entries.length, size())]);
  return Buffer.concat([intro, ...index, ...data]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, i * 4);
  return bytes;
}
