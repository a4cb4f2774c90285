/** Goes to a place of a document that the server named. */
import { Position, Range, Uri, type ViewColumn, window, workspace } from 'vscode';

export interface Place {
  readonly uri: string;
  /** Zero-based, UTF-16. */
  readonly line: number;
  readonly character: number;
}

export async function showPlace({ uri, line, character }: Place, viewColumn?: ViewColumn): Promise<void> {
  const at = new Position(line, character);
  const document = await workspace.openTextDocument(Uri.parse(uri));
  await window.showTextDocument(document, {
    selection: new Range(at, at),
    ...(viewColumn === undefined ? {} : { viewColumn }),
  });
}
