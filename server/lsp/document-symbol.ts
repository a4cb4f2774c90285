/** textDocument/documentSymbol: the packages of a lockfile with their versions, and when a base lock was made. */
import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import { metadataText } from '../lockfile/metadata';
import type { Entry, Lockfile, Member } from '../lockfile/model';
import { lastMember } from '../lockfile/view';
import type { FileView } from './view';

export interface SymbolCapabilities {
  /** `textDocument.documentSymbol.hierarchicalDocumentSymbolSupport` */
  readonly hierarchical: boolean;
}

export function doDocumentSymbols(
  { document: { uri, lines }, lockfile }: FileView,
  can: SymbolCapabilities,
): DocumentSymbol[] | SymbolInformation[] {
  const symbol = (member: Member, name: string, detail: string, kind: SymbolKind): DocumentSymbol => {
    return { name, detail, kind, range: lines.range(member.span), selectionRange: lines.range(member.key.span) };
  };
  const packages = lockfile.entries.map(entry => {
    return symbol(entry.member, nameOf(entry), detailOf(entry), SymbolKind.Package);
  });
  if (!can.hierarchical) {
    return packages.map(({ name, detail = '', kind, range }) => {
      return {
        name: detail === '' ? name : `${name} ${detail}`,
        kind,
        location: { uri, range },
        containerName: 'packages',
      };
    });
  }
  const roots: DocumentSymbol[] = [];
  if (lockfile.packages) {
    const { length } = packages;
    const root = symbol(
      lockfile.packages,
      'packages',
      length === 1 ? '1 package' : `${length} packages`,
      SymbolKind.Namespace,
    );
    roots.push({ ...root, children: packages });
  }
  const metadata = lastMember(lockfile.root, 'metadata');
  if (metadata) roots.push(symbol(metadata, 'metadata', generatedText(metadata), SymbolKind.Namespace));
  return roots.sort((a, b) => a.range.start.line - b.range.start.line);
}

/** A client refuses a symbol without a name, which an entry may be while it is typed. */
function nameOf({ name }: Entry): string {
  return name.trim() === '' ? '""' : name;
}

/** `5:5.2.4-1.fc40 · pin` */
export function detailOf(entry: Entry): string {
  const parts = [entry.version?.evr, metadataText(entry, 'type'), entry.superseded ? 'replaced below' : undefined];
  return parts.filter(part => part !== undefined && part !== '').join(' · ');
}

function generatedText({ value }: NonNullable<Lockfile['packages']>): string {
  const generated = lastMember(value, 'generated')?.value;
  return generated?.kind === 'scalar' ? `generated ${generated.text}` : '';
}
