/** Sees to it that a promotion is planned of all it is about, in a partial clone as well. */
import { type GitRepository, type NotFetchedError, notFetchedCause } from '../../git/git';
import { count, list } from '../words';
import { PromotionError } from './find-promoted';

export interface UnfetchedWatch {
  /** The same, watched. */
  readonly git: GitRepository;
  /** Throws a PromotionError that names what was read and had not been fetched. */
  requireFetched(): void;
}

/** Files named at most. */
const MOST = 3;

/**
 * Whoever reads a commit goes on without what cannot be read, as with what is damaged and may be mended by a promotion. What was just not fetched
 * may be all right: it must not be lost unseen. No package comes out of what a `.repo` file says.
 */
export function watchUnfetched(git: GitRepository): UnfetchedWatch {
  const missing = new Map<string, NotFetchedError>();
  return {
    git: {
      ...git,
      entry: async (commit, path) => {
        try {
          return await git.entry(commit, path);
        } catch (error) {
          const cause = notFetchedCause(error);
          if (cause && !path.endsWith('.repo')) missing.set(`${path} of commit ${commit.slice(0, 12)}`, cause);
          throw error;
        }
      },
    },
    requireFetched: () => {
      const [first] = missing.values();
      if (!first) return;
      const names = [...missing.keys()].sort();
      const more = names.length > MOST ? [count(names.length - MOST, 'other file')] : [];
      const [what, were] = [list([...names.slice(0, MOST), ...more]), names.length === 1 ? 'was' : 'were'];
      throw new PromotionError(`nothing can be planned: ${what} ${were} not fetched: ${first.remedy}`);
    },
  };
}
