/** The browser to use: CHROMIUM, or the first one found; undefined where there is none. */
export function findChromium(): string | undefined;
/** Sees to it that the packages of these groups are there; gives those still missing. */
export function installSystem(groups: readonly ('editor' | 'judges')[]): Promise<string[]>;
