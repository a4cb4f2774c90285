/** What package.json says of `manifestLock.rules.severity`: one property a rule. */
import { RULES } from './registry';

export interface SeveritySchema {
  readonly type: 'object';
  readonly markdownDescription: string;
  readonly default: Readonly<Record<string, never>>;
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, SeverityProperty>>;
}

interface SeverityProperty {
  readonly enum: readonly string[];
  readonly default: string;
  readonly markdownDescription: string;
}

export function settingsSchema(): SeveritySchema {
  const properties = RULES.map(({ code, severity, description }): [string, SeverityProperty] => {
    return [
      code,
      { enum: ['off', 'error', 'warning', 'info', 'hint'], default: severity, markdownDescription: description },
    ];
  });
  return {
    type: 'object',
    markdownDescription: 'Severity of each rule, or `off`. A rule that is not named has its own.',
    default: {},
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  };
}
