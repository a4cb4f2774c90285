import { describe, expect, it } from 'vitest';
import { injectedVariables, parseBuildArgs } from '../../../server/config-repo/build-args';

const FCOS = `# Stream-specific build arguments.
ID=fedora
NAME=fedora-coreos
STREAM=testing-devel
DESCRIPTION=Fedora CoreOS testing-devel

VERSION=43
BUILDER_IMG=quay.io/example/image@sha256:0027
  # indented
MANIFEST=manifest.yaml
`;

describe('parseBuildArgs', () => {
  it('reads values literally, with their places', () => {
    const { args, problems } = parseBuildArgs(FCOS, 'build-args.conf');
    expect(problems).toEqual([]);
    expect([...args.keys()]).toEqual(['ID', 'NAME', 'STREAM', 'DESCRIPTION', 'VERSION', 'BUILDER_IMG', 'MANIFEST']);
    expect(args.get('DESCRIPTION')?.value).toBe('Fedora CoreOS testing-devel');
    expect(args.get('BUILDER_IMG')?.value).toBe('quay.io/example/image@sha256:0027');
    const span = args.get('VERSION')?.span;
    expect(FCOS.slice(span?.start, span?.end)).toBe('43');
  });

  it('lets the last of equal keys count, and copes with CRLF, quotes and `=` in values', () => {
    const { args } = parseBuildArgs('A=1\r\nA="2"\r\nB=c=d\r\nE=\r\n', 'x');
    expect([...args].map(([key, { value }]) => [key, value])).toEqual([
      ['A', '"2"'],
      ['B', 'c=d'],
      ['E', ''],
    ]);
  });

  it('reports lines that are no arguments', () => {
    expect(parseBuildArgs('A=1\nexport B 2\n=3\n', 'build-args.conf').problems).toEqual([
      {
        path: 'build-args.conf',
        span: { start: 4, end: 14 },
        message: "Not a build argument: expected KEY=VALUE, found 'export B 2'.",
      },
      {
        path: 'build-args.conf',
        span: { start: 15, end: 17 },
        message: "Not a build argument: expected KEY=VALUE, found '=3'.",
      },
    ]);
  });
});

describe('injectedVariables', () => {
  const of = (text: string) => {
    const { variables, releasever, problems } = injectedVariables(parseBuildArgs(text, 'build-args.conf'));
    return { variables: Object.fromEntries(variables), releasever, problems: problems.map(problem => problem.message) };
  };

  it('gives what build-rootfs gives', () => {
    expect(of(FCOS)).toEqual({
      variables: { deriving: true, id: 'fedora', stream: 'testing-devel', osversion: 'fedora-43' },
      releasever: 43,
      problems: [],
    });
    expect(of('ID=rhel\nSTREAM=rhel-9.8\nVERSION=9.8')).toMatchObject({
      variables: { osversion: 'rhel-9.8' },
      releasever: 9,
    });
    expect(of('ID=rhel\nVERSION=10.2.20260401')).toMatchObject({
      variables: { osversion: 'rhel-10.2' },
      releasever: 10,
    });
    expect(of('ID=centos\nVERSION=9.0')).toMatchObject({ variables: { osversion: 'centos-9' }, releasever: 9 });
  });

  it('injects nothing for arguments of another kind of image', () => {
    expect(of('IMAGE_FROM=registry.example/base:9.8\n')).toEqual({
      variables: {},
      releasever: undefined,
      problems: [],
    });
  });

  it('reports a version without a number', () => {
    expect(of('ID=fedora\nVERSION=rawhide')).toMatchObject({
      variables: { deriving: true, id: 'fedora' },
      releasever: undefined,
      problems: ["VERSION must start with the release's number, such as 43 or 9.8; found 'rawhide'."],
    });
  });
});
