/** One line on stderr that is written over, on a terminal only. */
import type { Ports } from './ports';

export class ProgressLine {
  readonly #ports: Pick<Ports, 'stderr'>;
  #shown = '';

  constructor(ports: Pick<Ports, 'stderr'>) {
    this.#ports = ports;
  }

  show(text: string): void {
    void this.#put(text);
  }

  clear(): Promise<void> {
    return this.#put('');
  }

  async #put(text: string): Promise<void> {
    const { stderr } = this.#ports;
    if (!stderr.isTerminal || text === this.#shown) return;
    this.#shown = text;
    await stderr.write(`\r\u001b[K${text}`);
  }
}
