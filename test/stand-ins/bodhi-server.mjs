import { createHash } from 'node:crypto';
import { startJsonServer } from './json-server.mjs';

const HOST = 'https://bodhi.fedoraproject.org';
/** Submission of the newest update without a date; each further one is an hour older. */
const NEWEST = Date.UTC(2024, 9, 21, 16, 0, 0);
const HOUR = 3_600_000;

const dateText = ms => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
const dateMs = text => Date.parse(/[zZ]$|[+-]\d\d:\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);

export async function startBodhi(data = {}, behaviour, options = {}) {
  const recorded = key => (options.recorded ?? []).flatMap(body => body[key] ?? []);
  const made = Object.entries(data).map(([alias, update], index) => toUpdateBody(alias, update, index));
  // the database is asked for the newest submitted first
  const updates = unique([...recorded('updates'), ...made], 'alias').sort(
    (a, b) => dateMs(b.date_submitted) - dateMs(a.date_submitted),
  );
  const names = [...updates.map(update => update.release.name), ...(options.releases ?? [])];
  const releases = unique([...recorded('releases'), ...names.map(toReleaseBody)], 'name').sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const world = { updates, releases, pageSize: options.pageSize ?? Number.POSITIVE_INFINITY };
  return startJsonServer(request => reply(world, request), errorPage, behaviour);
}

function reply(world, { path, query, headers }) {
  // without asking for JSON one gets the web pages
  if (!(headers.accept ?? '').includes('json')) return { status: 200, body: '<!DOCTYPE html>\n<html></html>\n' };
  if (path === '/updates/') return listUpdates(world, query);
  if (path === '/releases/') return listReleases(world, query);
  const alias = /^\/updates\/([^/]+)$/.exec(path)?.[1];
  if (alias === undefined) return error(404, 'url', 'path', 'Not Found');
  const update = world.updates.find(one => one.alias === alias);
  if (update) return { status: 200, body: { update, can_edit: false, ci_allowed: false } };
  if (world.updates.some(one => sourcesOf(one).includes(alias))) {
    return { status: 302, headers: { location: `/updates/?packages=${encodeURIComponent(alias)}` }, body: '' };
  }
  return error(404, 'url', 'id', 'Invalid update id');
}

function listUpdates(world, query) {
  const wrong = wrongPaging(query);
  if (wrong) return wrong;
  const list = name => (query[name] === undefined ? undefined : query[name].split(/[\s,]+/).filter(item => item));
  const [aliases, updateids, builds, packages, statuses] = ['alias', 'updateid', 'builds', 'packages', 'status'].map(
    list,
  );
  const releases = list('releases')?.map(asked => ({ asked, release: releaseOf(world, asked) }));
  const unknown = releases?.filter(({ release }) => !release).map(({ asked }) => asked);
  if (unknown?.length)
    return error(400, 'querystring', 'releases', `Invalid releases specified: ${unknown.join(', ')}`);
  const found = world.updates.filter(
    update =>
      (!aliases || aliases.includes(update.alias)) &&
      (!updateids || updateids.includes(update.alias)) &&
      (!builds || update.builds.some(build => builds.includes(build.nvr))) &&
      (!packages || sourcesOf(update).some(name => packages.includes(name))) &&
      (!releases || releases.some(({ release }) => release.name === update.release.name)) &&
      (!statuses || statuses.includes(update.status)) &&
      (query.submitted_before === undefined || dateMs(update.date_submitted) < dateMs(query.submitted_before)) &&
      (query.submitted_since === undefined || dateMs(update.date_submitted) >= dateMs(query.submitted_since)),
  );
  const { rows, ...paging } = pageOf(world, query, found);
  const more = { chrome: true, display_user: true, display_request: true, package: packages?.[0] ?? null };
  return { status: 200, body: { updates: rows, ...paging, ...more } };
}

function listReleases(world, query) {
  const wrong = wrongPaging(query);
  if (wrong) return wrong;
  const states = query.state?.split(',');
  const { rows, ...paging } = pageOf(
    world,
    query,
    world.releases.filter(release => !states || states.includes(release.state)),
  );
  return { status: 200, body: { releases: rows, ...paging } };
}

function wrongPaging({ page = '1', rows_per_page = '20' }) {
  if (!/^\d+$/.test(page) || Number(page) < 1) {
    return error(400, 'querystring', 'page', `${page} is less than minimum value 1`);
  }
  if (!/^\d+$/.test(rows_per_page) || Number(rows_per_page) < 1 || Number(rows_per_page) > 1000) {
    return error(400, 'querystring', 'rows_per_page', `${rows_per_page} is greater than maximum value 1000`);
  }
  return undefined;
}

