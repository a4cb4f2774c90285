/** The first step of "Pin Backport": which build. What is typed is looked up when it is accepted. */
import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import { type PinCandidate, type PinCandidatesParams, PinCandidatesRequest } from '../../server/protocol';
import { candidateText } from './candidate-text';
import { type Answer, ask, type Step } from './steps';

/** Builds, or the wish to choose RPM files first. */
export type BuildChoice = readonly PinCandidate[] | 'browse';

type Item = QuickPickItem &
  ({ readonly choice: BuildChoice } | { readonly search: string } | { readonly nothing: true });

const BROWSE: readonly Item[] = [
  { label: 'in neither Koji nor Bodhi', kind: QuickPickItemKind.Separator, nothing: true },
  { label: 'Choose RPM files...', choice: 'browse', alwaysShow: true },
];

/**
 * `queries` are looked up at once: what is under the cursor (an empty one), or chosen files. Of several things typed, separated by
 * blanks, each is looked up, and they can be taken together.
 */
export function chooseBuilds(
  client: BaseLanguageClient,
  about: Omit<PinCandidatesParams, 'query'>,
  queries: readonly string[],
  step: Step,
): Promise<Answer<BuildChoice>> {
  return ask(step, finish => {
    const input = window.createQuickPick<Item>();
    input.placeholder = 'Package, NVR, Koji or Bodhi address, path of an RPM or file:// repository';
    input.matchOnDescription = true;
    input.matchOnDetail = true;
    let found: readonly Item[] = [];
    let asked = queries.join(' ');
    const render = (): void => {
      const typed = input.value.trim();
      const search = { label: `Look for ${typed}`, search: typed, alwaysShow: true };
      input.items = [...(typed === '' || typed === asked ? [] : [search]), ...found, ...BROWSE];
    };
    const lookUp = async (texts: readonly string[]): Promise<void> => {
      if (texts.length === 0) return;
      input.busy = true;
      input.enabled = false;
      try {
        found = itemsOf(await candidatesOf(client, about, texts));
        asked = texts.join(' ');
        input.value = '';
      } catch (error) {
        found = [note(error instanceof Error ? error.message : String(error))];
      }
      input.busy = false;
      input.enabled = true;
      render();
    };
    input.onDidChangeValue(render);
    input.onDidAccept(() => {
      const [chosen] = input.activeItems;
      if (chosen && 'choice' in chosen) finish({ value: chosen.choice });
      else if (chosen && 'search' in chosen) void lookUp(chosen.search.split(/\s+/));
    });
    render();
    void lookUp(queries);
    return input;
  });
}

interface Found {
  readonly lists: readonly (readonly PinCandidate[])[];
  readonly notes: readonly string[];
}

async function candidatesOf(
  client: BaseLanguageClient,
  asked: Omit<PinCandidatesParams, 'query'>,
  queries: readonly string[],
): Promise<Found> {
  const results = await Promise.all(
    queries.map(query => client.sendRequest(PinCandidatesRequest, { ...asked, query })),
  );
  return { lists: results.map(({ candidates }) => candidates), notes: results.flatMap(({ notes }) => notes) };
}

/** Of several things the newest build of each can be taken together. */
function itemsOf({ lists, notes }: Found): Item[] {
  const first = lists.flatMap(list => list.find(({ refused }) => refused === undefined) ?? []);
  const together: Item[] =
    lists.length > 1 && first.length === lists.length
      ? [{ label: first.map(({ nvr }) => nvr).join(', '), description: 'together', choice: first, alwaysShow: true }]
      : [];
  const single = lists.flat().map((candidate): Item => {
    const text = candidateText(candidate);
    return candidate.refused === undefined ? { ...text, choice: [candidate] } : { ...text, nothing: true };
  });
  return [...together, ...single, ...notes.map(note)];
}

function note(text: string): Item {
  return { label: text, nothing: true, alwaysShow: true };
}
