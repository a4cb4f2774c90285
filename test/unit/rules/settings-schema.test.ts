import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../server/rules/settings-schema';

const PACKAGE = join(__dirname, '../../../package.json');

describe('settingsSchema', () => {
  it('has one property a rule, with its default', () => {
    const { properties } = settingsSchema();
    expect(properties['syntax']).toEqual({
      enum: ['off', 'error', 'warning', 'info', 'hint'],
      default: 'error',
      markdownDescription: 'Text that is not YAML or JSON.',
    });
    expect(properties['comment-lost']?.default).toBe('off');
  });

  it('is what package.json says (npm run docs writes it)', () => {
    const { contributes } = JSON.parse(readFileSync(PACKAGE, 'utf8'));
    const sections = [contributes.configuration].flat();
    const found = sections.map(section => section.properties['manifestLock.rules.severity']).find(Boolean);
    expect(found).toMatchObject(settingsSchema());
  });
});
