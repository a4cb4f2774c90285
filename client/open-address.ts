/** Opens what lockfiles and services give as an address. */
import { env, Uri, window } from 'vscode';

/** Only addresses of the web are opened: a lockfile may say anything. */
export async function openAddress(text: string | undefined): Promise<void> {
  if (text === undefined) return;
  if (/^https?:\/\//i.test(text)) await env.openExternal(Uri.parse(text, true));
  else void window.showWarningMessage(`Manifest Lock: ${text} is no web address.`);
}
