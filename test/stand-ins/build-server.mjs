import { createHash } from 'node:crypto';
import { startJsonServer } from './json-server.mjs';

const NEXT_DEVEL = '/next-devel/status.json';

export async function startBuildServer(data = {}, behaviour, { nextDevel, missing = 404 } = {}) {
  const server = await startJsonServer(
    ({ path }) => {
      const body = path === NEXT_DEVEL ? statusOf(nextDevel) : fileOf(data, path);
      return body === undefined ? { status: missing, body: absentPage(missing).text } : { status: 200, body };
    },
    absentPage,
    behaviour,
  );
  return { ...server, nextDevelUrl: server.url + NEXT_DEVEL };
}

const statusOf = enabled => (enabled === undefined ? undefined : { enabled });

function fileOf(streams, path) {
  const [, streamName, rest] = /^\/prod\/streams\/([^/]+)\/builds\/(.+)$/.exec(path) ?? [];
  const stream = streamName !== undefined && Object.hasOwn(streams, streamName) ? streams[streamName] : undefined;
  if (!stream) return undefined;
  if (rest === 'builds.json') {
    return { 'schema-version': '1.0.0', builds: stream.builds, timestamp: '2024-10-21T16:00:00Z' };
  }
  const [id, arch, file, ...more] = rest.split('/');
  const key = `${id}/${arch}`;
  const lock = stream.generated?.[key];
  if (more.length > 0) return undefined;
  if (file === `manifest-lock.generated.${arch}.json`) return lock;
  if (file === 'meta.json') return metaOf(stream, streamName, id, arch);
  if (file === 'commitmeta.json') return stream.commitmeta?.[key] ?? (lock && commitMetaOf(lock, id, arch));
  return undefined;
}

/** The fields that coreos-assembler gives every build, less the images. */
function metaOf({ generated, meta }, stream, id, arch) {
  const key = `${id}/${arch}`;
  if (!generated?.[key] && !meta?.[key]) return undefined;
  const commit = createHash('sha1').update(id).digest('hex');
  const day = /\.(\d{4})(\d\d)(\d\d)\./.exec(id)?.slice(1, 4).join('-') ?? '2024-10-21';
  return {
    ref: `fedora/${arch}/coreos/${stream}`,
    'ostree-version': id,
    'ostree-timestamp': `${day}T00:16:04Z`,
    buildid: id,
    name: 'fedora-coreos',
    summary: `Fedora CoreOS ${stream}`,
    'coreos-assembler.build-timestamp': `${day}T00:18:45Z`,
    'coreos-assembler.container-config-git': {
      commit,
      origin: 'https://github.com/coreos/fedora-coreos-config',
      branch: stream,
      dirty: 'false',
    },
    'coreos-assembler.config-gitrev': commit,
    'coreos-assembler.config-dirty': 'false',
    'coreos-assembler.basearch': arch,
    images: {},
    ...meta?.[key],
  };
}

/** As coreos-assembler makes it for builds of a container, which have no other. */
function commitMetaOf({ packages }, id, arch) {
  return {
    'coreos-assembler.basearch': arch,
    version: id,
    'rpmostree.rpmdb.pkglist': Object.entries(packages).map(([name, entry]) => packageRow(name, entry, arch)),
    synthetic: true,
  };
}

function packageRow(name, { evr, evra }, basearch) {
  const [, epoch = '0', version, release, arch] = /^(?:(\d+):)?([^-]+)-(.+)\.([^.]+)$/.exec(
    evra ?? `${evr}.${basearch}`,
  );
  return [name, epoch, version, release, arch];
}

function absentPage(status) {
  const code = status === 403 ? 'AccessDenied' : status === 404 ? 'NoSuchKey' : 'InternalError';
  return {
    type: 'application/xml',
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`,
  };
}
