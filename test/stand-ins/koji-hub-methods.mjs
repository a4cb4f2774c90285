// The methods of Koji's hub that are asked for, on builds of memory: rows, faults and their words as kojihub.py has them.
import { Double } from './xml-rpc.mjs';

export class Fault extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const STATES = ['building', 'complete', 'deleted', 'failed', 'canceled'];
/** Oct 21, 2024 16:00 UTC: builds complete where not told otherwise. */
const COMPLETED = Date.UTC(2024, 9, 21, 16);
const SIGNING_KEY = 'a15b79cc';
const OWNER = 'kojibuilder';
const FIRST_BUILD = 2500001;
const FIRST_RPM = 38000001;

const genericError = message => new Fault(1000, message);
/** `'x'`, as Python's repr does it. */
const repr = value => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));

function parseNvr(nvr) {
  const match = /^(.+)-([^-]+)-([^-]+)$/.exec(nvr);
  if (!match) throw genericError(`invalid format: ${nvr}`);
  const [, name, version, release] = match;
  return { name, version, release };
}

function parseNvra(nvra) {
  const dot = nvra.lastIndexOf('.');
  if (dot < 0 || dot === nvra.length - 1) throw genericError(`invalid format: ${nvra}`);
  return { ...parseNvr(nvra.slice(0, dot)), arch: nvra.slice(dot + 1) };
}

/** `2021-01-21 15:17:02+00:00` */
const timeText = milliseconds => `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')}+00:00`;

/** What a tagged build has where nothing else is told. */
function usualTags(nvr) {
  const release = /\.fc(\d+)$/.exec(nvr);
  return release ? ['coreos-pool', `f${release[1]}-updates`] : ['coreos-pool'];
}

function fillBuilds(data) {
  const packages = new Map();
  let rpmId = FIRST_RPM;
  return Object.entries(data).map(([nvr, given], index) => {
    const build = Array.isArray(given) ? { rows: given } : given;
    const { name, version, release } = parseNvr(nvr);
    if (!packages.has(name)) packages.set(name, packages.size + 101);
    const rows = build.rows ?? [];
    const state = build.state ?? 'complete';
    const alive = state === 'complete';
    const source = rows.find(row => row.arch === 'src') ?? rows.find(row => row.name === name);
    const completion = build.completion === undefined ? COMPLETED : new Date(build.completion).getTime();
    return {
      id: build.id ?? FIRST_BUILD + index,
      nvr,
      name,
      version,
      release,
      packageId: packages.get(name),
      epoch: build.epoch ?? source?.epoch ?? null,
      state: STATES.indexOf(state),
      owner: build.owner ?? OWNER,
      completion: state === 'building' ? undefined : completion,
      tags: build.tags ?? (alive ? usualTags(nvr) : []),
      // the hub keeps an empty changelog for a build without source RPM on disk
      changelog: alive ? (build.changelog ?? []) : [],
      rpms: rows.map(row => {
        const id = rpmId++;
        const { signatures } = build;
        const nvra = `${row.name}-${row.version}-${row.release}.${row.arch}`;
        // deleting a build deletes the signatures of its RPMs
        const keys = alive ? (Array.isArray(signatures) ? signatures : (signatures?.[nvra] ?? [SIGNING_KEY])) : [];
        return { ...row, id, nvra, keys };
      }),
    };
  });
}

