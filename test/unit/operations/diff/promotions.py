"""Promotions of a config repository compared with librpm: for every "tree: promote changes from" commit what changes of the effective sets.

usage: promotions.py GITDIR BRANCH... ; prints one JSON object {commit: {parent, subject, rows: [[arch, name, kind, from, to], ...]}}
Reads lockfiles itself (json, PyYAML), merges their layers itself, and orders versions with rpm.labelCompare.
"""
import json
import re
import subprocess
import sys

import rpm
import yaml

ARCHES = ('x86_64', 'aarch64', 'ppc64le', 's390x')


def git(*args):
    return subprocess.run(('git', '-C', sys.argv[1]) + args, check=True, capture_output=True).stdout.decode()


def label(evr):
    match = re.match(r'(?:(\d*):)?(.*?)(?:-([^-]*))?$', evr)
    epoch, version, release = match.groups()
    return (epoch or '0', version, release)


def blobs(commit):
    """{NAME: ID} of the top folder."""
    if commit not in TREES:
        lines = git('ls-tree', commit).splitlines()
        TREES[commit] = {name: meta.split()[2] for meta, name in (line.split('\t', 1) for line in lines)}
    return TREES[commit]


def packages(blob, name):
    """{NAME: EVR} of one lockfile."""
    if blob not in LOCKS:
        text = git('cat-file', 'blob', blob)
        content = json.loads(text) if name.endswith('.json') else yaml.load(text, Loader=yaml.CBaseLoader)
        locked = (content or {}).get('packages') or {}
        LOCKS[blob] = {
            key: value['evr'] if 'evr' in value else value['evra'].rpartition('.')[0] for key, value in locked.items()
        }
    return LOCKS[blob]


TREES = {}
LOCKS = {}


def effective(commit, arch):
    merged = {}
    for name in (f'manifest-lock.{arch}', 'manifest-lock.overrides', f'manifest-lock.overrides.{arch}'):
        for extension in ('json', 'yaml'):
            blob = blobs(commit).get(f'{name}.{extension}')
            merged.update(packages(blob, name + '.' + extension) if blob else {})
    return merged


def changes(parent, commit):
    for arch in ARCHES:
        before, after = effective(parent, arch), effective(commit, arch)
        for name in sorted(set(before) | set(after)):
            old, new = before.get(name), after.get(name)
            if old is None:
                yield [arch, name, 'added', None, new]
            elif new is None:
                yield [arch, name, 'removed', old, None]
            else:
                order = rpm.labelCompare(label(old), label(new))
                if order != 0:
                    yield [arch, name, 'upgraded' if order < 0 else 'downgraded', old, new]


def main():
    found = {}
    for branch in sys.argv[2:]:
        log = git('log', '--first-parent', '--format=%H %P%x09%s', branch)
        for line in log.splitlines():
            ids, subject = line.split('\t', 1)
            commit, *parents = ids.split()
            if subject.startswith('tree: promote changes from ') and parents:
                rows = sorted(changes(parents[0], commit), key=lambda row: row[:2])
                found[commit] = {'parent': parents[0], 'subject': subject, 'rows': rows}
    json.dump(found, sys.stdout)


main()
