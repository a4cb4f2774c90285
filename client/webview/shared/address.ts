/** Addresses of the web in texts of repositories and services. */

/** http and https alone: texts of repositories and services may hold anything. */
export function isWebAddress(text: string | undefined): text is string {
  if (text === undefined || !/^https?:\/\//i.test(text)) return false;
  return URL.canParse(text);
}

/**
 * What is read instead of a long address: `fedora-coreos-tracker#1820`, `rhbz#2312345`, `FEDORA-2024-f0fd63c638`; else its host.
 */
export function shortAddress(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname, searchParams } = new URL(url);
  const parts = pathname.split('/').filter(Boolean);
  const [, repository, kind, number] = parts;
  if (/^(github|gitlab)\.com$/.test(host) && /^(issues|pull)$/.test(kind ?? '') && number !== undefined) {
    return `${repository}#${number}`;
  }
  if (host === 'bugzilla.redhat.com') {
    const bug = searchParams.get('id') ?? parts[0];
    if (bug !== undefined && /^\d+$/.test(bug)) return `rhbz#${bug}`;
  }
  const last = parts.at(-1);
  if (last !== undefined && /^FEDORA-/.test(last)) return last;
  return host;
}
