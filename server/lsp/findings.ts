/** The findings of one document, computed once for each view of it. */
import { checkFile } from '../rules/check';
import type { FileView } from './view';

export type FileFinding = ReturnType<typeof checkFile>[number];

const known = new WeakMap<FileView, readonly FileFinding[]>();

export function findingsOf(view: FileView): readonly FileFinding[] {
  let findings = known.get(view);
  if (!findings) {
    findings = checkFile(view, { severity: view.severity });
    known.set(view, findings);
  }
  return findings;
}
