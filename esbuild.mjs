// Bundles every entry point: node esbuild.mjs [--watch] [--production] [--outdir=DIR]
import * as esbuild from 'esbuild';
import { slimUndici } from './scripts/lib/slim-undici.mjs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const outdir = process.argv.find(argument => argument.startsWith('--outdir='))?.slice(9) ?? 'dist';

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  logLevel: 'warning',
  // vscode-languageserver and jsonc-parser ship UMD as `main`, which esbuild cannot follow
  mainFields: ['module', 'main'],
  plugins: [slimUndici],
};

/** @type {esbuild.BuildOptions[]} */
const bundles = [
  {
    ...common,
    entryPoints: ['client/extension.ts'],
    outfile: `${outdir}/client.js`,
    target: 'node22',
    external: ['vscode'],
  },
  { ...common, entryPoints: ['server/server.ts'], outfile: `${outdir}/server.js`, target: 'node20' },
  { ...common, entryPoints: ['server/rpmmd/index-worker.ts'], outfile: `${outdir}/index-worker.js`, target: 'node20' },
  {
    ...common,
    entryPoints: ['server/cli.ts'],
    outfile: `${outdir}/cli.js`,
    target: 'node20',
    banner: { js: '#!/usr/bin/env node' },
  },
  { ...common, entryPoints: ['server/cli-commands.ts'], outfile: `${outdir}/cli-commands.js`, target: 'node20' },
  {
    ...common,
    // the pages of the panels: no Node in there
    entryPoints: { compare: 'client/webview/compare/main.ts', history: 'client/webview/history/main.ts' },
    outdir: `${outdir}/webview`,
    platform: 'browser',
    format: 'esm',
    target: 'chrome128',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
];

if (watch) {
  const contexts = await Promise.all(bundles.map(options => esbuild.context(options)));
  await Promise.all(contexts.map(context => context.watch()));
} else {
  await Promise.all(bundles.map(options => esbuild.build(options)));
}
