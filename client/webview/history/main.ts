/** Entry point of the page "Package History": ties it to the extension, and keeps what it shows over a reload. */
import './styles.css';
import type { FromHistory, HistoryState, ToHistory } from '../messages';
import { announce } from '../shared/announcer';
import { openPort } from '../shared/port';
import { HistoryPage } from './history-page';
import { answers, keptOf, named } from './kept';
import type { ShownSpan } from './spans';
import { VersionPlot } from './version-plot';

customElements.define('version-plot', VersionPlot);
customElements.define('history-app', HistoryPage);

const port = openPort<FromHistory, ToHistory>();
const page = document.querySelector<HistoryPage>('history-app') ?? document.body.appendChild(new HistoryPage());

const kept = keptOf(port.state());
page.without = new Set(kept?.without);

page.addEventListener('ask', event => ask((event as CustomEvent<HistoryState>).detail));
page.addEventListener('commit', event => {
  const { stream, commit } = (event as CustomEvent<ShownSpan>).detail;
  port.post({ type: 'commit', stream, commit });
});
page.addEventListener('link', event => port.post({ type: 'link', url: (event as CustomEvent<string>).detail }));
page.addEventListener('without', keep);
port.listen(receive);
port.post({ type: 'ready' });
if (kept) ask(kept.state);

function ask(state: HistoryState): void {
  asking(state);
  port.post({ type: 'ask', state });
}

function receive(message: ToHistory): void {
  if (message.type === 'asking') {
    asking(message.state);
  } else if (message.type === 'result') {
    // an answer to what is not asked any more
    if (page.busy && page.asked && !answers(message.state, page.asked)) return;
    const { result } = message;
    const update = !page.busy;
    page.asked = named(message.state, result.name);
    page.result = result;
    page.failed = undefined;
    page.busy = false;
    keep();
    if (!update) announce(`${result.name} on ${result.basearch}: ${counted(result.versions.length, 'version')}`);
  } else {
    page.busy = false;
    page.failed = message.message;
    announce(message.message);
  }
}

function asking(state: HistoryState): void {
  // what the page asks for the extension confirms
  const isNew = !page.busy || page.asked === undefined || !answers(state, page.asked);
  if (page.asked?.name !== state.name || page.asked.uri !== state.uri) page.result = undefined;
  page.asked = state;
  page.failed = undefined;
  page.busy = true;
  keep();
  if (isNew) announce(state.name === '' ? 'Reading the history' : `Reading the history of ${state.name}`);
}

function keep(): void {
  if (page.asked) port.keep({ ...page.asked, without: [...page.without] });
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
