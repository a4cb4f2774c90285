/** The order in which streams are shown: along the way of promotions. */
import type { StreamPolicy } from '../../config-repo/repo-settings';
import { candidateFeeders } from '../../config-repo/streams';

/**
 * Every stream that something is promoted to directly behind the one that feeds it, the longest way first, then the streams that
 * promotions leave out: testing-devel, testing, stable, next-devel, next, rawhide, branched.
 */
export function promotionOrder(policies: ReadonlyMap<string, StreamPolicy>): StreamPolicy[] {
  const all = [...policies.values()];
  const followers = new Map<string, StreamPolicy[]>();
  const starts: StreamPolicy[] = [];
  for (const policy of all) {
    const [feeder] = candidateFeeders(policy, policies);
    if (feeder === undefined) starts.push(policy);
    else followers.set(feeder, [...(followers.get(feeder) ?? []), policy]);
  }
  const wayOf = (policy: StreamPolicy): StreamPolicy[] => {
    const ways = (followers.get(policy.name) ?? []).map(wayOf).sort((a, b) => b.length - a.length);
    return [policy, ...ways.flat()];
  };
  const connected = ({ name, promotesTo }: StreamPolicy): boolean => promotesTo.length > 0 || followers.has(name);
  const ways = starts.filter(connected).map(wayOf);
  // sorting keeps the order of equal ones
  ways.sort((a, b) => b.length - a.length);
  return [...ways.flat(), ...starts.filter(policy => !connected(policy))];
}
