/** `srpms`: which source packages of updates have binary packages in the locks. */
import { BodhiError } from '../bodhi/bodhi';
import { BuildsError } from '../builds/builds';
import { KojiError } from '../koji/koji';
import type { BuiltRpm, OverrideTarget } from '../operations/override-request';
import { resolveSubjects } from '../operations/resolve-subject';
import { lockedPackages } from '../services/locked-packages';
import { parseSubject } from '../services/parse-subject';
import { COMMON_OPTIONS, type Definition, parseCommandLine, UsageError } from './args';
import type { Command } from './command';
import { findRepo, openRepo, requireReadable } from './open-repo';
import { type ExitCode, InputError, type Ports, UnavailableError } from './ports';
import { reportProblems } from './report';
import { servicesFor } from './services';
import { settingsOf } from './settings';

const definition: Definition<typeof COMMON_OPTIONS> = {
  name: 'srpms',
  summary: 'lists the builds of Bodhi updates that lockfiles have packages of',
  usage: ['UPDATE...'],
  options: COMMON_OPTIONS,
  notes: 'UPDATE is an alias or its page in Bodhi. A line each, as NVR; none at all is an error.',
};

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(definition, argv);
  if (positionals.length === 0) throw new UsageError('name the updates');
  for (const text of positionals) {
    if (parseSubject(text).kind !== 'update')
      throw new InputError(`${text} is neither the alias nor the page of an update`);
  }
  const settings = settingsOf(values, ports);
  const repo = await openRepo(await findRepo(settings.repo));
  await reportProblems(repo, ports);
  requireReadable(repo);
  const { config, files } = repo.context;
  const opened = await servicesFor(config, settings, ports);
  try {
    const { koji, bodhi, builds } = opened?.services ?? {};
    const services = { koji, bodhi, builds };
    const { basearches } = config;
    const readLocal = () => Promise.resolve([]);
    const resolution = await resolveSubjects(positionals, { services, basearches, readLocal, findUpdates: false });
    const locked = resolution.kind === 'resolved' ? await lockedPackages(config, files, builds) : resolution;
    if (locked.kind === 'unasked') throw new UnavailableError(locked.message);
    if (locked.kind === 'refused') throw new InputError(locked.message);
    const subjects = resolution.kind === 'resolved' ? resolution.subjects : [];
    const all = subjects.flatMap(subject => (subject.kind === 'builds' ? subject.builds : []));
    const found = all.filter(({ build }) => build.rpms.some(rpm => isLocked(rpm, locked.locked)));
    if (found.length === 0) throw new InputError('no lock has a package of these updates');
    const nvrs = [...new Set(found.map(({ build }) => build.nvr))];
    const text = nvrs.map(nvr => `${nvr}\n`).join('');
    await ports.stdout.write(settings.format === 'json' ? `${JSON.stringify({ srpms: nvrs })}\n` : text);
    return 0;
  } catch (error) {
    const failed = error instanceof KojiError || error instanceof BodhiError || error instanceof BuildsError;
    throw failed ? new UnavailableError(error.message, { cause: error }) : error;
  } finally {
    await opened?.close();
  }
}

function isLocked({ name, arch }: BuiltRpm, locked: OverrideTarget['locked']): boolean {
  return [...locked].some(([basearch, packages]) => (arch === basearch || arch === 'noarch') && packages.has(name));
}

export const srpms: Command = { definition, run };
