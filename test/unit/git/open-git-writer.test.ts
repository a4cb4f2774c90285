import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GitWriteError, type GitWriter, type NewCommit } from '../../../server/git/git-writer';
import { openGitWriter } from '../../../server/git/open-git-writer';
import { emptyFolder, FIRST_DATE, gitEnvironment, runGit, type TestRepository } from '../../support/git';
import { folder, repository } from './support';

const OVERRIDES = 'manifest-lock.overrides.yaml';
const EMPTY = 'packages: {}\n';
const PINNED = 'packages:\n  kernel:\n    evr: 6.11.4-201.fc40\n';
const MESSAGE = '[stable] overrides: pin kernel-6.11.4-201.fc40\n\nSee: https://example.com/1\n';

function writer(path: string, environment: Record<string, string> = {}): GitWriter {
  return openGitWriter({ environment: { ...gitEnvironment(), ...environment } })(path);
}

/** stable, testing and next with overrides; main is checked out. */
function streams(made = repository()): TestRepository & { readonly first: string } {
  const first = made.commit({ [OVERRIDES]: EMPTY, 'overlay.d/file': 'x\n' }, 'first');
  for (const name of ['stable', 'testing', 'next']) made.branch(name);
  return { ...made, first };
}

function pin(branch: string, at: string, rest: Partial<NewCommit> = {}): NewCommit {
  const files = [{ path: OVERRIDES, text: PINNED }];
  return { ref: `refs/heads/${branch}`, expected: at, parent: at, message: MESSAGE, files, ...rest };
}

/** What a user would notice. */
function stateOf(path: string) {
  const git = (...args: string[]) => runGit(path, args);
  return {
    status: git('--no-optional-locks', 'status', '--porcelain=v2', '--branch', '--ignored'),
    index: readFileSync(git('rev-parse', '--path-format=absolute', '--git-path', 'index')).toString('hex'),
    head: [git('rev-parse', 'HEAD'), git('rev-parse', '--abbrev-ref', 'HEAD'), git('reflog', 'HEAD')],
    stash: git('stash', 'list', '--format=%H %gs'),
    config: git('config', '--local', '--list'),
    files: execFileSync('find', ['.', '-not', '-path', './.git*', '-printf', '%p %m %s %T@ %l\n'], {
      cwd: path,
    }).toString(),
  };
}

function branchesOf(made: TestRepository): string {
  return made.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads');
}

