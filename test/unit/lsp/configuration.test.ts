import { describe, expect, it } from 'vitest';
import {
  DEFAULT_CONFIGURATION,
  modeOf,
  readClientConfiguration,
  readSettings,
} from '../../../server/lsp/configuration';
import { DEFAULT_SETTINGS } from '../../../server/protocol';

describe('readSettings', () => {
  it('keeps defaults for what is not said', () => {
    const problems: string[] = [];
    expect(readSettings(undefined, problems)).toEqual(DEFAULT_SETTINGS);
    expect(readSettings(null, problems)).toEqual(DEFAULT_SETTINGS);
    expect(readSettings({ network: 'off' }, problems)).toEqual({ ...DEFAULT_SETTINGS, network: 'off' });
    expect(readSettings({ codeLens: false }, problems)).toEqual({ ...DEFAULT_SETTINGS, codeLens: false });
    expect(problems).toEqual([]);
  });

  it('reads severities nested and dotted', () => {
    expect(readSettings({ rules: { severity: { syntax: 'off' } } }, []).severity).toEqual({ syntax: 'off' });
    expect(readSettings({ 'rules.severity': { syntax: 'info' } }, []).severity).toEqual({ syntax: 'info' });
  });

  it('names what it cannot use', () => {
    const problems: string[] = [];
    const settings = readSettings(
      { network: 'maybe', primaryArch: '', defaultRepositories: 'fedora', rules: { severity: { syntax: 'fatal' } } },
      problems,
    );
    expect(settings).toEqual(DEFAULT_SETTINGS);
    expect(problems).toEqual([
      'manifestLock.network: "maybe" is not usable; taking "on"',
      'manifestLock.primaryArch: "" is not usable; taking "x86_64"',
      'manifestLock.defaultRepositories: "fedora" is not usable; taking ["fedora","fedora-updates"]',
      'manifestLock.rules.severity.syntax: no severity: "fatal"',
    ]);
  });
});

describe('readClientConfiguration', () => {
  const sent = {
    settings: { ...DEFAULT_SETTINGS, severity: { 'zero-epoch': 'off' } },
    proxy: { proxy: 'http://proxy.example:3128', noProxy: ['localhost'], strictSSL: false },
    trusted: true,
    storageFolder: '/storage',
    gitPath: '/usr/bin/git',
  };

  it('takes over what our client sends', () => {
    expect(readClientConfiguration(sent, [])).toEqual(sent);
  });

  it('trusts only what is said to be trusted', () => {
    expect(readClientConfiguration({ ...sent, trusted: undefined }, [])?.trusted).toBe(false);
    expect(readClientConfiguration({ ...sent, trusted: 'yes' }, [])?.trusted).toBe(false);
  });

  it('is undefined for anything else', () => {
    for (const value of [undefined, null, 'x', [], {}, { network: 'off' }]) {
      expect(readClientConfiguration(value, [])).toBeUndefined();
    }
  });
});

describe('modeOf', () => {
  it('lets missing trust win over the network setting', () => {
    const off = { ...DEFAULT_SETTINGS, network: 'off' as const };
    expect(modeOf(DEFAULT_CONFIGURATION)).toBe('online');
    expect(modeOf({ ...DEFAULT_CONFIGURATION, settings: off })).toBe('offline');
    expect(modeOf({ ...DEFAULT_CONFIGURATION, settings: off, trusted: false })).toBe('restricted');
  });
});
