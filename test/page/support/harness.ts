/** A page of the panels in a real Chromium, as VS Code shows it: its content security policy, its variables, its one function. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { THEMES, type ThemeName } from './themes';

/** Nothing listens there: what the page asks for is answered from the folder with the built pages. */
const ORIGIN = 'https://page.manifest-lock.test';
const NONCE = 'r4nd0m';

/** As the panel writes it (client/views). */
export const POLICY = `default-src 'none'; script-src 'nonce-${NONCE}'; style-src ${ORIGIN}; font-src ${ORIGIN}`;

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  ttf: 'font/ttf',
};

export interface PageOptions {
  /** Folder with `compare.js`, `compare.css`, ... */
  readonly built: string;
  /** `compare` */
  readonly name: string;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What the page kept before. */
  readonly state?: unknown;
  /** Added to the browser's own. */
  readonly reducedMotion?: 'reduce';
}

export interface OpenPage<In, Out> {
  readonly page: Page;
  /** Says something to the page, as the extension does. */
  tell(...messages: readonly In[]): Promise<void>;
  /** What the page has said so far, the oldest first. */
  told(): Promise<readonly Out[]>;
  /** The next message of this type that the page says or has said. */
  said<T extends string>(type: T): Promise<Extract<Out, { readonly type: T }>>;
  forget(): Promise<void>;
  /** What it keeps. */
  kept(): Promise<unknown>;
  /** What went against the policy, errors, warnings; a line each. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export async function openPage<In, Out extends { readonly type: string }>(
  browser: Browser,
  options: PageOptions,
): Promise<OpenPage<In, Out>> {
  const { built, name, theme = 'dark', width = 1000, height = 800, state } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    ...(options.reducedMotion ? { reducedMotion: options.reducedMotion } : {}),
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', error => faults.push(`exception: ${error.stack ?? error.message}`));
  page.on('requestfailed', request => faults.push(`not loaded: ${request.url()}`));
  await page.addInitScript(mimicVSCode, { state });
  await page.route('**/*', route => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') return route.fulfill({ contentType: 'text/html', body: documentOf(name, THEMES[theme].kind) });
    if (path === '/theme.css') return route.fulfill({ contentType: 'text/css', body: variablesOf(theme) });
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
    if (type === undefined) return route.fulfill({ status: 404 });
    return route.fulfill({ contentType: type, body: readFileSync(join(built, basename(path))) });
  });
  await page.goto(`${ORIGIN}/`);
  const told = async (): Promise<readonly Out[]> => await page.evaluate(() => Reflect.get(window, 'posted'));
  return {
    page,
    faults,
    told,
    tell: async (...messages) => {
      await page.evaluate(all => {
        for (const message of all) window.postMessage(message, '*');
      }, messages);
    },
    said: async type => {
      const found = await page.waitForFunction(
        wanted => (Reflect.get(window, 'posted') as { type: string }[]).find(each => each.type === wanted),
        type,
      );
      return (await found.jsonValue()) as unknown as Extract<Out, { readonly type: typeof type }>;
    },
    forget: async () => {
      await page.evaluate(() => (Reflect.get(window, 'posted') as unknown[]).splice(0));
    },
    kept: async () => await page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? 'null')),
    close: () => context.close(),
  };
}

/** VS Code sets them on the document by script, which the policy allows; here they are there before the page is. */
function variablesOf(theme: ThemeName): string {
  const lines = Object.entries(THEMES[theme].variables).map(([variable, value]) => `${variable}: ${value};`);
  return `:root { ${lines.join(' ')} }`;
}

/** What the panel writes, and what VS Code adds. */
function documentOf(name: string, kind: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" href="${ORIGIN}/theme.css">
<link rel="stylesheet" href="${ORIGIN}/${name}.css">
<title>Manifest Lock</title>
</head>
<body class="${kind}">
<${name}-app></${name}-app>
<script type="module" nonce="${NONCE}" src="${ORIGIN}/${name}.js"></script>
</body>
</html>`;
}

/** Runs in the page before everything else. */
function mimicVSCode({ state }: { state: unknown }): void {
  const posted: unknown[] = [];
  Reflect.set(window, 'posted', posted);
  if (state !== undefined && sessionStorage.getItem('state') === null) {
    sessionStorage.setItem('state', JSON.stringify(state));
  }
  Reflect.set(window, 'acquireVsCodeApi', () => ({
    postMessage: (message: unknown) => posted.push(structuredClone(message)),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (value: unknown) => sessionStorage.setItem('state', JSON.stringify(value)),
  }));
  document.addEventListener('securitypolicyviolation', event => {
    // what the browser itself logs names neither the element nor the directive in a way that stays
    window.setTimeout(() => {
      throw new Error(`against the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
}
