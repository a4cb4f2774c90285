/** Files of repositories: http(s) through the HTTP port, file:// from disk where the workspace is trusted. */
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HttpError, type HttpFetch } from '../http/http';
import type { Validators } from './cached-repository';
import { messageOf } from './metadata-error';
import { isFileUrl } from './repository-source';

export interface DownloadRequest {
  readonly url: string;
  readonly maxBytes: number;
  /** Of an earlier answer that is still at hand. */
  readonly validators?: Validators | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((received: number, total: number | undefined) => void) | undefined;
}

export interface Downloaded {
  /** Undefined: the same as what the validators are of. */
  readonly body: Buffer | undefined;
  readonly validators: Validators;
  /** After redirects. */
  readonly url: string;
}

/** Rejects with HttpError, also for files: `status` 404 where there is none, `untrusted` where none may be read. */
export type Download = (request: DownloadRequest) => Promise<Downloaded>;

export function createDownload(fetch: HttpFetch, trustFileUrls: () => boolean): Download {
  return request => {
    if (!isFileUrl(request.url)) return fetchFile(request, fetch);
    if (trustFileUrls()) return readLocalFile(request);
    const words = 'the workspace is not trusted, so no file:// repository is read';
    return Promise.reject(new HttpError('untrusted', request.url, `${request.url}: ${words}`));
  };
}

async function fetchFile(request: DownloadRequest, fetch: HttpFetch): Promise<Downloaded> {
  const { url, maxBytes, validators = {}, signal, onProgress } = request;
  const headers: Record<string, string> = {};
  if (validators.etag !== undefined) headers['if-none-match'] = validators.etag;
  if (validators.lastModified !== undefined) headers['if-modified-since'] = validators.lastModified;
  const response = await fetch({ url, headers, maxBytes, signal, onProgress });
  const { etag, 'last-modified': lastModified } = response.headers;
  if (response.status === 304) {
    if (Object.keys(headers).length === 0) throw new HttpError('status', url, `${url}: 304 without a condition`, 304);
    return { body: undefined, validators, url: response.url };
  }
  return {
    body: response.body,
    validators: { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) },
    url: response.url,
  };
}

async function readLocalFile({ url, maxBytes, signal, onProgress }: DownloadRequest): Promise<Downloaded> {
  signal?.throwIfAborted();
  const handle = await open(localPath(url), 'r').catch((error: unknown) => {
    throw fileError(url, error);
  });
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw new HttpError('status', url, `${url}: not a file`, 404);
    if (status.size > maxBytes) {
      const words = `${status.size} bytes, more than the expected ${maxBytes} bytes at most`;
      throw new HttpError('too-large', url, `${url}: ${words}`);
    }
    const body = await handle.readFile(signal ? { signal } : {});
    onProgress?.(body.length, body.length);
    return { body, validators: {}, url };
  } catch (error) {
    signal?.throwIfAborted();
    throw fileError(url, error);
  } finally {
    await handle.close();
  }
}

/** A host in a file:// URL would mean a share of another machine. */
function localPath(url: string): string {
  const { hostname } = new URL(url);
  if (hostname !== '' && hostname !== 'localhost') {
    throw new HttpError('bad-url', url, `${url}: only files of this machine can be read (file:///...)`);
  }
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new HttpError('bad-url', url, `${url}: ${messageOf(error)}`);
  }
}

function fileError(url: string, error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new HttpError('status', url, `${url}: no such file`, 404);
  const words = code === 'EACCES' ? 'permission denied' : messageOf(error);
  return new HttpError('status', url, `${url}: ${words}`, undefined, { cause: error });
}
