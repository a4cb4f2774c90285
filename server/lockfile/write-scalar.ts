/** Text to a scalar that every reader takes for that text. */
import type { LockfileFormat, ScalarNode } from './model';
import { yaml11Type, yaml12Type } from './scalar-type';

export interface ScalarContext {
  readonly format: LockfileFormat;
  /** Inside `{}` or `[]`, where commas and brackets end a plain scalar. */
  readonly flow: boolean;
}

// what no scalar of one line without escapes can hold
const NEEDS_ESCAPE = /[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const ESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

// the core schema's numbers (YAML 1.2.2, 10.3.2), which serde_yaml narrows: `08`, `1e999`
const CORE_NUMBER = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

/** True where `text` may stand without quotes: PyYAML, serde_yaml and readers of the core schema read exactly this text back. */
export function isPlainSafe(text: string, flow: boolean): boolean {
  if (yaml11Type(text) !== 'string' || yaml12Type(text) !== 'string' || CORE_NUMBER.test(text)) return false;
  if (text !== text.trim() || NEEDS_ESCAPE.test(text)) return false;
  if (/^[,[\]{}#&*!|>'"%@`]|^[-?:](?:\s|$)|^(?:---|\.\.\.)|: | #|:$/.test(text)) return false;
  // PyYAML ends a plain scalar in braces at a question mark too
  return !flow || !/[,?[\]{}]|^[-:]/.test(text);
}

/** The scalar for `text`: in the wanted style as far as that can hold it, else in PyYAML's choice of quotes. */
export function writeScalar(text: string, style: ScalarNode['style'], context: ScalarContext): string {
  if (context.format === 'json') return JSON.stringify(text);
  if (style === 'double' || NEEDS_ESCAPE.test(text)) return doubleQuoted(text);
  if (style !== 'single' && isPlainSafe(text, context.flow)) return text;
  return `'${text.replaceAll("'", "''")}'`;
}

/** JSON's escapes are a subset of YAML's; JSON leaves some characters bare that YAML refuses or folds. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(ESCAPED, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
