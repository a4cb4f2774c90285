/** The language server on one connection. */
import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentFormattingRequest,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { REPO_SETTINGS_FILE } from '../config-repo/repo-settings';
import { ConfigureNotification, OverridesChangedNotification, OverridesRequest, StatusNotification } from '../protocol';
import { type Client, readClient } from './client';
import { FIX_ALL } from './code-action';
import { SERVER_COMMANDS } from './command-ids';
import { registerCommands } from './commands';
import { DEFAULT_CONFIGURATION, readClientConfiguration, readSettings } from './configuration';
import type { PositionEncoding } from './convert';
import { documentFactory } from './document';
import { registerHistoryRequests } from './history';
import { overridesOf } from './overrides';
import { registerPinRequests } from './pin/requests';
import type { Ports } from './ports';
import { ProgressReporter } from './progress';
import { Publisher } from './publisher';
import { SEMANTIC_TOKENS_LEGEND } from './semantic-tokens';
import { Session } from './session';
import { ShownWatch } from './shown-watch';
import { StatusReporter } from './status';
import { registerStreamRequests } from './streams/requests';
import { pathOf } from './uri';
import { registerVerbs } from './verbs';
import { LANGUAGE } from './view';

const RENEWAL_MS = 1_800_000;

/** `*` matches no leading dot everywhere. */
const WATCHED = ['**/*.{yaml,yml,repo,conf}', `**/${REPO_SETTINGS_FILE}`, '**/manifest-lock*.json'];

/** Serves the connection until the client ends it. */
export function startServer(connection: Connection, ports: Ports): void {
  let encoding: PositionEncoding = 'utf-16';
  const documents = new TextDocuments(documentFactory(() => encoding));
  connection.onInitialize(params => {
    const client = readClient(params, ports.documentation);
    encoding = client.encoding;
    return serve(connection, ports, documents, client, params);
  });
  documents.listen(connection);
  connection.listen();
}

