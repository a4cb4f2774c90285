import { strict as assert } from 'node:assert';
import { DiagnosticSeverity, languages } from 'vscode';
import { eventually } from './support/extension';
import { action, apply, codeOf, open, ours, positionOf, revert } from './support/lockfiles';

describe('problems', () => {
  it('are one of each kind in the file of mistakes, each under the comment that names it', async () => {
    const document = await open('mistakes/manifest-lock.overrides.yaml');
    const comments = [...document.getText().matchAll(/^ {2}# ([a-z-]+):/gm)];
    const announced = comments.map(match => match[1]);
    assert.ok(announced.length >= 34, `only ${announced.length} mistakes are announced`);
    await eventually(() => {
      assert.deepEqual([...new Set(ours(document).map(codeOf))].sort(), [...new Set(announced)].sort());
    });
    const misplaced = comments.filter(({ index, 1: code }, at) => {
      const end = comments[at + 1]?.index ?? document.getText().length;
      const inEntry = (offset: number): boolean => offset > index && offset < end;
      return !ours(document).some(each => codeOf(each) === code && inEntry(document.offsetAt(each.range.start)));
    });
    assert.deepEqual(
      misplaced.map(([text]) => text),
      [],
    );
  });

  it('are no errors and no warnings in the healthy repository', async () => {
    const document = await open('fedora-coreos/manifest-lock.overrides.yaml');
    await eventually(() => assert.ok(ours(document).some(found => codeOf(found) === 'newer-available')));
    const serious = ours(document).filter(({ severity }) => severity <= DiagnosticSeverity.Warning);
    assert.deepEqual(serious.map(codeOf), []);
  });

  it('of the base lock, which stays JSON, are reported once', async () => {
    const document = await open('fedora-coreos/manifest-lock.x86_64.json');
    assert.equal(document.languageId, 'json');
    await eventually(() => assert.ok(ours(document).length > 0));
    const all = languages.getDiagnostics(document.uri);
    assert.deepEqual(
      all.filter(({ severity }) => severity <= DiagnosticSeverity.Warning),
      [],
    );
    assert.equal(all.length, ours(document).length);
  });

  it('link to the documentation of their rule', async () => {
    const document = await open('mistakes/manifest-lock.overrides.yaml');
    const found = await eventually(() => {
      const zero = ours(document).find(candidate => codeOf(candidate) === 'zero-epoch');
      assert.ok(zero);
      return zero;
    });
    assert.ok(typeof found.code === 'object');
    assert.match(found.code.target.toString(), /rules\.md#zero-epoch$/);
  });

  it('have a quick fix, which changes only what it must', async () => {
    const document = await open('mistakes/manifest-lock.overrides.yaml');
    const before = document.getText();
    const fix = await action(document, positionOf(document, '0:2.20.0-1.fc40'), 'Drop the epoch: 2.20.0-1.fc40');
    await apply(fix);
    assert.equal(document.getText(), before.replace('evr: 0:2.20.0-1.fc40', 'evr: 2.20.0-1.fc40'));
    await eventually(() => assert.ok(!ours(document).some(found => codeOf(found) === 'zero-epoch')));
    await revert();
  });
});