function pageOf({ pageSize }, { page: asked = '1', rows_per_page: size = '20' }, all) {
  const page = Number(asked);
  const rows_per_page = Math.min(Number(size), pageSize);
  const start = rows_per_page * (page - 1);
  return {
    rows: all.slice(start, start + rows_per_page),
    page,
    pages: Math.ceil(all.length / rows_per_page),
    rows_per_page,
    total: all.length,
  };
}

function releaseOf({ releases }, asked) {
  return releases.find(({ name, version }) => [asked, asked.toUpperCase()].includes(name) || version === asked);
}

/** As Cornice, Bodhi's framework, says errors. */
function error(status, location, name, description) {
  return { status, body: { status: 'error', errors: [{ location, name, description }] } };
}

function errorPage(status) {
  if (status >= 500) {
    return { type: 'text/html', text: `<html><body><h1>${status}</h1>\nThe server cannot answer.</body></html>\n` };
  }
  return { type: 'application/json', text: JSON.stringify(error(status, 'body', 'name', 'refused').body) };
}

const sourcesOf = ({ builds }) => builds.map(({ nvr }) => nvr.replace(/-[^-]+-[^-]+$/, ''));

function unique(items, key) {
  return [...new Map(items.toReversed().map(item => [item[key], item])).values()].toReversed();
}

/** With all fields that Bodhi gives; it goes the usual way: tested on the day after submission, stable a week later. */
export function toUpdateBody(alias, data, index = 0) {
  const { release, builds, bugs = [], ...given } = data;
  const submitted = given.date_submitted ? dateMs(given.date_submitted) : NEWEST - index * HOUR;
  const tested = data.status !== 'pending';
  const stable = data.status === 'stable';
  const nvrs = builds.map(({ nvr }) => nvr);
  const testing = tested ? dateText(submitted + 24 * HOUR) : null;
  const done = stable ? dateText(submitted + 8 * 24 * HOUR) : null;
  return {
    alias,
    autokarma: true,
    autotime: true,
    close_bugs: true,
    comments: [],
    compose: null,
    content_type: 'rpm',
    critpath: false,
    date_approved: null,
    date_modified: null,
    date_pushed: done ?? testing,
    date_stable: done,
    date_submitted: dateText(submitted),
    date_testing: testing,
    display_name: '',
    from_tag: null,
    karma: 0,
    locked: false,
    meets_testing_requirements: stable,
    notes: 'New upstream release.',
    pushed: stable || data.status === 'testing',
    request: null,
    require_bugs: true,
    require_testcases: true,
    requirements: '',
    severity: 'unspecified',
    stable_days: 7,
    stable_karma: 3,
    suggest: 'unspecified',
    test_cases: [],
    test_gating_status: 'passed',
    title: nvrs.join(' '),
    type: 'bugfix',
    unstable_karma: -3,
    url: `${HOST}/updates/${alias}`,
    user: { avatar: null, email: null, groups: [], id: 1, name: 'kojibuilder', openid: null },
    version_hash: createHash('sha1')
      .update([...nvrs].sort().join(' '))
      .digest('hex'),
    ...given,
    builds: builds.map(build => ({ epoch: 0, release_id: 1, signed: tested, type: 'rpm', ...build })),
    bugs: bugs.map(bug => ({ feedback: [], parent: false, security: false, title: null, ...bug })),
    release: { ...toReleaseBody(release), composes: [] },
  };
}

/** A release of Fedora (`F40`) that is current. */
function toReleaseBody(name) {
  const version = name.replace(/^F(?=\d)/, '').toLowerCase();
  const tag = name.toLowerCase();
  return {
    branch: tag,
    candidate_tag: `${tag}-updates-candidate`,
    composed_by_bodhi: true,
    create_automatic_updates: false,
    dist_tag: tag,
    eol: null,
    id_prefix: 'FEDORA',
    long_name: `Fedora ${version}`,
    mail_template: 'fedora_errata_template',
    name,
    override_tag: `${tag}-override`,
    package_manager: 'dnf',
    pending_signing_tag: `${tag}-signing-pending`,
    pending_stable_tag: `${tag}-updates-pending`,
    pending_testing_tag: `${tag}-updates-testing-pending`,
    stable_tag: `${tag}-updates`,
    state: 'current',
    testing_repository: 'updates-testing',
    testing_tag: `${tag}-updates-testing`,
    version,
  };
}
