import { describe, expect, it } from 'vitest';
import { invalidIgnore } from '../../../server/rules/invalid-ignore';
import { contextOf, fixed, lines, OVERRIDES, titles, X86_64_BASE } from './support';

const rule = invalidIgnore(() => ['graduated', 'held-back', 'missing-reason', 'syntax', 'invalid-ignore']);
const text = (comment: string) => `packages:\n  # ${comment}\n  podman:\n    evr: 5:5.2.5-1.fc40\n`;
const check = (comment: string) => lines(rule, OVERRIDES, text(comment));

describe('invalid-ignore', () => {
  it.each([
    'manifest-lock: ignore graduated kept until fcc#3271 is done',
    'manifest-lock: ignore graduated, held-back: https://github.com/coreos/fedora-coreos-config/pull/3271',
    'manifest-lock:ignore graduated,held-back - kept for a while',
    'manifest-lock: ignore invalid-ignore said on purpose',
    'manifest-lock.x86_64.json has an older one',
    'manifest-lock files are read by the builder',
    'manifest-lock: podman is kept back here',
    'ignore graduated because',
    'This lockfile should be used to pin to a package version',
  ])('says nothing of "%s"', comment => {
    expect(check(comment)).toEqual([]);
  });

  it('wants a reason', () => {
    expect(check('manifest-lock: ignore graduated')).toEqual([
      'warning 2:3-2:36 This comment silences nothing: it gives no reason. Say behind the code why the finding is to be ignored.',
    ]);
    expect(check('manifest-lock: ignore graduated:')).toHaveLength(1);
  });

  it('wants a rule', () => {
    const message =
      'This comment silences nothing: it names no rule. It has to read "# manifest-lock: ignore CODE reason".';
    expect(check('manifest-lock: ignore')).toEqual([`warning 2:3-2:26 ${message}`]);
    expect(check('manifest-lock: ignore https://example.com/1')).toEqual([`warning 2:3-2:48 ${message}`]);
  });

  it('names the rule that an unknown one resembles, and renames it', () => {
    const comment = 'manifest-lock: ignore missing-reason, gradauted the reason';
    expect(check(comment)).toEqual([
      'warning 2:43-2:52 There is no rule gradauted: this silences nothing. Is graduated meant?',
    ]);
    expect(fixed(rule, OVERRIDES, text(comment), 'Rename it to graduated')).toBe(
      text('manifest-lock: ignore missing-reason, graduated the reason'),
    );
    expect(check('manifest-lock: ignore everything the reason')).toEqual([
      'warning 2:27-2:37 There is no rule everything: this silences nothing.',
    ]);
    expect(titles(rule, OVERRIDES, text('manifest-lock: ignore everything the reason'))).toEqual([[]]);
  });

  it('does not let a file be taken for one that parses', () => {
    expect(check('manifest-lock: ignore syntax the reason')).toEqual([
      'warning 2:27-2:33 syntax cannot be silenced: mend what it reports.',
    ]);
    expect(check('manifest-lock: ignore internal-error the reason')).toHaveLength(1);
  });

  it('puts a comment into the form that counts', () => {
    expect(check('manifest-lock ignore graduated the reason')).toEqual([
      'warning 2:5-2:25 This comment silences nothing: it has to read "# manifest-lock: ignore CODE reason".',
    ]);
    const title = 'Write it as "manifest-lock: ignore"';
    for (const head of [
      'manifest-lock ignore',
      'manifest-lock-ignore',
      'Manifest-Lock: ignored',
      'manifest-lock:disable',
    ]) {
      const fix = fixed(rule, OVERRIDES, text(`${head} graduated the reason`), title);
      expect(fix, head).toBe(text('manifest-lock: ignore graduated the reason'));
    }
    expect(titles(rule, OVERRIDES, text('manifest-lock ignores what it cannot read'))).toEqual([[]]);
  });

  it('looks at comments of YAML only', () => {
    const json = '{\n  // manifest-lock: ignore graduated\n  "packages": {}\n}\n';
    expect([...rule.check(contextOf(X86_64_BASE, json))]).toEqual([]);
  });
});
