/** A side of a comparison that is not among the choices. */
import { window } from 'vscode';

/** Undefined where the user thought better of it. */
export async function askForSide(side: 'from' | 'to', now: string): Promise<string | undefined> {
  const text = await window.showInputBox({
    title: side === 'from' ? 'Compare: from' : 'Compare: to',
    prompt: 'A git revision, build:STREAM/ID, build:STREAM (its newest), or tag:NAME (a Koji tag)',
    value: now,
    placeHolder: 'HEAD~1, v1, build:stable/40.20241019.3.0, tag:f40-updates',
    ignoreFocusOut: true,
  });
  const spec = text?.trim();
  return spec === '' ? undefined : spec;
}
