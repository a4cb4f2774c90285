/** One memory of parsed lockfiles for all that reads branches: the same texts stand on many of them, and are asked for in several ways. */
import { rememberParse } from '../config-repo/remember-parse';
import { parseLazily } from '../lockfile/parse-lazily';

/** Four base locks and the overrides of seven streams, as they are and as they were a few times before. */
const LIMIT = 160;

export const parseOnce = rememberParse(parseLazily, LIMIT);
