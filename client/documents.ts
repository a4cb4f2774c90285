/** Which documents are ours. */
import type { DocumentSelector } from 'vscode';

/** YAML lockfiles have a language of their own, JSON ones stay `json`. */
export const DOCUMENT_SELECTOR = [
  { scheme: 'file', language: 'manifest-lock' },
  { scheme: 'file', language: 'json', pattern: '**/manifest-lock*.json' },
] satisfies DocumentSelector;
