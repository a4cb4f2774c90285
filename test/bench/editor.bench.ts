/**
 * Rows 1 to 4 and 13: a client over stdio, our server beside yaml-language-server with a JSON schema of the format. Both get the
 * same text and the same keystrokes; an answer counts only when it is about the text as it is then.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-protocol/node';
import { BASE_PACKAGES, baseLock, configRepo, overrides, type Typing, typing } from './support/inputs';
import type { LanguageServer } from './support/language-server';
import { inTurns, timed } from './support/median';
import { yamlLanguageServer } from './support/peers';
import { startOurs, startYaml } from './support/servers';
import { note, print, printHeader, printSkipped } from './support/table';

/** yaml-language-server's own (`validationDelayMs`). */
const PEER_DEBOUNCE_MS = 200;
/** Odd, so that a document is as it was after all keystrokes: the first round only warms up. */
const ROUNDS = 21;
const TENFOLD_ROUNDS = 9;
const STARTS = 5;
const NEVER_ASKED = 'http://127.0.0.1:9/$releasever/$basearch/';

interface Input {
  readonly path: string;
  readonly text: string;
  readonly name: string;
  readonly tenfold: boolean;
}

const OVERRIDES: Input = {
  path: 'manifest-lock.overrides.yaml',
  text: overrides(),
  name: 'overrides',
  tenfold: false,
};

function lock(format: 'json' | 'yaml', tenfold: boolean): Input {
  const text = baseLock(tenfold ? BASE_PACKAGES * 10 : BASE_PACKAGES, 'x86_64', format);
  const name = `${format === 'json' ? 'JSON' : 'YAML'} lock, ${Math.round(text.length / 1000)} KB`;
  return { path: `manifest-lock.x86_64.${format}`, text, name, tenfold };
}

const hasError = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ severity }) => severity === DiagnosticSeverity.Error);
const hasNone = (diagnostics: readonly Diagnostic[]): boolean => !hasError(diagnostics);

export default async function bench(): Promise<void> {
  const peer = yamlLanguageServer();
  const script = 'script' in peer ? peer.script : undefined;
  if ('problem' in peer) note(`${peer.problem}: ours alone`);
  // the patterns of yaml-language-server's schemas match nothing below a folder that begins with a dot
  const scratch = mkdtempSync(join(tmpdir(), 'manifest-lock-bench-'));
  try {
    printHeader();
    for (const input of [OVERRIDES, lock('json', false), lock('yaml', false), lock('json', true), lock('yaml', true)]) {
      const folder = join(scratch, `${input.name.replaceAll(/\W+/g, '-')}`);
      configRepo(folder, { [OVERRIDES.path]: OVERRIDES.text, [input.path]: input.text }, NEVER_ASKED);
      await benchInput(folder, input, script);
    }
    printSkipped('14', 'activation in the extension host', 'needs an editor');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function benchInput(folder: string, input: Input, script: string | undefined): Promise<void> {
  const keys = typing(input.text);
  if (!input.tenfold && input !== OVERRIDES) await benchStart(folder, input, keys, script);

  const open = async (server: LanguageServer): Promise<LanguageServer> => {
    await server.open(input.path, keys.broken, hasError);
    return server;
  };
  const pushed = await open(await startOurs(folder, false));
  const pulled = await open(await startOurs(folder, true));
  const yaml = script === undefined ? undefined : await open(await startYaml(script, folder));
  const { name, tenfold } = input;
  if (!tenfold && input !== OVERRIDES) printMemory(`server with the ${name} open, no index`, pulled, yaml, 1);

  const rounds = tenfold ? TENFOLD_ROUNDS : ROUNDS;
  const strokes = await inTurns(rounds, {
    ours: round => keystroke(pushed, input, keys, round),
    pulled: round => keystroke(pulled, input, keys, round),
    peer: yaml && (round => keystroke(yaml, input, keys, round)),
  });
  const peer = strokes.of('peer');
  if (!tenfold) {
    print({ row: '1', work: `keystroke to diagnostics: ${name}`, ours: strokes.ours, peer, unit: 'ms', ratio: 1 / 4 });
  }
  if (input !== OVERRIDES) {
    print({
      row: '2',
      work: `the same without either debounce: ${name}`,
      ours: strokes.of('pulled') ?? Number.NaN,
      peer: peer === undefined ? undefined : peer - PEER_DEBOUNCE_MS,
      unit: 'ms',
      ratio: tenfold ? 1 / 10 : 1 / 5,
    });
    for (const verb of ['hover', 'completion'] as const) {
      const position = verb === 'hover' ? keys.name : keys.position;
      const ask = (server: LanguageServer, round: number): Promise<number> => {
        const { change, wanted } = stroke(keys, round);
        return server.editAndAsk(input.path, change, { verb, position }, wanted);
      };
      const asked = await inTurns(rounds, {
        ours: round => ask(pulled, round),
        peer: yaml && (round => ask(yaml, round)),
      });
      const work = `${verb} right after an edit: ${name}`;
      const ratio = tenfold ? 1 / 10 : 1 / 4;
      print({ row: '3', work, ours: asked.ours, peer: asked.of('peer'), unit: 'ms', ratio });
    }
  }
  if (tenfold) printMemory(`server at the end of the session on the ${name}`, pulled, yaml, 0.6);
  await Promise.all([pushed.stop(), pulled.stop(), yaml?.stop()]);
}

/** From the process's start to diagnostics that show the mistake; pushed, so each with its own debounce. */
async function benchStart(folder: string, input: Input, keys: Typing, script: string | undefined): Promise<void> {
  const run = (start: () => Promise<LanguageServer>) => async (): Promise<number> => {
    const started: LanguageServer[] = [];
    const milliseconds = await timed(async () => {
      const server = await start();
      started.push(server);
      await server.open(input.path, keys.broken, hasError);
    });
    for (const server of started) await server.stop();
    return milliseconds;
  };
  const measured = await inTurns(STARTS, {
    ours: run(() => startOurs(folder, false)),
    peer: script === undefined ? undefined : run(() => startYaml(script, folder)),
  });
  const work = `server start to first diagnostics: ${input.name}`;
  print({ row: '4', work, ours: measured.ours, peer: measured.of('peer'), unit: 'ms', ratio: 1 / 2 });
}

function keystroke(server: LanguageServer, input: Input, keys: Typing, round: number): Promise<number> {
  const { change, wanted } = stroke(keys, round);
  return timed(() => server.edit(input.path, change, wanted));
}

/** Types the missing letters, or deletes them again. The document is broken at first, and after every second keystroke. */
function stroke({ position, letters }: Typing, round: number) {
  return round % 2 === 0
    ? { change: { position, length: 0, text: letters }, wanted: hasNone }
    : { change: { position, length: letters.length, text: '' }, wanted: hasError };
}

function printMemory(work: string, ours: LanguageServer, peer: LanguageServer | undefined, ratio: number): void {
  const own = ours.memory();
  if (own) print({ row: '13', work, ours: own.now, peer: peer?.memory()?.now, unit: 'MB', ratio });
  else printSkipped('13', work, 'no /proc on this machine');
}
