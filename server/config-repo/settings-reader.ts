/** `.manifest-lock.yaml` as YAML, with the words for what is wrong in it. */
import type { Span } from '../lockfile/model';
import { nearest } from './nearest';
import { YamlFile, type YamlValue } from './yaml-reader';

export class SettingsFile extends YamlFile {
  problem(span: Span, message: string): void {
    this.problems.push({ path: this.path, span, message });
  }

  /** The members of a map that may have `keys` only, the last of equal ones; others are problems. */
  members(value: YamlValue, keys: readonly string[]): Map<string, YamlValue> {
    const found = new Map<string, YamlValue>();
    for (const { key, value: member } of value.members()) {
      if (keys.includes(key.value)) found.set(key.value, member);
      else {
        const where = value.what === '' ? '' : ` in '${value.what}'`;
        const hint = this.hint(key.value, keys) || ` Known: ${keys.join(', ')}.`;
        this.problem(key.span, `Unknown key '${key.value}'${where}.${hint}`);
      }
    }
    return found;
  }

  /** Whether a rule has the code; where `codes` is undefined nobody knows. */
  isRule(code: string, span: Span, codes: readonly string[] | undefined): boolean {
    if (codes === undefined || codes.includes(code)) return true;
    this.problem(span, `No rule has the code '${code}'.${this.hint(code, codes)}`);
    return false;
  }

  /** A sentence that names the word meant, with a blank before it; empty where none is near. */
  hint(text: string, words: readonly string[]): string {
    const near = nearest(text, words);
    return near === undefined ? '' : ` Did you mean '${near}'?`;
  }
}
