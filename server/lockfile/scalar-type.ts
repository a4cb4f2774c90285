/**
 * What the two YAML readers of lockfiles take a plain scalar for. PyYAML (YAML 1.1): the implicit resolvers of
 * yaml/resolver.py 6.0. serde_yaml 0.9 (YAML 1.2, rpm-ostree): visit_untagged_scalar and its helpers in src/de.rs.
 */
import type { ScalarType } from './model';

const BOOL_11 = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const FLOAT_11 =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INT_11 =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
// `=` and `<<` are PyYAML's value and merge types, which it cannot construct as a value: neither gives text
const NULL_11 = /^(?:~|null|Null|NULL||=|<<)$/;
const DATE_11 =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9]{2})?))?)$/;

const NULL_12 = /^(?:~|null|Null|NULL|)$/;
const BOOL_12 = /^(?:true|True|TRUE|false|False|FALSE)$/;
const INT_12 = /^[-+]?(?:0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+)$/;
const SPECIAL_12 = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DECIMAL_12 = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;
const LEADING_ZERO_12 = /^[-+]?0[0-9]+$/;

/** Type of a plain scalar for PyYAML. */
export function yaml11Type(plain: string): ScalarType {
  if (!mayBeTyped(plain)) return 'string';
  if (BOOL_11.test(plain)) return 'boolean';
  if (FLOAT_11.test(plain) || INT_11.test(plain)) return 'number';
  if (NULL_11.test(plain)) return 'null';
  return DATE_11.test(plain) ? 'date' : 'string';
}

/** Type of a plain scalar for serde_yaml. It has no dates. */
export function yaml12Type(plain: string): ScalarType {
  if (!mayBeTyped(plain)) return 'string';
  if (NULL_12.test(plain)) return 'null';
  if (BOOL_12.test(plain)) return 'boolean';
  if (INT_12.test(plain) || SPECIAL_12.test(plain)) return 'number';
  // a number too large for a double stays text
  const decimal = DECIMAL_12.test(plain) && !LEADING_ZERO_12.test(plain) && Number.isFinite(Number(plain));
  return decimal ? 'number' : 'string';
}

/** Cheap test of the first character: names, URLs and most words need no pattern at all. */
function mayBeTyped(plain: string): boolean {
  return plain === '' || '+-.0123456789~nNyYtTfFoO=<'.includes(plain.charAt(0));
}

/** Type that an explicit core tag (`tag:yaml.org,2002:int`) gives, undefined for any other tag. */
export function tagType(tag: string): ScalarType | undefined {
  switch (tag.replace(/^tag:yaml\.org,2002:/, '')) {
    case 'str':
    case '!':
      return 'string';
    case 'int':
    case 'float':
      return 'number';
    case 'bool':
      return 'boolean';
    case 'null':
      return 'null';
    case 'timestamp':
      return 'date';
    default:
      return undefined;
  }
}