/** Methods by name; each takes positional arguments, and keyword arguments as its last. */
export function hubMethods(data) {
  const builds = fillBuilds(data);
  const tagIds = new Map([...new Set(builds.flatMap(build => build.tags))].map((name, index) => [name, index + 201]));

  const buildFields = build => ({
    build_id: build.id,
    completion_time: build.completion === undefined ? null : timeText(build.completion),
    completion_ts: build.completion === undefined ? null : new Double(build.completion / 1000),
    creation_event_id: build.id + 60000000,
    creation_time: timeText(COMPLETED - 3600000),
    creation_ts: new Double((COMPLETED - 3600000) / 1000),
    draft: false,
    epoch: build.epoch,
    extra: { source: { original_url: `git+https://src.fedoraproject.org/rpms/${build.name}.git#rawhide` } },
    name: build.name,
    nvr: build.nvr,
    owner_id: 3847,
    owner_name: build.owner,
    package_id: build.packageId,
    package_name: build.name,
    promoter_id: null,
    promoter_name: null,
    promotion_time: null,
    promotion_ts: null,
    release: build.release,
    source: `git+https://src.fedoraproject.org/rpms/${build.name}.git#0000000000000000000000000000000000000000`,
    start_time: timeText(COMPLETED - 3600000),
    start_ts: new Double((COMPLETED - 3600000) / 1000),
    state: build.state,
    task_id: null,
    version: build.version,
    volume_id: 0,
    volume_name: 'DEFAULT',
  });

  const rpmFields = (build, rpm) => ({
    arch: rpm.arch,
    build_id: build.id,
    buildroot_id: 51000000,
    buildtime: Math.floor((build.completion ?? COMPLETED) / 1000) - 60,
    draft: false,
    epoch: rpm.epoch ?? null,
    external_repo_id: 0,
    external_repo_name: 'INTERNAL',
    extra: null,
    id: rpm.id,
    metadata_only: false,
    name: rpm.name,
    payloadhash: '0123456789abcdef0123456789abcdef',
    release: rpm.release,
    size: 4000000000 + rpm.id,
    version: rpm.version,
  });

  /** Nothing is said of external repositories: what is tagged is of a build of the hub. */
  const taggedRpmFields = (build, rpm) => {
    const { external_repo_id: _id, external_repo_name: _name, ...fields } = rpmFields(build, rpm);
    return fields;
  };

  const tagFields = name => ({
    arches: 'x86_64 aarch64 ppc64le s390x',
    id: tagIds.get(name),
    locked: false,
    maven_include_all: false,
    maven_support: false,
    name,
    perm: null,
    perm_id: null,
  });

  function findBuild(key, strict) {
    if (typeof key === 'string') parseNvr(key);
    const build = builds.find(one => (typeof key === 'number' ? one.id === key : one.nvr === key));
    if (!build && strict) throw genericError(`No such build: ${repr(key)}`);
    return build;
  }

  function findRpm(key) {
    if (typeof key === 'string') parseNvra(key);
    for (const build of builds) {
      const rpm = build.rpms.find(one => (typeof key === 'number' ? one.id === key : one.nvra === key));
      if (rpm) return { build, rpm };
    }
    return undefined;
  }

  const findPackage = key => builds.find(one => (typeof key === 'number' ? one.packageId === key : one.name === key));

  return {
    getBuild: {
      names: ['buildInfo', 'strict'],
      run: ({ buildInfo, strict }) => {
        const build = findBuild(buildInfo, strict);
        return build ? { ...buildFields(build), cg_id: null, cg_name: null, id: build.id } : null;
      },
    },
    listBuildRPMs: {
      names: ['build'],
      run: ({ build: key }) => {
        // a number is not looked up: an unknown one has no RPMs
        const build = findBuild(key, typeof key !== 'number');
        return (build?.rpms ?? []).map(rpm => ({
          ...rpmFields(build, rpm),
          nvr: `${rpm.name}-${rpm.version}-${rpm.release}`,
        }));
      },
    },
    getRPM: {
      names: ['rpminfo', 'strict', 'multi'],
      run: ({ rpminfo, strict }) => {
        const found = findRpm(rpminfo);
        if (found) return rpmFields(found.build, found.rpm);
        if (strict) throw genericError(`No such rpm: ${repr(parseNvra(String(rpminfo)))}`);
        return null;
      },
    },
    queryRPMSigs: {
      names: ['rpm_id', 'sigkey', 'queryOpts'],
      run: ({ rpm_id: key }) => {
        const found = findRpm(key);
        if (found?.build.state !== 1) return [];
        // the header of the unsigned RPM is kept under an empty key
        return ['', ...found.rpm.keys].map(sigkey => ({
          rpm_id: found.rpm.id,
          sighash: 'fedcba9876543210fedcba9876543210',
          sigkey,
        }));
      },
    },
    listTags: {
      names: ['build', 'package', 'perms', 'queryOpts', 'pattern'],
      run: ({ build: key }) => {
        if (key === undefined || key === null) return [...tagIds.keys()].map(tagFields);
        const build = findBuild(key, false);
        if (!build) throw genericError(`No such build: ${key}`);
        return build.tags.map(tagFields);
      },
    },
    listTagged: {
      names: ['tag', 'event', 'inherit', 'prefix', 'latest', 'package'],
      run: ({ tag, package: name }) => {
        if (!tagIds.has(tag)) throw genericError(`No such tagInfo: ${repr(tag)}`);
        return builds
          .filter(build => build.tags.includes(tag) && (name === undefined || name === null || build.name === name))
          .map(build => ({ ...buildFields(build), id: build.id, tag_id: tagIds.get(tag), tag_name: tag }));
      },
    },
    listTaggedRPMS: {
      names: [
        'tag',
        'event',
        'inherit',
        'latest',
        'package',
        'arch',
        'rpmsigs',
        'owner',
        'type',
        'strict',
        'extra',
        'draft',
      ],
      run: ({ tag, latest, package: name, arch }) => {
        if (!tagIds.has(tag)) throw genericError(`No such tagInfo: ${repr(tag)}`);
        const named = builds.filter(
          build => build.state === 1 && (name === undefined || name === null || build.name === name),
        );
        // the build tagged last first: builds are tagged in the order they are made
        const own = named.filter(build => build.tags.includes(tag)).reverse();
        const found = own.filter((build, index) => !latest || own.findIndex(one => one.name === build.name) === index);
        const arches = arch === undefined || arch === null ? undefined : [arch].flat();
        const rpms = found.flatMap(build =>
          build.rpms.filter(rpm => arches?.includes(rpm.arch) ?? true).map(rpm => taggedRpmFields(build, rpm)),
        );
        return [
          rpms,
          found.map(build => ({ ...buildFields(build), id: build.id, tag_id: tagIds.get(tag), tag_name: tag })),
        ];
      },
    },
    listBuilds: {
      names: ['packageID', 'userID', 'taskID', 'prefix', 'state'],
      run: ({ packageID, state, queryOpts }) => {
        const wanted = builds.filter(
          build =>
            (packageID === undefined || packageID === null || build.packageId === findPackage(packageID)?.packageId) &&
            (state === undefined || state === null || build.state === state),
        );
        return queried(wanted.map(buildFields), queryOpts ?? {});
      },
    },
    getPackageID: {
      names: ['name', 'strict'],
      run: ({ name, strict }) => {
        const found = findPackage(name);
        if (!found && strict) throw genericError(`No such package name: ${name}`);
        return found?.packageId ?? null;
      },
    },
    getPackage: {
      names: ['info', 'strict', 'create'],
      run: ({ info, strict }) => {
        const found = findPackage(info);
        if (!found && strict) throw genericError(`No such entry in table package: ${info}`);
        return found ? { id: found.packageId, name: found.name } : null;
      },
    },
    getChangelogEntries: {
      names: ['buildID'],
      run: ({ buildID, queryOpts }) => {
        const entries = (findBuild(buildID, false)?.changelog ?? []).map(({ at, author, text }) => ({
          author,
          date: timeText(at).slice(0, 19),
          date_ts: Math.floor(at / 1000),
          text,
        }));
        return queried(entries, queryOpts ?? {});
      },
    },
  };
}

/** `order`, `offset`, `limit` and `countOnly` of queryOpts. */
function queried(rows, { order, offset = 0, limit, countOnly }) {
  const sorted = [...rows];
  if (order) {
    const [field, sign] = order.startsWith('-') ? [order.slice(1), -1] : [order, 1];
    const value = row => (row[field] instanceof Double ? row[field].value : row[field]);
    sorted.sort((a, b) => (value(a) < value(b) ? -sign : value(a) > value(b) ? sign : 0));
  }
  const page = sorted.slice(offset, limit === undefined || limit === null ? undefined : offset + limit);
  return countOnly ? page.length : page;
}
