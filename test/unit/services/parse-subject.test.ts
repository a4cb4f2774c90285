import { describe, expect, it } from 'vitest';
import { parseSubject } from '../../../server/services/parse-subject';

describe('parseSubject', () => {
  it.each([
    'kernel-6.8.11-300.fc40',
    'console-login-helper-messages-0.21.3-8.fc40',
    'passt-0^20230509.g96f8d55-1.fc39',
    'ignition-~2-1.fc40',
    'rust-bootupd-0.2.9-2.fc39',
    'openssh-9.6p1-1.fc40.4',
    'podman-5.2.6-1',
  ])('%s is an NVR', nvr => {
    expect(parseSubject(nvr)).toEqual({ kind: 'nvr', nvr });
  });

  it('takes the epoch of a locked package off, and tells an arch', () => {
    expect(parseSubject('podman-5:5.2.5-1.fc40')).toEqual({ kind: 'nvr', nvr: 'podman-5.2.5-1.fc40' });
    expect(parseSubject('podman-5:5.2.5-1.fc40.x86_64')).toEqual({ kind: 'rpm', nvra: 'podman-5.2.5-1.fc40.x86_64' });
    expect(parseSubject('selinux-policy-40.28-1.fc40.noarch')).toEqual({
      kind: 'rpm',
      nvra: 'selinux-policy-40.28-1.fc40.noarch',
    });
    expect(parseSubject('kernel-6.8.11-300.fc40.src')).toEqual({ kind: 'nvr', nvr: 'kernel-6.8.11-300.fc40' });
  });

  it.each([
    'kernel',
    'rust-bootupd',
    'console-login-helper-messages',
    'java-1.8.0-openjdk',
    'dotnet-sdk-8.0',
    'libstdc++',
    'glibc-langpack-en',
    'python3.12',
  ])('%s is the name of a package', name => {
    expect(parseSubject(name)).toEqual({ kind: 'name', name });
  });

  it.each([
    ['https://koji.fedoraproject.org/koji/buildinfo?buildID=2440803', { kind: 'build', id: 2440803 }],
    ['https://koji.fedoraproject.org/koji/buildinfo?buildID=2440803#changelog', { kind: 'build', id: 2440803 }],
    [
      'https://koji.fedoraproject.org/koji/buildinfo?buildID=vim-9.1.0-1.fc40',
      { kind: 'nvr', nvr: 'vim-9.1.0-1.fc40' },
    ],
    ['http://localhost:8080/koji/buildinfo?buildOrder=nvr&buildID=7', { kind: 'build', id: 7 }],
    ['2440803', { kind: 'build', id: 2440803 }],
    [
      'https://kojipkgs.fedoraproject.org/packages/passt/0%5E20230509.g96f8d55/1.fc39/x86_64/x.rpm',
      { kind: 'nvr', nvr: 'passt-0^20230509.g96f8d55-1.fc39' },
    ],
    ['https://kojipkgs.fedoraproject.org//packages/vim/9.1.0/1.fc40/', { kind: 'nvr', nvr: 'vim-9.1.0-1.fc40' }],
  ])('%s is a build of Koji', (text, subject) => {
    expect(parseSubject(text)).toEqual(subject);
  });

  it.each([
    'FEDORA-2024-f0fd63c638',
    'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638',
    'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638#comment-4276575',
    'http://localhost/x/y/FEDORA-2024-f0fd63c638',
  ])('%s is an update', text => {
    expect(parseSubject(text)).toEqual({ kind: 'update', alias: 'FEDORA-2024-f0fd63c638' });
  });

  it.each([
    ['kernel-6.8.11-300.fc40.x86_64.rpm', 'kernel-6.8.11-300.fc40.x86_64.rpm'],
    ['./rpms', './rpms'],
    ['/srv/repo', '/srv/repo'],
    ['file:///srv/my%20repo', '/srv/my repo'],
    ['file://localhost/srv/repo/', '/srv/repo/'],
    ['C:\\rpms\\a.rpm', 'C:\\rpms\\a.rpm'],
    ['file:///C:/rpms', 'C:/rpms'],
  ])('%s stands on this machine', (text, path) => {
    expect(parseSubject(text)).toEqual({ kind: 'local', path });
  });

  it('takes one build of a repository', () => {
    expect(parseSubject('file:///srv/repo#passt-0%5E20240906.g6b38f07-1.fc40')).toEqual({
      kind: 'local',
      path: '/srv/repo',
      nvr: 'passt-0^20240906.g6b38f07-1.fc40',
    });
  });

  it.each([
    ['', 'An empty text names no build.'],
    ['  ', 'An empty text names no build.'],
    ['two words', '"two words" is neither an NVR'],
    ['-r', '"-r" is neither an NVR'],
    ['https://koji.fedoraproject.org/koji/rpminfo?rpmID=1', 'is no page of a build'],
    ['https://koji.fedoraproject.org/koji/taskinfo?taskID=1', 'is no page of a build'],
    ['https://github.com/coreos/fedora-coreos-tracker/issues/1809', 'is neither the page of a Koji build nor'],
    ['ftp://example.org/x', 'is the address of neither'],
    ['file://elsewhere/srv/repo', 'leads to no file of this machine'],
    ['0', '0 is no number of a Koji build.'],
    ['99999999999999999999', 'is no number of a Koji build.'],
  ])('%j is refused', (text, message) => {
    expect(parseSubject(text)).toEqual({ kind: 'bad', message: expect.stringContaining(message) });
  });
});
