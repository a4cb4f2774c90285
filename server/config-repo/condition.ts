/** Conditions of `conditional-include`, as rpm-ostree (rust/src/treefile.rs, IncludeCondition) parses and evaluates them. */

/** A treefile variable: string, unsigned integer or boolean. */
export type Variable = string | number | boolean;

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export interface Condition {
  readonly variable: string;
  readonly operator: Operator;
  readonly value: Variable;
}

/** Either the result or, in words, why there is none. */
export type Outcome<T> = { readonly value: T } | { readonly error: string };

const CONDITION = /^\s*([A-Za-z0-9_]+)\s*(\S+)\s*(?:(true)|(false)|([0-9]+)|"(.*)")\s*$/;
const OPERATORS: readonly string[] = ['==', '!=', '>', '>=', '<', '<='];
const MAX_U64 = 2n ** 64n - 1n;

function isOperator(text: string): text is Operator {
  return OPERATORS.includes(text);
}

/** `<variable> <operator> <value>`; the value is `true`, `false`, an unsigned integer or a string in double quotes. */
export function parseCondition(text: string): Outcome<Condition> {
  const match = CONDITION.exec(text);
  if (!match) {
    return {
      error: `Invalid condition '${text}': expected <variable> <operator> <value>, the value true, false, a number or a string in double quotes.`,
    };
  }
  const [, variable = '', operator = '', yes, no, digits, string = ''] = match;
  if (!isOperator(operator)) {
    return { error: `Invalid condition '${text}': expected one of ${OPERATORS.join(', ')} but got ${operator}.` };
  }
  if (digits !== undefined && BigInt(digits) > MAX_U64) {
    return { error: `Invalid condition '${text}': ${digits} does not fit into 64 bits.` };
  }
  const value = yes ? true : no ? false : digits === undefined ? string : Number(digits);
  return { value: { variable, operator, value } };
}

/** Both sides must be of one type; `<`, `<=`, `>` and `>=` take numbers only; an undefined variable is an error. */
export function evaluateCondition(condition: Condition, variables: ReadonlyMap<string, Variable>): Outcome<boolean> {
  const { variable, operator, value } = condition;
  const actual = variables.get(variable);
  if (actual === undefined) return { error: `Undefined variable '${variable}'.` };
  if (typeof actual !== typeof value) {
    return {
      error: `Variable '${variable}' is a ${typeof actual} (${quoted(actual)}), but ${quoted(value)} is a ${typeof value}.`,
    };
  }
  if (operator === '==') return { value: actual === value };
  if (operator === '!=') return { value: actual !== value };
  if (typeof actual !== 'number' || typeof value !== 'number') {
    return { error: `Operator ${operator} compares numbers only, but '${variable}' is a ${typeof actual}.` };
  }
  if (operator === '<') return { value: actual < value };
  if (operator === '<=') return { value: actual <= value };
  return { value: operator === '>' ? actual > value : actual >= value };
}

function quoted(value: Variable): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}
