"""Reads two commits' lock sets as rpm-ostree merges them, and compares them with librpm.

Arguments: a git directory. Standard input: one line a pair, "OWN OTHER". Standard output: one JSON list a line, the sorted
names of the packages that are older in OWN on any basearch that both lock.
"""
import json
import subprocess
import sys

import rpm
import yaml

ARCHES = ['x86_64', 'aarch64', 'ppc64le', 's390x']
LOADER = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)

git = subprocess.Popen(['git', '--git-dir', sys.argv[1], 'cat-file', '--batch'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def packages(commit, path):
    git.stdin.write(f'{commit}:{path}\n'.encode())
    git.stdin.flush()
    header = git.stdout.readline().decode()
    if header.endswith(' missing\n'):
        return None
    text = git.stdout.read(int(header.split()[2]))
    git.stdout.read(1)
    data = json.loads(text) if path.endswith('.json') else yaml.load(text, Loader=LOADER)
    return data['packages']


def evr(entry):
    text = entry['evr'] if 'evr' in entry else entry['evra'].rpartition('.')[0]
    epoch, colon, rest = text.partition(':')
    if not colon:
        epoch, rest = '0', text
    version, _, release = rest.rpartition('-')
    return epoch, version, release


def effective(commit, arch):
    base = packages(commit, f'manifest-lock.{arch}.json')
    if base is None:
        return None
    locked = dict(base)
    locked.update(packages(commit, 'manifest-lock.overrides.yaml') or {})
    locked.update(packages(commit, f'manifest-lock.overrides.{arch}.yaml') or {})
    return {name: evr(entry) for name, entry in locked.items()}


for line in sys.stdin:
    own, other = line.split()
    older = set()
    for arch in ARCHES:
        here, there = effective(own, arch), effective(other, arch)
        if here is None or there is None:
            continue
        for name in here.keys() & there.keys():
            if rpm.labelCompare(here[name], there[name]) < 0:
                older.add(name)
    print(json.dumps(sorted(older)))
