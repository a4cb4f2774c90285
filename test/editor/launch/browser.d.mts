/** Also what keeps Chromium from calling out by itself. */
export function chromiumFlags(): string[];