describe('commit', () => {
  it('puts one commit on each branch and leaves everything else as it is', async () => {
    const made = streams();
    writeFileSync(join(made.folder, 'stashed'), 'x');
    made.git('stash', 'push', '--quiet', '--include-untracked');
    writeFileSync(join(made.folder, OVERRIDES), 'packages: # being edited\n');
    writeFileSync(join(made.folder, 'staged'), 'x');
    made.git('add', 'staged');
    writeFileSync(join(made.folder, 'untracked'), 'x');
    const before = stateOf(made.folder);
    const commits = ['stable', 'testing', 'next'].map(name => pin(name, made.first));

    const done = await writer(made.folder).commit(commits);

    expect(stateOf(made.folder)).toEqual(before);
    expect(done.map(({ ref }) => ref)).toEqual(['refs/heads/stable', 'refs/heads/testing', 'refs/heads/next']);
    for (const { ref, commit } of done) {
      expect(made.git('rev-parse', ref)).toBe(commit);
      expect(made.git('rev-list', '--parents', `main..${ref}`)).toBe(`${commit} ${made.first}`);
      expect(made.git('diff', '--name-status', made.first, commit)).toBe(`M\t${OVERRIDES}`);
      expect(made.git('show', `${commit}:${OVERRIDES}`)).toBe(PINNED.trimEnd());
    }
    const [, { commit } = { commit: '' }] = done;
    expect(made.git('cat-file', 'commit', commit)).toBe(
      [
        `tree ${made.git('rev-parse', `${commit}^{tree}`)}`,
        `parent ${made.first}`,
        `author config <config@localhost> ${FIRST_DATE} +0000`,
        `committer config <config@localhost> ${FIRST_DATE} +0000`,
        '',
        MESSAGE.trimEnd(),
      ].join('\n'),
    );
    expect(made.git('reflog', '-1', '--format=%gs', 'next')).toBe(
      'manifest-lock: [stable] overrides: pin kernel-6.11.4-201.fc40',
    );
    expect(made.git('fsck', '--strict')).toBe('');
  });

  it('takes the tree of another commit, with files in front of it', async () => {
    const made = streams();
    made.checkout('testing');
    const source = made.commit({ 'overlay.d/file': null, new: 'new\n', manifest: 'testing\n' }, 'testing');
    made.checkout('stable');
    const stable = made.commit({ manifest: 'stable\n' }, 'stable');
    made.checkout('main');
    const takes = { commit: source, folder: '', keep: ['manifest'] };

    const [done] = await writer(made.folder).commit([pin('stable', stable, { takes })]);

    const changed = made.git('diff', '--name-status', '--no-renames', stable, done?.commit ?? '').split('\n');
    expect(changed).toEqual([`M\t${OVERRIDES}`, 'A\tnew', 'D\toverlay.d/file']);
    expect(made.git('show', `${done?.commit}:${OVERRIDES}`)).toBe(PINNED.trimEnd());
    expect(made.git('status', '--porcelain')).toBe('');
    const again = pin('stable', done?.commit ?? '', { takes });
    await expect(writer(made.folder).commit([again])).rejects.toThrow(
      'no commit can be made on stable: the commit would change nothing',
    );
  });

  it('does what goes alongside when only the branches are to be moved', async () => {
    const made = streams();
    const commits = ['stable', 'testing'].map(name => pin(name, made.first));
    const before = branchesOf(made);
    const seen: string[] = [];
    const done = await writer(made.folder).commit(commits, {
      alongside: async () => {
        seen.push(branchesOf(made));
      },
    });
    expect(seen).toEqual([before]);
    expect(done.map(({ commit }) => commit)).toEqual(['stable', 'testing'].map(name => made.git('rev-parse', name)));
  });

  it('moves no branch where what goes alongside fails, and does not begin it where a branch is locked', async () => {
    const made = streams();
    const commits = ['stable', 'testing'].map(name => pin(name, made.first));
    const before = branchesOf(made);
    const declined = writer(made.folder).commit(commits, { alongside: () => Promise.reject(new Error('declined')) });
    await expect(declined).rejects.toThrow(new GitWriteError('declined'));
    writeFileSync(join(made.folder, '.git/refs/heads/testing.lock'), '');
    let begun = false;
    const locked = writer(made.folder).commit(commits, {
      alongside: async () => {
        begun = true;
      },
    });
    await expect(locked).rejects.toThrow(/^testing is locked: /);
    expect(begun).toBe(false);
    expect(branchesOf(made)).toBe(before);
  });

  it('keeps byte order marks, also of a tree that is taken over', async () => {
    const made = streams();
    made.checkout('testing');
    const source = made.commit({ 'build-args.conf': '\ufeffSTREAM=testing\n' }, 'testing');
    made.checkout('main');
    const files = [{ path: 'build-args.conf', text: 'STREAM=stable\n' }];
    const takes = { commit: source, folder: '', keep: [] };
    await writer(made.folder).commit([pin('stable', made.first, { files, takes })]);
    expect(made.git('show', 'stable:build-args.conf')).toBe('\ufeffSTREAM=stable');
  });

  it('does nothing where nothing is asked for', async () => {
    expect(await writer(repository().folder).commit([])).toEqual([]);
  });

  it('makes a branch that is not there yet, and takes one on to the commit of its remote', async () => {
    const made = streams();
    const remote = made.commit({ 'overlay.d/file': 'newer\n' }, 'newer');
    await writer(made.folder).commit([
      pin('backport/stable/kernel-6.11.4', made.first, { expected: undefined }),
      pin('testing', made.first, { parent: remote }),
    ]);
    expect(made.git('rev-parse', 'backport/stable/kernel-6.11.4~')).toBe(made.first);
    expect(made.git('rev-parse', 'testing~')).toBe(remote);
  });

  it('keeps an executable file executable, follows a link, makes folders', async () => {
    const made = repository();
    writeFileSync(join(made.folder, OVERRIDES), EMPTY);
    chmodSync(join(made.folder, OVERRIDES), 0o755);
    mkdirSync(join(made.folder, 'submodule'));
    writeFileSync(join(made.folder, 'submodule/real.yaml'), EMPTY);
    symlinkSync('submodule/real.yaml', join(made.folder, 'manifest-lock.overrides.x86_64.yaml'));
    const first = made.commit({}, 'first');
    made.branch('stable');
    const paths = [OVERRIDES, 'manifest-lock.overrides.x86_64.yaml', 'new/manifest-lock.overrides.s390x.yaml'];
    await writer(made.folder).commit([pin('stable', first, { files: paths.map(path => ({ path, text: PINNED })) })]);
    expect(made.git('ls-tree', '-r', '--format=%(objectmode) %(path)', 'stable').split('\n')).toEqual([
      '120000 manifest-lock.overrides.x86_64.yaml',
      `100755 ${OVERRIDES}`,
      '100644 new/manifest-lock.overrides.s390x.yaml',
      '100644 submodule/real.yaml',
    ]);
    expect(made.git('show', 'stable:submodule/real.yaml')).toBe(PINNED.trimEnd());
  });

  it.each(['sha1', 'sha256'] as const)(
    'works in a bare %s repository whose path has blanks and letters',
    async objectFormat => {
      const work = streams(repository({ objectFormat }));
      const bare = join(folder(), 'büro kram', 'config.git');
      runGit(work.folder, ['clone', '--quiet', '--bare', work.folder, bare]);
      const [made] = await writer(bare).commit([pin('main', work.first)]);
      expect(runGit(bare, ['rev-parse', 'main'])).toBe(made?.commit);
      expect(made?.commit).toHaveLength(objectFormat === 'sha1' ? 40 : 64);
    },
  );

  it('works from a linked worktree and leaves both alone', async () => {
    const made = streams();
    const linked = join(folder(), 'linked');
    made.git('worktree', 'add', '--quiet', '-b', 'feature', linked);
    const before = [stateOf(made.folder), stateOf(linked)];
    await writer(linked).commit([pin('stable', made.first)]);
    expect([stateOf(made.folder), stateOf(linked)]).toEqual(before);
    expect(made.git('rev-parse', 'stable~')).toBe(made.first);
  });

  it.each([
    ['a shallow clone', ['--depth=1']],
    ['a partial clone without blobs', ['--filter=blob:none', '--no-checkout']],
    ['a partial clone without trees', ['--filter=tree:0', '--no-checkout']],
  ])('works in %s or says why not, and fetches nothing', async (what, options) => {
    const origin = streams();
    origin.git('config', 'uploadpack.allowFilter', 'true');
    const clone = folder();
    runGit(clone, ['clone', '--quiet', ...options, `file://${origin.folder}`, '.']);
    const commit = () => writer(clone).commit([pin('stable', origin.first, { expected: undefined })]);
    if (what === 'a partial clone without trees') {
      await expect(commit()).rejects.toThrow(
        /^no commit can be made on stable: commit \w{40} was not fetched: this is a partial/,
      );
      return;
    }
    if (what === 'a partial clone without blobs') {
      // whether the file begins with a byte order mark is not known
      await expect(commit()).rejects.toThrow(/^no commit can be made on stable: blob \w{40} was not fetched: /);
      runGit(clone, ['cat-file', '-p', `${origin.first}:${OVERRIDES}`]);
    }
    await commit();
    expect(runGit(clone, ['show', `stable:${OVERRIDES}`])).toBe(PINNED.trimEnd());
    if (what !== 'a shallow clone') {
      expect(runGit(clone, ['rev-list', '--objects', '--missing=print', 'stable'])).toMatch(/^\?/m);
    }
  });

  it('runs no hook and asks no file monitor', async () => {
    const made = streams();
    const trace = join(folder(), 'ran');
    for (const name of ['reference-transaction', 'post-index-change', 'pre-commit', 'post-commit', 'monitor']) {
      const hook = join(made.folder, '.git/hooks', name);
      mkdirSync(join(made.folder, '.git/hooks'), { recursive: true });
      writeFileSync(hook, `#!/bin/sh\necho ${name} >> ${trace}\nexit 1\n`);
      chmodSync(hook, 0o755);
    }
    made.git('config', 'core.fsmonitor', join(made.folder, '.git/hooks/monitor'));
    await writer(made.folder).commit([pin('stable', made.first)]);
    expect(() => readFileSync(trace)).toThrow('ENOENT');
    // the judge: they would have run
    expect(() => made.git('branch', 'other')).toThrow();
    expect(readFileSync(trace, 'utf8')).toContain('reference-transaction');
  });
});

