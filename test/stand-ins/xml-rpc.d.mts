/** A number that is a double in Python, whole or not. */
export class Double {
  constructor(value: number);
  readonly value: number;
}

/** The text of a `<value>`: JSON values, Doubles. */
export function writeValue(value: unknown): string;

export function writeResponse(value: unknown): string;

export function writeFault(code: number, message: string): string;

/** What a methodCall asks. Throws where it is none. */
export function readCall(xml: string): { method: string; params: unknown[] };
