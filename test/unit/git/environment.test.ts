import { expect, it } from 'vitest';
import { readOnlyEnvironment, writingEnvironment } from '../../../server/git/environment';

it('leaves out what a hook is started with, and keeps how the user has configured git', () => {
  const inherited = {
    PATH: '/usr/bin',
    HOME: '/home/user',
    GIT_DIR: '.git',
    GIT_INDEX_FILE: '.git/index.lock',
    GIT_WORK_TREE: '/elsewhere',
    GIT_OBJECT_DIRECTORY: '/objects',
    GIT_ALTERNATE_OBJECT_DIRECTORIES: '/more',
    GIT_NAMESPACE: 'x',
    GIT_PREFIX: 'a/',
    GIT_TRACE: '/tmp/trace',
    GIT_EXTERNAL_DIFF: 'program',
    Git_Common_Dir: '/elsewhere',
    GIT_SSH_COMMAND: 'ssh -v',
    GIT_CONFIG_GLOBAL: '/home/user/other',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    GIT_CEILING_DIRECTORIES: '/home',
    UNSET: undefined,
  };
  expect(readOnlyEnvironment(inherited)).toEqual({
    PATH: '/usr/bin',
    HOME: '/home/user',
    GIT_CONFIG_GLOBAL: '/home/user/other',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    GIT_CEILING_DIRECTORIES: '/home',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_SSH_COMMAND: 'false',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_PAGER: 'cat',
    LC_ALL: 'C',
  });
});

it('keeps who writes, and when, for what writes', () => {
  const identity = {
    GIT_AUTHOR_NAME: 'config',
    GIT_AUTHOR_EMAIL: 'config@localhost',
    GIT_AUTHOR_DATE: '@1704067200 +0000',
    GIT_COMMITTER_NAME: 'config',
    GIT_COMMITTER_EMAIL: 'config@localhost',
    GIT_COMMITTER_DATE: '@1704067200 +0000',
  };
  const inherited = { ...identity, GIT_INDEX_FILE: '.git/index.lock', GIT_AUTHOR_SCRIPT: 'x' };
  expect(readOnlyEnvironment(inherited)).not.toHaveProperty('GIT_AUTHOR_NAME');
  expect(writingEnvironment(inherited)).toEqual({ ...readOnlyEnvironment({}), ...identity });
});