function serve(
  connection: Connection,
  ports: Ports,
  documents: ConstructorParameters<typeof Session>[1],
  client: Client,
  params: InitializeParams,
): InitializeResult {
  const session = new Session(ports, documents, client.encoding, {
    changed: () => {
      publisher.answersChanged();
      touchShown();
    },
    activity: () => status.touch(),
    loaded: (folder, tree, snapshot) => {
      publisher.configLoaded(folder, tree, snapshot);
      touchShown();
    },
    closed: folder => {
      publisher.configClosed(folder);
      touchShown();
    },
    // VS Code shows `log` only at level trace
    log: message => connection.console.info(message),
    error: message => connection.console.error(message),
  });
  const publisher = new Publisher(connection, session, client);
  const overrides = new ShownWatch(() => {
    connection.sendNotification(OverridesChangedNotification).catch(error => connection.console.error(String(error)));
  });
  const touchShown = (): void => {
    overrides.touch();
    streams.touch();
  };
  const progress = new ProgressReporter(connection);
  const status = new StatusReporter(
    () => session.status(),
    current => {
      const told = client.own
        ? connection.sendNotification(StatusNotification, current)
        : client.workDoneProgress
          ? progress.show(current)
          : undefined;
      told?.catch(error => connection.console.error(String(error)));
    },
  );

  session.workspaceFolders = foldersOf(params);
  registerVerbs(connection, session, client);
  registerCommands(connection, session, client);
  registerPinRequests(connection, session, client);
  registerHistoryRequests(connection, session);
  const streams = registerStreamRequests(connection, session);
  connection.onRequest(OverridesRequest, () => {
    overrides.shown();
    return overridesOf(session, () => overrides.touch());
  });

  documents.onDidOpen(() => session.sync());
  documents.onDidChangeContent(({ document }) => {
    session.documentChanged(document.uri);
    publisher.documentChanged();
    touchShown();
  });
  documents.onDidClose(({ document }) => {
    publisher.documentClosed(document.uri);
    session.documentClosed(document.uri);
  });
  documents.onDidSave(({ document }) => {
    const path = pathOf(document.uri);
    if (path !== undefined && !client.registersFileWatchers) session.filesChanged([path], [path]);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const paths = (wanted: typeof changes): string[] =>
      wanted.map(({ uri }) => pathOf(uri)).filter(path => path !== undefined);
    session.filesChanged(paths(changes), paths(changes.filter(({ type }) => type !== FileChangeType.Changed)));
  });
  const askForConfiguration = configureFrom(connection, session, client, params);
  connection.onInitialized(() => {
    askForConfiguration();
    if (client.tellsWorkspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = removed.map(({ uri }) => pathOf(uri));
        const kept = session.workspaceFolders.filter(folder => !gone.includes(folder));
        session.workspaceFolders = [...kept, ...added.map(({ uri }) => pathOf(uri)).filter(path => path !== undefined)];
      });
    }
    const tell = (error: unknown): void => connection.console.error(String(error));
    if (client.registersFormatting) {
      const documentSelector = [{ language: LANGUAGE }];
      connection.client.register(DocumentFormattingRequest.type, { documentSelector }).catch(tell);
    }
    if (client.registersFileWatchers) {
      const watchers = WATCHED.map(globPattern => ({ globPattern }));
      connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(tell);
    }
  });
  // an editor may be left open for days
  const renewal = setInterval(() => session.sync(), RENEWAL_MS);
  connection.onShutdown(() => {
    clearInterval(renewal);
    publisher.dispose();
    overrides.dispose();
    streams.dispose();
    status.dispose();
    session.dispose();
  });

  return {
    serverInfo: { name: 'manifest-lock', version: ports.version },
    capabilities: {
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      positionEncoding: client.encoding,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      ...(client.pullsDiagnostics
        ? {
            diagnosticProvider: {
              identifier: 'manifest-lock',
              interFileDependencies: true,
              workspaceDiagnostics: true,
            },
          }
        : {}),
      hoverProvider: true,
      inlayHintProvider: true,
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, FIX_ALL],
        resolveProvider: client.codeActions.resolveEdit,
      },
      completionProvider: { triggerCharacters: [':', ' ', '"', '-', '.'] },
      documentLinkProvider: {},
      documentSymbolProvider: { label: 'Manifest Lock' },
      workspaceSymbolProvider: true,
      foldingRangeProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      semanticTokensProvider: { legend: SEMANTIC_TOKENS_LEGEND, full: true, range: true },
      codeLensProvider: {},
      documentFormattingProvider: !client.registersFormatting,
      ...(client.own ? {} : { executeCommandProvider: { commands: Object.values(SERVER_COMMANDS) } }),
    },
  };
}

/**
 * Our client hands everything over; other editors are asked for the section `manifestLock`, or send it, or hand it over
 * as `initializationOptions`. What is returned is to be done when the client is initialized.
 */
function configureFrom(connection: Connection, session: Session, client: Client, params: InitializeParams): () => void {
  const tell = (problems: readonly string[]): void => {
    for (const problem of problems) connection.console.warn(problem);
  };
  const take = (value: unknown): void => {
    const problems: string[] = [];
    const configuration = readClientConfiguration(value, problems);
    tell(problems);
    if (configuration) session.configure(configuration);
    else connection.console.error('manifestLock/configure: not of the form ClientConfiguration; ignored.');
  };
  const takeSection = (section: unknown): void => {
    const problems: string[] = [];
    session.configure({ ...DEFAULT_CONFIGURATION, settings: readSettings(section, problems) });
    tell(problems);
  };
  const ask = async (): Promise<void> => takeSection(await connection.workspace.getConfiguration('manifestLock'));
  const askOrTell = (): void => {
    ask().catch(error => {
      connection.console.error(`The editor gave no configuration: ${String(error)}`);
      takeSection(params.initializationOptions);
    });
  };

  connection.onNotification(ConfigureNotification, take);
  connection.onDidChangeConfiguration(({ settings }) => {
    if (client.own) return;
    if (client.configuration) askOrTell();
    else takeSection((settings as Readonly<Record<string, unknown>> | null)?.['manifestLock']);
  });
  if (client.own) take(params.initializationOptions);
  return () => {
    if (client.own) return;
    if (client.configuration) askOrTell();
    else takeSection(params.initializationOptions);
    if (client.registersConfiguration) {
      connection.client
        .register(DidChangeConfigurationNotification.type, { section: 'manifestLock' })
        .catch(error => connection.console.error(String(error)));
    }
  };
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.map(pathOf).filter(path => path !== undefined);
}