describe('who writes', () => {
  it("is the user's identity, as git is configured", async () => {
    const made = streams();
    made.git('config', 'user.name', 'Kojí Builder');
    made.git('config', 'user.email', 'kojibuilder@localhost');
    made.git('config', 'i18n.commitEncoding', 'latin1');
    const names = { GIT_AUTHOR_NAME: '', GIT_AUTHOR_EMAIL: '', GIT_COMMITTER_NAME: '', GIT_COMMITTER_EMAIL: '' };
    const environment = Object.fromEntries(Object.entries(gitEnvironment()).filter(([name]) => !(name in names)));
    await openGitWriter({ environment })(made.folder).commit([pin('stable', made.first)]);
    const raw = made.git('cat-file', 'commit', 'stable');
    expect(raw).toContain('author Kojí Builder <kojibuilder@localhost> ');
    expect(raw).not.toContain('encoding');
  });

  it('is refused where git does not know it', async () => {
    const made = streams();
    made.git('config', 'user.useConfigOnly', 'true');
    const environment = Object.fromEntries(
      Object.entries(gitEnvironment()).filter(([name]) => !/^(GIT_(AUTHOR|COMMITTER)_.*|EMAIL)$/.test(name)),
    );
    const before = made.git('count-objects');
    await expect(openGitWriter({ environment })(made.folder).commit([pin('stable', made.first)])).rejects.toThrow(
      /^git does not know who writes the commits \(no email was given and auto-detection is disabled\): set user\.name and user\.email/,
    );
    expect(made.git('count-objects')).toBe(before);
  });

  function signing(script: string): TestRepository & { readonly first: string } {
    const made = streams();
    const program = join(made.folder, '.git/sign');
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    made.git('config', 'gpg.program', program);
    made.git('config', 'user.signingKey', '0123456789ABCDEF');
    return made;
  }
  const SIGNS = [
    'echo "$@" > "$(dirname "$0")/asked"; cat > /dev/null',
    "printf '\\n[GNUPG:] SIG_CREATED \\n' >&2",
    'printf -- "-----BEGIN PGP SIGNATURE-----\\nx\\n-----END PGP SIGNATURE-----\\n"',
  ].join('\n');

  it('signs where the user signs commits', async () => {
    const made = signing(SIGNS);
    await writer(made.folder).commit([pin('testing', made.first)]);
    expect(made.git('cat-file', 'commit', 'testing')).not.toContain('gpgsig');
    made.git('config', 'commit.gpgSign', 'true');
    await writer(made.folder).commit([pin('stable', made.first)]);
    expect(made.git('cat-file', 'commit', 'stable')).toContain('gpgsig -----BEGIN PGP SIGNATURE-----');
    expect(readFileSync(join(made.folder, '.git/asked'), 'utf8')).toContain('0123456789ABCDEF');
  });

  it('moves nothing where the signature fails', async () => {
    const made = signing('exit 2');
    made.git('config', 'commit.gpgSign', 'true');
    await expect(writer(made.folder).commit([pin('stable', made.first)])).rejects.toThrow(
      /^no commit can be made on stable: it could not be signed, as commit\.gpgSign asks for: /,
    );
    expect(made.git('rev-parse', 'stable')).toBe(made.first);
  });
});

