/** Plain scalars that are no text: what PyYAML 6.0 reads them as (yaml/constructor.py) and writes them as (yaml/representer.py). */
import type { ScalarType } from './model';

/**
 * What `yaml.dump` writes for what `yaml.safe_load` reads: `1.10` becomes `1.1`, `010` 8, `12:30:45` 45045, `yes` true.
 * Undefined where it cannot be read: `=`, `<<`, a date that is none.
 *
 * @param type as YAML 1.1 has it, no text.
 */
export function pyYamlValue(plain: string, type: Exclude<ScalarType, 'string'>): string | undefined {
  switch (type) {
    case 'null':
      return plain === '=' || plain === '<<' ? undefined : 'null';
    case 'boolean':
      return /^(?:yes|true|on)$/i.test(plain) ? 'true' : 'false';
    case 'date':
      return dateValue(plain);
    case 'number':
      return isFloat(plain) ? floatText(floatValue(plain)) : intValue(plain);
  }
}

/** An exponent without a dot is JSON's: YAML 1.1 takes it for text. */
function isFloat(plain: string): boolean {
  return plain.includes('.') || /^[-+]?\d+[eE]/.test(plain);
}

function intValue(plain: string): string | undefined {
  const { negative, digits } = unsigned(plain);
  const value = wholeNumber(digits);
  return value === undefined ? undefined : `${negative ? -value : value}`;
}

function wholeNumber(digits: string): bigint | undefined {
  if (digits.includes(':')) return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  if (/^0[bx]/.test(digits)) return digits.length > 2 ? BigInt(digits) : undefined;
  return BigInt(/^0./.test(digits) ? `0o${digits.slice(1)}` : digits);
}

function floatValue(plain: string): number {
  const { negative, digits } = unsigned(plain.toLowerCase());
  const size = sizeOf(digits);
  return negative ? -size : size;
}

function sizeOf(digits: string): number {
  if (digits === '.inf') return Number.POSITIVE_INFINITY;
  if (digits === '.nan') return Number.NaN;
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

function unsigned(plain: string): { readonly negative: boolean; readonly digits: string } {
  const digits = plain.replaceAll('_', '');
  return { negative: digits.startsWith('-'), digits: digits.replace(/^[-+]/, '') };
}

/** Python's `repr`, with the dot before the exponent that YAML 1.1 wants. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf';
  if (Object.is(value, -0)) return '-0.0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 16) return value.toFixed(Math.max(1, digitsOf(mantissa) - 1 - exponent));
  const sign = exponent < 0 ? '-' : '+';
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${sign}${`${Math.abs(exponent)}`.padStart(2, '0')}`;
}

const digitsOf = (mantissa: string): number => mantissa.replace(/\D/g, '').length;

const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:(Z)|([-+])(\d\d?)(?::(\d\d))?))?)?$/;

/** Python's `isoformat`, undefined for a day or an hour that there is not. */
function dateValue(plain: string): string | undefined {
  const match = TIMESTAMP.exec(plain);
  if (!match) return undefined;
  const [, year = '', month = '', day = '', hour, minute = '', second = '', fraction = '', utc, sign] = match;
  const [offsetHour = '0', offsetMinute = '0'] = match.slice(10);
  if (!isDay(Number(year), Number(month), Number(day))) return undefined;
  const date = `${year}-${two(month)}-${two(day)}`;
  if (hour === undefined) return date;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const micros = fraction.slice(0, 6).padEnd(6, '0');
  const zone = offsetOf(utc !== undefined, sign, Number(offsetHour) * 60 + Number(offsetMinute));
  if (zone === undefined) return undefined;
  return `${date} ${two(hour)}:${minute}:${second}${Number(micros) === 0 ? '' : `.${micros}`}${zone}`;
}

/** Python's offsets are less than a day. */
function offsetOf(utc: boolean, sign: string | undefined, minutes: number): string | undefined {
  if (minutes >= 24 * 60) return undefined;
  if (sign === undefined) return utc ? '+00:00' : '';
  return `${minutes === 0 ? '+' : sign}${two(`${Math.floor(minutes / 60)}`)}:${two(`${minutes % 60}`)}`;
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12) return false;
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return day >= 1 && day <= date.getUTCDate();
}

const two = (digits: string): string => digits.padStart(2, '0');
