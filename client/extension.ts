import type { ExtensionContext } from 'vscode';
import { window } from 'vscode';
import { COMMANDS } from './commands';
import { Context } from './context';

let context: Context | undefined;

/** Starts the language server. A failure is shown, never swallowed: commands stay registered and say what is wrong. */
export async function activate(extension: ExtensionContext): Promise<void> {
  context = new Context(extension);
  context.registerCommands(COMMANDS);
  try {
    await context.start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.output.error(`The language server did not start: ${reason}`);
    void window
      .showErrorMessage(`Manifest Lock: the language server did not start: ${reason}`, 'Show Output')
      .then(choice => choice && context?.output.show());
  }
}

export async function deactivate(): Promise<void> {
  await context?.stop();
  context = undefined;
}
