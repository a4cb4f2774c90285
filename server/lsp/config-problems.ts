/** Mistakes in the manifest, build arguments and .repo files, told where they stand: those files have no rules. */
import { join } from 'node:path';
import { type Diagnostic, DiagnosticSeverity, type PublishDiagnosticsParams } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { ConfigProblem, FileTree } from '../config-repo/model';
import { type PositionEncoding, TextLines } from './convert';
import { SOURCE } from './diagnostics';

/** One set of diagnostics for each file that has a problem. */
export async function configDiagnostics(
  folder: string,
  tree: FileTree,
  problems: readonly ConfigProblem[],
  encoding: PositionEncoding,
): Promise<PublishDiagnosticsParams[]> {
  const byPath = new Map<string, ConfigProblem[]>();
  for (const problem of problems) byPath.set(problem.path, [...(byPath.get(problem.path) ?? []), problem]);
  return Promise.all(
    [...byPath].map(async ([path, list]) => {
      const lines = new TextLines(await textOf(tree, path), encoding);
      const diagnostics = list.map(({ span, message, severity }): Diagnostic => {
        const range = lines.range(span ?? { start: 0, end: 0 });
        return {
          range,
          severity: severity === 'info' ? DiagnosticSeverity.Information : DiagnosticSeverity.Warning,
          source: SOURCE,
          message,
        };
      });
      return { uri: URI.file(join(folder, path)).toString(), diagnostics };
    }),
  );
}

/** Empty for a file that cannot be read, which is then the problem told. */
async function textOf(tree: FileTree, path: string): Promise<string> {
  try {
    return (await tree.read(path)) ?? '';
  } catch {
    return '';
  }
}
