import { replaceScalar } from '../lockfile/edits';
import { lastMember, resolveAlias } from '../lockfile/view';
import { CHECKSUM_DIGITS } from '../rpm/checksum';
import type { Rule } from './rule';
import { fixHere, list } from './support';

export const invalidDigest: Rule = {
  code: 'invalid-digest',
  severity: 'error',
  description: 'A `digest` that is not `algorithm:hex` of the right length.',
  documentation: `With a \`digest\` rpm-ostree takes only the package whose checksum in the repository's metadata is that very text. One that no checksum can
equal makes the compose fail. Upper-case hex digits are put right by the fix; everything else has to be copied anew.`,
  data: ['F'],
  *check(context) {
    for (const { name, map } of context.lockfile.entries) {
      const value = resolveAlias(lastMember(map, 'digest')?.value);
      if (value === undefined || (value.kind === 'scalar' && value.yaml12 === 'null')) continue;
      const member = lastMember(map, 'digest');
      const text = value.kind === 'scalar' && value.yaml12 === 'string' ? value.text : undefined;
      const fault = text === undefined ? 'is not text' : faultOf(text);
      if (!member || fault === undefined) continue;
      const lower = text?.toLowerCase();
      const fixable = value.kind === 'scalar' && member.value === value && lower !== undefined && !faultOf(lower);
      yield {
        span: member.value?.span ?? member.key.span,
        package: name,
        message: `The digest of ${name} ${fault}: it equals no package's checksum, the compose fails.`,
        fixes: fixable
          ? [
              fixHere(context, 'Write it in lower case', replaceScalar(context.lockfile, value, lower), {
                preferred: true,
                fixAll: true,
              }),
            ]
          : [],
      };
    }
  },
};

function faultOf(digest: string): string | undefined {
  const colon = digest.indexOf(':');
  if (colon < 0) return 'is not "algorithm:hex"';
  const algorithm = digest.slice(0, colon);
  const hex = digest.slice(colon + 1);
  const length = CHECKSUM_DIGITS[algorithm];
  if (length === undefined && CHECKSUM_DIGITS[algorithm.toLowerCase()] === undefined) {
    return `has the algorithm "${algorithm}", which is none of ${list(Object.keys(CHECKSUM_DIGITS))}`;
  }
  const wanted = length ?? CHECKSUM_DIGITS[algorithm.toLowerCase()];
  if (!/^[0-9a-f]*$/i.test(hex)) return 'has characters that are no hex digits';
  if (hex.length !== wanted) return `has ${hex.length} hex digits, ${algorithm} has ${wanted}`;
  return digest === digest.toLowerCase() ? undefined : 'is in upper case';
}
