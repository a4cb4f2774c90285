import { removeEntries } from '../lockfile/edits';
import type { Provenance } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';
import { baseLocksOf, lockedIn } from './base-locks';
import type { Fix, Rule, RuleContext } from './rule';
import { fixHere, isOverrides, list, liveEntries } from './support';

export const shadowed: Rule = {
  code: 'shadowed',
  severity: 'info',
  description: 'An override that an arch file replaces.',
  documentation: `The same package stands in the common overrides and in those of a basearch. The arch file comes later and replaces the whole entry, metadata
included, so that the common one counts on the other basearches only; where it counts on none (those whose base lock has the package, or
all where no base lock has it) it has no effect at all, and the fix removes it. Otherwise the fix removes the entry of the arch file, so that
the common one counts there too.`,
  data: ['R'],
  *check(context) {
    const { name: file, repo } = context;
    if (!repo || !isOverrides(context) || file?.arch !== undefined) return;
    const archFiles = repo.files.some(({ layer }) => layer === 'arch-overrides');
    const bases = archFiles ? baseLocksOf(context) : new Map();
    for (const entry of archFiles ? liveEntries(context) : []) {
      const winners = winnersOf(context, entry);
      if (winners.size === 0) continue;
      const locked = [...lockedIn(bases, entry.name).keys()];
      const all = locked.length > 0 ? locked : repo.config.basearches;
      const own = entry.version?.arch;
      const concerned = own !== undefined && all.includes(own) ? [own] : all;
      const left = concerned.filter(arch => !winners.has(arch));
      const dead = left.length === 0;
      const text = entry.version?.evr ?? entry.name;
      const effect = dead ? `it has no effect on any basearch.` : `${text} counts on ${list(left)} only.`;
      yield {
        span: entry.member.key.span,
        package: entry.name,
        message: `${winnersText(entry, winners)} here: ${effect}`,
        related: [...winners].map(
          ([
            arch,
            {
              file: { path },
              entry: winner,
            },
          ]) => ({
            path,
            span: winner.member.key.span,
            message: `counts on ${arch}: ${winner.version?.scalar.text ?? 'no version'}`,
          }),
        ),
        fixes: dead ? [removeHere(context, entry, winners)] : [removeThere(entry, winners)],
        ...(dead ? { tag: 'unnecessary' as const } : {}),
      };
    }
  },
};

function winnersOf({ repo }: RuleContext, { name }: Entry): Map<string, Provenance> {
  const winners = new Map<string, Provenance>();
  for (const arch of repo?.config.basearches ?? []) {
    const winner = repo?.effective(arch).get(name);
    if (winner?.file.layer === 'arch-overrides') winners.set(arch, winner);
  }
  return winners;
}

function winnersText({ version }: Entry, winners: ReadonlyMap<string, Provenance>): string {
  const each = [...winners.values()].map(({ file: { path }, entry: winner }) => {
    const evr = winner.version?.evr;
    const said = evr === version?.evr ? 'the same version' : (evr ?? 'no version');
    return `${path} (${said})`;
  });
  return `${list(each)} ${each.length === 1 ? 'replaces' : 'replace'} the entry`;
}

/** Nothing changes: this entry counts nowhere. But of two versions the wrong one may be left. */
function removeHere(context: RuleContext, { name, version }: Entry, winners: ReadonlyMap<string, Provenance>): Fix {
  const entries = context.lockfile.entries.filter(other => other.name === name);
  const same = [...winners.values()].every(({ entry }) => entry.version?.evr === version?.evr);
  return fixHere(context, `Remove this ${name}, which has no effect`, removeEntries(context.lockfile, entries), {
    preferred: same,
  });
}

function removeThere({ name }: Entry, winners: ReadonlyMap<string, Provenance>): Fix {
  const edits = [...winners.values()].map(({ file: { path, lockfile } }) => {
    return {
      path,
      edits: removeEntries(
        lockfile,
        lockfile.entries.filter(other => other.name === name),
      ),
    };
  });
  return { title: `Remove ${name} from ${list(edits.map(({ path }) => path))}`, edits };
}
