/** `$/progress` for editors that know nothing of `manifestLock/status`. */
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { StatusParams } from '../protocol';

export class ProgressReporter {
  readonly #connection: Connection;
  #reporter: Promise<WorkDoneProgressServerReporter> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async show({ busy, activity }: StatusParams): Promise<void> {
    if (!busy) {
      const reporter = this.#reporter;
      this.#reporter = undefined;
      (await reporter)?.done();
    } else if (this.#reporter) {
      (await this.#reporter).report(activity);
    } else {
      this.#reporter = this.#connection.window.createWorkDoneProgress();
      (await this.#reporter).begin('Package metadata', undefined, activity, false);
    }
  }
}
