/** Completion and hover in `.manifest-lock.yaml`, from its schema. */
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type Hover,
  InsertTextMode,
} from 'vscode-languageserver';
import type { Span } from '../lockfile/model';
import { type JsonSchema, repoSettingsSchema } from '../rules/repo-settings-schema';
import type { TextLines } from './convert';
import type { Writer } from './markdown';
import { type SettingsPath, type SettingsPlace, settingsPlace, settingsWord } from './settings-place';

const SCHEMA = repoSettingsSchema();

/** What the repository around the file has. */
export interface SettingsSurroundings {
  /** Names of streams. */
  readonly streams: readonly string[];
  /** Ids that `.repo` files define. */
  readonly repositories: readonly string[];
}

export interface SettingsProposal {
  readonly label: string;
  readonly kind: 'key' | 'value';
  readonly detail: string;
  /** Our own words, with code in backticks. */
  readonly documentation: string;
  readonly replace: Span;
  readonly newText: string;
  /** What a client compares with the text in `replace`. */
  readonly filterText: string;
}

export interface SettingsHover {
  readonly span: Span;
  readonly title: string;
  /** Our own words, with code in backticks. */
  readonly description: string;
}

/** Keys and values that may stand at the cursor. */
export function settingsCompletion(text: string, offset: number, known: SettingsSurroundings): SettingsProposal[] {
  const place = settingsPlace(text, offset);
  if (!place) return [];
  const schema = schemaAt(place.path);
  if (!schema) return [];
  if (isMapSchema(schema)) {
    // on the line of its key no block map can begin
    const possible = place.at === 'key' || place.startsLine;
    return possible ? keys(place, schema, known, '') : [];
  }
  if (!schema.items) return values(place, schema, known, '');
  if (!place.startsLine || place.flow) return [];
  const item = { ...place, path: [...place.path, 0] };
  return isMapSchema(schema.items) ? keys(item, schema.items, known, '- ') : values(item, schema.items, known, '- ');
}

/** What the key or value at the offset means. */
export function settingsHover(text: string, offset: number): SettingsHover | undefined {
  const word = settingsWord(text, offset);
  const schema = word && schemaAt(word.path);
  if (!word || !schema) return undefined;
  const { span } = word;
  if (word.at === 'key') return { span, title: schema.title ?? word.text, description: schema.description ?? '' };
  const meaning = schema.enumDescriptions?.[schema.enum?.indexOf(word.text) ?? -1];
  if (meaning !== undefined) return { span, title: word.text, description: meaning };
  const list = typeof word.path.at(-1) === 'number' ? schemaAt(word.path.slice(0, -1)) : schema;
  const { title, description } = list ?? schema;
  return description === undefined ? undefined : { span, title: title ?? word.text, description };
}

export function doSettingsCompletion(lines: TextLines, offset: number, known: SettingsSurroundings): CompletionList {
  const items = settingsCompletion(lines.text, offset, known).map((proposal, index): CompletionItem => {
    const { label, kind, detail, documentation, replace, newText, filterText } = proposal;
    return {
      label,
      kind: kind === 'key' ? CompletionItemKind.Property : CompletionItemKind.Value,
      detail,
      ...(documentation === '' ? {} : { documentation: { kind: 'markdown', value: documentation } }),
      // clients sort by label unless told otherwise
      sortText: String(index).padStart(5, '0'),
      filterText,
      insertTextMode: InsertTextMode.asIs,
      textEdit: { range: lines.range(replace), newText },
    };
  });
  return { isIncomplete: false, items };
}

export function doSettingsHover(lines: TextLines, offset: number, write: Writer): Hover | undefined {
  const found = settingsHover(lines.text, offset);
  if (!found) return undefined;
  const description = write.kind === 'markdown' ? found.description : found.description.replaceAll('`', '');
  const value = [write.strong(found.title), description].filter(block => block !== '').join('\n\n');
  return { contents: { kind: write.kind, value }, range: lines.range(found.span) };
}

function schemaAt(path: SettingsPath): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((schema, step) => {
    if (typeof step === 'number') return schema?.items;
    const { properties, additionalProperties } = schema ?? {};
    if (properties && Object.hasOwn(properties, step)) return properties[step];
    return typeof additionalProperties === 'object' ? additionalProperties : undefined;
  }, SCHEMA);
}

function isMapSchema({ properties, additionalProperties }: JsonSchema): boolean {
  return properties !== undefined || typeof additionalProperties === 'object';
}

function keys(place: SettingsPlace, schema: JsonSchema, known: SettingsSurroundings, dash: string): SettingsProposal[] {
  const names = schema.properties ? Object.keys(schema.properties) : known.streams;
  return names
    .filter(name => !place.siblings.has(name))
    .map(name => {
      const own = schemaAt([...place.path, name]) ?? {};
      const newText = place.hasColon ? name : `${dash}${name}:${below(place, own, dash)}`;
      const detail = own.title ?? (own.default === undefined ? '' : `default: ${own.default}`);
      return proposal(place, 'key', name, { newText, detail, documentation: own.description ?? '' });
    });
}

/** What comes between a key and its value. */
function below({ flow, indent }: SettingsPlace, schema: JsonSchema, dash: string): string {
  const line = `\n${indent}${' '.repeat(dash.length)}  `;
  if (flow) return ' ';
  if (isMapSchema(schema)) return line;
  return schema.items ? `${line}- ` : ' ';
}

function values(
  place: SettingsPlace,
  schema: JsonSchema,
  known: SettingsSurroundings,
  dash: string,
): SettingsProposal[] {
  const { path, siblings } = place;
  const [section, stream, key] = path;
  const found = (): readonly string[] => {
    if (schema.enum) return schema.enum;
    if (section === 'repositories') return known.repositories;
    const related = section === 'streams' && (key === 'not-behind' || key === 'promotes-to');
    return related ? known.streams.filter(name => name !== stream) : [];
  };
  return found()
    .filter(text => !siblings.has(text))
    .map(text => {
      const detail = schema.default === text ? 'default' : '';
      const documentation = schema.enumDescriptions?.[schema.enum?.indexOf(text) ?? -1] ?? '';
      return proposal(place, 'value', text, { newText: dash + quoted(text, place.quote), detail, documentation });
    });
}

/** Words that some reader of YAML takes for something else than text. */
const NO_TEXT = /^(?:off|on|yes|no|y|n|true|false|null|~|[-+.\d].*)$/i;

function quoted(text: string, quote: string): string {
  const mark = quote === '' && NO_TEXT.test(text) ? "'" : quote;
  return mark + text + mark;
}

function proposal(
  { replace, quote }: SettingsPlace,
  kind: SettingsProposal['kind'],
  label: string,
  rest: Pick<SettingsProposal, 'newText' | 'detail' | 'documentation'>,
): SettingsProposal {
  return { label, kind, replace, filterText: quote + label, ...rest };
}
