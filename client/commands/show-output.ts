/** "Show Output": the log of the extension and its server. */
import type { Command } from '../context';

export const showOutput: Command = { needsServer: false, run: context => context.output.show() };