describe('what is refused', () => {
  /** Three commits of which the last one cannot be made: the first two do not move either. */
  async function refused(
    made: TestRepository & { readonly first: string },
    third: NewCommit,
    message: string | RegExp,
  ) {
    const before = [branchesOf(made), stateOf(made.folder)];
    const wanted = writer(made.folder).commit([pin('stable', made.first), pin('testing', made.first), third]);
    await expect(wanted).rejects.toThrow(message);
    await expect(wanted).rejects.toBeInstanceOf(GitWriteError);
    expect([branchesOf(made), stateOf(made.folder)]).toEqual(before);
  }

  it('is a branch that has moved since', async () => {
    const made = streams();
    made.checkout('next');
    const now = made.commit({ new: 'x' }, 'meanwhile');
    made.checkout('main');
    const message = `next has moved meanwhile: it is at ${now.slice(0, 12)} and was at ${made.first.slice(0, 12)}`;
    await refused(made, pin('next', made.first), message);
  });

  it('is a branch that another git holds', async () => {
    const made = streams();
    const lock = join(made.folder, '.git/refs/heads/next.lock');
    writeFileSync(lock, '');
    await refused(made, pin('next', made.first), `next is locked: another git is at work on it`);
  });

  it('is a branch that moves while the commits are made', async () => {
    const made = streams();
    made.git('config', 'commit.gpgSign', 'true');
    const program = join(made.folder, '.git/sign');
    const meanwhile = made.git('commit-tree', '-p', made.first, '-m', 'meanwhile', `${made.first}^{tree}`);
    writeFileSync(
      program,
      `#!/bin/sh
cat > /dev/null
git update-ref refs/heads/testing ${meanwhile}
printf '\\n[GNUPG:] SIG_CREATED \\n' >&2
echo signed
`,
    );
    chmodSync(program, 0o755);
    made.git('config', 'gpg.program', program);
    const wanted = writer(made.folder).commit(['stable', 'testing', 'next'].map(name => pin(name, made.first)));
    await expect(wanted).rejects.toThrow(
      `testing has moved meanwhile: it is at ${meanwhile.slice(0, 12)} and was at ${made.first.slice(0, 12)}`,
    );
    expect(made.git('rev-parse', 'stable', 'testing', 'next').split('\n')).toEqual([made.first, meanwhile, made.first]);
  });

  it('is all of one of two writers at once', async () => {
    const made = streams();
    const names = ['stable', 'testing', 'next'];
    const texts = [PINNED, 'packages: {}\n# other\n'];
    const results = await Promise.allSettled(
      texts.map(text => {
        const files = [{ path: OVERRIDES, text }];
        return writer(made.folder).commit(names.map(name => pin(name, made.first, { files })));
      }),
    );
    const won = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
    const lost = results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []));
    expect([won.length, lost.length]).toEqual([1, 1]);
    expect(lost[0].message).toMatch(/^(stable|testing|next) (has moved meanwhile|is locked)/);
    expect(made.git('rev-parse', ...names).split('\n')).toEqual(won[0]?.map(({ commit }) => commit));
  });

  it('is a branch that is checked out, here or elsewhere', async () => {
    const made = streams();
    await refused(made, pin('main', made.first), `main is checked out in ${made.folder}`);
    const linked = join(folder(), 'linked');
    made.git('worktree', 'add', '--quiet', linked, 'next');
    await refused(made, pin('next', made.first), `next is checked out in ${linked}`);
    expect(await writer(linked).checkedOut()).toEqual(
      new Map([
        ['main', made.folder],
        ['next', linked],
      ]),
    );
  });

  it('is a commit that would leave others behind, or is not there', async () => {
    const made = streams();
    const other = made.git('commit-tree', '-m', 'other root', `${made.first}^{tree}`);
    await refused(
      made,
      pin('next', made.first, { parent: other }),
      `no commit can be made on next: its commit ${made.first.slice(0, 12)} is no ancestor of ${other.slice(0, 12)}`,
    );
    const gone = '1'.repeat(40);
    const message = `no commit can be made on next: commit ${gone} is not in the repository`;
    await refused(made, pin('next', made.first, { parent: gone }), message);
    await refused(made, pin('next', made.first, { parent: 'HEAD' }), '"HEAD" is not the full id of a commit');
  });

  it('is a commit that changes nothing', async () => {
    const made = streams();
    const files = [{ path: OVERRIDES, text: EMPTY }];
    const message = 'no commit can be made on next: the commit would change nothing';
    await refused(made, pin('next', made.first, { files }), message);
  });

  it('is a path that leads nowhere, and two texts for one file', async () => {
    const made = streams();
    const file = (path: string, text = PINNED) => ({ path, text });
    const words = 'no commit can be made on next: ';
    const linked = repository();
    symlinkSync('../elsewhere.yaml', join(linked.folder, OVERRIDES));
    symlinkSync('real.yaml', join(linked.folder, 'link.yaml'));
    const first = linked.commit({ 'real.yaml': EMPTY }, 'links');
    for (const name of ['stable', 'testing', 'next']) linked.branch(name);
    const one = (files: NewCommit['files']) => writer(linked.folder).commit([pin('next', first, { files })]);
    await expect(one([file(OVERRIDES)])).rejects.toThrow(
      `${words}${OVERRIDES} cannot be written: a symbolic link on the way, to ../elsewhere.yaml, leads out of the repository`,
    );
    await expect(one([file('real.yaml'), file('link.yaml', EMPTY)])).rejects.toThrow(
      `${words}real.yaml and link.yaml are one file, real.yaml`,
    );
    await refused(made, pin('next', made.first, { files: [file('overlay.d')] }), `${words}overlay.d cannot be written`);
  });

  it('is a folder without git, and a program that is none', async () => {
    const path = emptyFolder();
    await expect(writer(path).commit([pin('a', '1')])).rejects.toThrow(`${path} is not in a git repository`);
    await expect(writer(path).checkedOut()).rejects.toBeInstanceOf(GitWriteError);
    const none = openGitWriter({ program: join(path, 'no-git'), environment: {} })(path);
    await expect(none.checkedOut()).rejects.toThrow('git is not installed');
  });
});

describe('preview', () => {
  it('says what a commit would do to its files, and writes nothing', async () => {
    const made = streams();
    const files = [
      { path: OVERRIDES, text: PINNED },
      { path: 'new.yaml', text: EMPTY },
    ];
    const objectsBefore = made.git('count-objects', '-v');
    const changes = await writer(made.folder).preview(pin('stable', made.first, { files }));
    expect(changes).toEqual([
      { path: OVERRIDES, before: Buffer.from(EMPTY), after: Buffer.from(PINNED) },
      { path: 'new.yaml', before: undefined, after: Buffer.from(EMPTY) },
    ]);
    expect(made.git('count-objects', '-v')).toBe(objectsBefore);
  });

  it('names the branch and what is in the way', async () => {
    const made = streams();
    const files = [{ path: 'overlay.d/file/lock.yaml', text: EMPTY }];
    await expect(writer(made.folder).preview(pin('stable', made.first, { files }))).rejects.toThrow(
      'no commit can be made on stable: overlay.d/file/lock.yaml cannot be written: overlay.d/file is a file, not a folder',
    );
  });
});
