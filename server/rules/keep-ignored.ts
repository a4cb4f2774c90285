/** What is silenced as graduated, with a reason, is not to be dropped with everything else that has graduated. */
import type { LayerFile } from '../lockfile/layers';
import type { GraduationInput } from '../operations/plan-graduation';
import { graduated } from './graduated';
import { Ignores } from './ignores';
import type { RepoContext } from './rule';

/** Why an entry of these files is to be kept, as a clause; undefined where nothing is said of it. */
export function keepIgnored(
  files: readonly LayerFile[],
  config: RepoContext['config'] | undefined,
): NonNullable<GraduationInput['keep']> {
  const lists = config?.settings.ignore ?? [];
  const ignores = new Map(files.map(file => [file, new Ignores(file.lockfile, file.path, lists)]));
  return (file, { name, member }) => {
    const reason = ignores.get(file)?.reasonFor(graduated.code, { span: member.key.span, package: name });
    return reason && `"${graduated.code}" is ignored there (${reason})`;
  };
}
