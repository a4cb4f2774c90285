/** textDocument/hover: what is known at once, and what is missing as far as it comes soon. */
import type { CancellationToken, Hover, HoverParams } from 'vscode-languageserver';
import { answerReadOnlyToo, throwIfCancelled, throwIfChanged } from './answer';
import { doHover } from './hover';
import { gatherHover } from './hover-facts';
import { placeAt } from './locate';
import type { Writer } from './markdown';
import type { Session } from './session';

export async function hoverLockfile(
  session: Session,
  params: HoverParams,
  write: Writer,
  token: CancellationToken,
): Promise<Hover | null> {
  const locate = answerReadOnlyToo(session, undefined, (view, { position }: HoverParams) => {
    const offset = view.document.lines.offsetAt(position);
    const entry = placeAt(view.lockfile, offset)?.entry;
    return entry && { view, offset, entry };
  });
  const place = await locate(params, token);
  if (!place) return null;
  const facts = await gatherHover(session, place.view, place.entry, token);
  throwIfCancelled(token);
  // what was loaded meanwhile counts
  const view = (await session.view(params.textDocument.uri)) ?? place.view;
  throwIfChanged(session, place.view);
  return doHover(view, place.offset, write, session.now, facts) ?? null;
}
