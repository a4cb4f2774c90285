/** Row 12: EVR comparisons a second, beside libsolv's evr_cmp in one process. Both compare the same pairs. */
import { spawnSync } from 'node:child_process';
import { compareEvr } from '../../server/rpm/evr';
import { BASE_PACKAGES, packages } from './support/inputs';
import { median } from './support/median';
import { hasModule, PYTHON } from './support/peers';
import { note, print, printHeader } from './support/table';

const PAIRS = 20_000;
const ROUNDS = 31;

/** Compares neighbours in a list of EVRs, over and over; prints comparisons a second. The method call of the binding counts. */
const PEER = `
import sys, time, solv
pool = solv.Pool()
pool.setdisttype(solv.Pool.DISTTYPE_RPM)
repo = pool.add_repo("bench")
def solvable(evr):
    new = repo.add_solvable()
    new.name, new.evr, new.arch = "package", evr, "x86_64"
    return new
pairs = [tuple(map(solvable, line.split())) for line in sys.stdin]
rates = []
for _ in range(${ROUNDS}):
    started = time.perf_counter()
    for a, b in pairs:
        a.evrcmp(b)
    rates.append(len(pairs) / (time.perf_counter() - started))
print(sorted(rates)[len(rates) // 2])
`;

export default function bench(): void {
  const pairs = evrPairs();
  printHeader();
  const ours = median(Array.from({ length: ROUNDS }, () => rate(pairs)));
  print({ row: '12', work: 'EVR comparisons', ours, peer: peerRate(pairs), unit: '/s', ratio: 2 });
}

function rate(pairs: readonly (readonly [string, string])[]): number {
  const started = performance.now();
  let sum = 0;
  for (const [a, b] of pairs) sum += compareEvr(a, b);
  const seconds = (performance.now() - started) / 1000;
  if (Math.abs(sum) > pairs.length) throw new Error('a comparison that is neither -1, 0 nor 1');
  return pairs.length / seconds;
}

function peerRate(pairs: readonly (readonly [string, string])[]): number | undefined {
  if (!hasModule('solv')) {
    note(`no solv module for ${PYTHON}: ours alone`);
    return undefined;
  }
  const input = pairs.map(pair => pair.join(' ')).join('\n');
  const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', PEER], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`libsolv: ${stderr}`);
  return Number(stdout);
}

/** Pairs that differ late, as two versions of one package do; one in sixteen is equal. */
function evrPairs(): [string, string][] {
  const evrs = packages(BASE_PACKAGES).map(({ evr }) => evr);
  return Array.from({ length: PAIRS }, (_, i) => {
    const evr = evrs[i % evrs.length] ?? '';
    const part = i % 2 === 0 ? /(\d+)(?=-)/ : /(\d+)(?=\.fc40)/;
    return [evr, i % 16 === 0 ? evr : evr.replace(part, number => String(Number(number) + 1 + (i % 3)))];
  });
}
