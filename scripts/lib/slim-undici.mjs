// An esbuild plugin that leaves out of undici what server/http/ never reaches: 312 KB of a minified bundle become 139.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

/** HTTP/2 (`allowH2` is off) and bodies of requests that are forms (only strings are sent, which need none of it). */
const UNREACHED = /undici[\\/]lib[\\/](?:dispatcher[\\/]client-h2|web[\\/]fetch[\\/]body)\.js$/;
/** Two builds of the same parser; the one without SIMD runs everywhere, and undici itself falls back to it. */
const PARSER = /undici[\\/]lib[\\/]llhttp[\\/]llhttp(?:_simd)?-wasm\.js$/;

/** @type {import('esbuild').Plugin} */
export const slimUndici = {
  name: 'slim-undici',
  setup(build) {
    build.onLoad({ filter: UNREACHED }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error(${JSON.stringify(`left out: ${path.split(/[\\/]/).pop()}`)}); };`,
    }));
    build.onResolve({ filter: /llhttp_simd-wasm\.js$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, '../llhttp/llhttp-wasm.js'),
    }));
    build.onLoad({ filter: PARSER }, async ({ path }) => {
      const base64 = /wasmBase64 = '([^']+)'/.exec(await readFile(path, 'utf8'))?.[1];
      if (base64 === undefined) throw new Error(`${path} is not as expected: has undici changed?`);
      const packed = deflateRawSync(Buffer.from(base64, 'base64'), { level: 9 }).toString('base64');
      return {
        contents: `module.exports = require('node:zlib').inflateRawSync(Buffer.from('${packed}', 'base64'));`,
      };
    });
  },
};
