import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rulesDocument } from '../../../server/rules/documentation';

describe('docs/rules.md', () => {
  it('is what the registry says (npm run docs writes it)', () => {
    expect(readFileSync(join(__dirname, '../../../docs/rules.md'), 'utf8')).toBe(rulesDocument());
  });

  it('has a table and a section a rule', () => {
    expect(rulesDocument()).toContain(
      '| [`graduated`](#graduated) | info | A fast-track that the repositories have caught up with. | M R |',
    );
    expect(rulesDocument()).toContain('\n## held-back\n');
  });
});
