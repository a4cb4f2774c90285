/** The comment at the head of every overrides file, as Fedora CoreOS's ci/overrides.py writes it. */
export const OVERRIDES_HEADER = [
  '# This lockfile should be used to pin to a package version (`type: pin`) or to',
  '# fast-track packages ahead of Bodhi (`type: fast-track`). Fast-tracked',
  '# packages will automatically be removed once they are in the stable repos.',
  '#',
  '# IMPORTANT: YAML comments *will not* be preserved. All `pin` overrides *must*',
  '# include a URL in the `metadata.reason` key. Overrides of type `fast-track`',
  '# *should* include a Bodhi update URL in the `metadata.bodhi` key and a URL',
  "# in the `metadata.reason` key, though it's acceptable to omit a `reason`",
  '# for FCOS-specific packages (ignition, afterburn, etc.).',
]
  .map(line => `${line}\n`)
  .join('');
