/** The document around a panel's page: nothing but our own script, style and font may be loaded. */
import { randomBytes } from 'node:crypto';
import { Uri, type Webview, type WebviewOptions } from 'vscode';

/** A page of client/webview/, by the name of its bundle; its element is called after it. */
export type PageName = 'compare' | 'history';

export function pageOptions(extensionUri: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [bundles(extensionUri)] };
}

export function pageHtml(webview: Webview, extensionUri: Uri, name: PageName, title: string): string {
  const at = (file: string): string => webview.asWebviewUri(Uri.joinPath(bundles(extensionUri), file)).toString();
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${at(`${name}.css`)}">
</head>
<body>
<${name}-app></${name}-app>
<script type="module" nonce="${nonce}" src="${at(`${name}.js`)}"></script>
</body>
</html>
`;
}

function bundles(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}
