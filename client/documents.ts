/** Which documents are ours. */
import type { DocumentSelector } from 'vscode';
import { GIT_SCHEME } from '../server/protocol';

/** YAML lockfiles have a language of their own, JSON ones stay `json`; the repository's settings stay `yaml`. */
export const DOCUMENT_SELECTOR = [
  { scheme: 'file', language: 'manifest-lock' },
  { scheme: 'file', language: 'json', pattern: '**/manifest-lock*.json' },
  { scheme: 'file', pattern: '**/.manifest-lock.yaml' },
  { scheme: GIT_SCHEME, language: 'manifest-lock' },
  { scheme: GIT_SCHEME, language: 'json' },
] satisfies DocumentSelector;
