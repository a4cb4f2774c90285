import { describe, expect, it } from 'vitest';
import { readRepoSettings } from '../../../server/config-repo/read-repo-settings';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';

const KNOWN = {
  ruleCodes: ['syntax', 'graduated', 'newer-available'],
  repositories: ['fedora', 'fedora-candidate-compose'],
};

/** The settings, and each problem as the text it is at and its message. */
function read(text: string, options: Parameters<typeof readRepoSettings>[1] = KNOWN) {
  const { settings, problems } = readRepoSettings(text, options);
  return {
    settings,
    problems: problems.map(({ path, span, message }) => {
      expect(path).toBe('.manifest-lock.yaml');
      return [text.slice(span?.start, span?.end), message];
    }),
  };
}

describe('readRepoSettings', () => {
  it('reads a whole file', () => {
    const { settings, problems } = read(`rules: {graduated: 'off', newer-available: info}
streams:
  my-devel: {branch: main, not-behind: [stable], promotes-to: [my-stable]}
  my-stable:
repositories: [fedora-candidate-compose, fedora-candidate-compose]
services: {koji: https://koji.example/kojihub, bodhi: "http://localhost:6543/"}
ignore:
- {rule: newer-available, packages: [kernel*], files: [manifest-lock.overrides.yaml], reason: held on purpose}
`);
    expect(problems).toEqual([]);
    expect(settings.severity).toEqual({ graduated: 'off', 'newer-available': 'info' });
    expect(settings.streams.get('my-devel')).toEqual({
      name: 'my-devel',
      branch: 'main',
      notBehind: ['stable'],
      promotesTo: ['my-stable'],
    });
    expect(settings.streams.get('my-stable')).toEqual({
      name: 'my-stable',
      branch: 'my-stable',
      notBehind: [],
      promotesTo: [],
    });
    expect(settings.repositories).toEqual(['fedora-candidate-compose']);
    expect(settings.services).toEqual({ koji: 'https://koji.example/kojihub', bodhi: 'http://localhost:6543/' });
    expect(settings.ignore).toMatchObject([
      {
        rule: 'newer-available',
        packages: ['kernel*'],
        files: ['manifest-lock.overrides.yaml'],
        reason: 'held on purpose',
      },
    ]);
  });

  it.each(['', '# nothing\n', '---\n', 'rules:\nstreams:\nrepositories: ~\nservices: null\nignore:\n', '{}'])(
    'takes nothing for the defaults: %j',
    text => {
      expect(read(text)).toEqual({ settings: DEFAULT_REPO_SETTINGS, problems: [] });
    },
  );

  it.each(['off', "'off'", '"off"'])('takes %s for off', off => {
    expect(read(`rules:\n  graduated: ${off}\n`)).toMatchObject({
      settings: { severity: { graduated: 'off' } },
      problems: [],
    });
  });

  it('takes off for off in a document of YAML 1.1, where it is a boolean', () => {
    const { settings, problems } = read('%YAML 1.1\n---\nrules: {graduated: off}\n');
    expect(settings.severity).toEqual({ graduated: 'off' });
    expect(problems).toEqual([]);
  });

  it.each(['services: {koji: off}', "services: {koji: 'off'}", '%YAML 1.1\n---\nservices: {koji: off}'])(
    'knows a service that is not to be asked: %j',
    text => {
      expect(read(text)).toEqual({ settings: { ...DEFAULT_REPO_SETTINGS, services: { koji: 'off' } }, problems: [] });
    },
  );

  it.each(['http://127.0.0.1:8080/kojihub', 'http://[::1]:80', 'https://koji.example:8443/kojihub'])(
    'takes the address %s',
    url => {
      expect(read(`services:\n  koji: ${url}\n`)).toMatchObject({
        settings: { services: { koji: url } },
        problems: [],
      });
    },
  );

  it('knows the Koji tags of another distribution, one by one', () => {
    expect(read('koji-tags:\n  signing: c{releasever}s-pool-pending\n')).toMatchObject({
      settings: { kojiTags: { pool: 'coreos-pool', signing: 'c{releasever}s-pool-pending' } },
      problems: [],
    });
  });

  it.each([
    ['- rules\n', '- rules\n', 'The file must be a map.'],
    ['rule: {}\n', 'rule', "Unknown key 'rule'. Did you mean 'rules'?"],
    [
      'version: 1\n',
      'version',
      "Unknown key 'version'. Known: rules, streams, repositories, services, koji-tags, ignore.",
    ],
    ['rules: [graduated]\n', '[graduated]', "'rules' must be a map."],
    ['rules: {graduate: info}\n', 'graduate', "No rule has the code 'graduate'. Did you mean 'graduated'?"],
    ['rules: {something: info}\n', 'something', "No rule has the code 'something'."],
    ['rules: {graduated: warn}\n', 'warn', "'rules.graduated' must be one of off, error, warning, info, hint."],
    [
      'rules: {graduated: Hint}\n',
      'Hint',
      "'rules.graduated' must be one of off, error, warning, info, hint. Did you mean 'hint'?",
    ],
    ['rules: {graduated: [off]}\n', '[off]', "'rules.graduated' must be one of off, error, warning, info, hint."],
    ['rules: {graduated: false}\n', 'false', "'rules.graduated' must be one of off, error, warning, info, hint."],
    ['repositories: fedora\n', 'fedora', "'repositories' must be a list."],
    ['repositories: [1]\n', '1', "'repositories' must be a string."],
    [
      'repositories: [fedora-candidate-compse]\n',
      'fedora-candidate-compse',
      "No .repo file defines the repository 'fedora-candidate-compse'. Did you mean 'fedora-candidate-compose'?",
    ],
    [
      'services: {kojihub: "https://x.example"}\n',
      'kojihub',
      "Unknown key 'kojihub' in 'services'. Known: koji, bodhi, builds.",
    ],
    ['services: {koji: [a]}\n', '[a]', "'services.koji' must be a string."],
    [
      'services: {koji: koji.example}\n',
      'koji.example',
      "'services.koji' must be an address that begins with https:// (http:// on this machine only), or off.",
    ],
    [
      'services: {koji: "file:///etc"}\n',
      '"file:///etc"',
      "'services.koji' must be an address that begins with https:// (http:// on this machine only), or off.",
    ],
    [
      'services: {koji: "https://user:secret@koji.example/"}\n',
      '"https://user:secret@koji.example/"',
      "'services.koji' must be an address that begins with https:// (http:// on this machine only), or off.",
    ],
    [
      'services: {koji: "http://koji.example/"}\n',
      '"http://koji.example/"',
      "'services.koji' must be an address that begins with https:// (http:// on this machine only), or off.",
    ],
    [
      'services: {koji: "http://localhost.example/"}\n',
      '"http://localhost.example/"',
      "'services.koji' must be an address that begins with https:// (http:// on this machine only), or off.",
    ],
    ['koji-tags: {poll: x}\n', 'poll', "Unknown key 'poll' in 'koji-tags'. Did you mean 'pool'?"],
    [
      'koji-tags: {signing: "f{version}-signing"}\n',
      '"f{version}-signing"',
      "'koji-tags.signing' must be the name of a Koji tag: letters, digits, and any of _ / . + -, with {releasever} for the release version.",
    ],
    ['rules: {graduated: info}\nrules: {}\n', 'rules', 'The key rules is there twice.'],
    ['rules: {? [a] : info}\n', '{? [a] : info}', "'rules' has a key that is no text."],
    ['{}\n---\n{}\n', '---\n{}\n', 'A second document begins here: only the first one is read.'],
  ])('%j', (text, at, message) => {
    expect(read(text).problems).toEqual([[at, message]]);
  });

  it('counts what is right beside what is wrong', () => {
    const { settings, problems } = read(
      'rules: {graduated: loud, newer-available: error}\nservices: {koji: 5, builds: https://b.example}\nrepositories: [x, fedora]\nnonsense: 1\n',
    );
    expect(settings).toMatchObject({
      severity: { 'newer-available': 'error' },
      services: { builds: 'https://b.example' },
      repositories: ['fedora'],
    });
    expect(problems).toHaveLength(4);
  });

  it.each(['koji.example', '5', 'false', '', '"https://me:secret@koji.example/"'])(
    'has nobody asked in place of the service that %j should name',
    url => {
      const { settings, problems } = read(`services:\n  koji: ${url}\n`);
      expect(settings.services).toEqual({ koji: 'off' });
      expect(problems).toHaveLength(1);
    },
  );

  it('reads on after an error of syntax', () => {
    const { settings, problems } = read('rules: {graduated: info}\nrepositories: [fedora\n');
    expect(settings.severity).toEqual({ graduated: 'info' });
    expect(settings.repositories).toEqual(['fedora']);
    expect(problems).toHaveLength(1);
  });

  it('knows no rules and repositories where nobody says which there are', () => {
    const { settings, problems } = read('rules: {anything: info}\nrepositories: [any]\n', {});
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({ severity: { anything: 'info' }, repositories: ['any'] });
  });

  it('says what a list of patterns without quotes becomes', () => {
    const { settings, problems } = read('repositories: [*-compose, fedora]\n');
    expect(settings.repositories).toEqual(['fedora']);
    expect(problems).toEqual([
      ['*-compose', "No anchor '&-compose' stands before this alias. Text that begins with '*' is written in quotes."],
    ]);
  });
});
