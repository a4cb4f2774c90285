"""Peers of rpmmd.bench.ts. Each call measures once, in a process of its own, and prints milliseconds and peak KiB.

  createrepo_c PRIMARY      createrepo_c's primary parser over the whole file
  libsolv REPO-PRIMARY      add_rpmmd, then the newest EVR of every name.arch
  solv-write PRIMARY SOLV   makes the .solv cache (not measured)
  solv SOLV NAMES           loads the .solv cache, then the newest EVR of the names (one a line in the file NAMES)
"""

import resource
import sys
import time


def createrepo(primary):
    import createrepo_c

    count = 0

    def package(_):
        nonlocal count
        count += 1

    createrepo_c.xml_parse_primary(primary, None, package, None, 0)
    return count


def pool_of():
    import solv

    pool = solv.Pool()
    pool.setdisttype(solv.Pool.DISTTYPE_RPM)
    return pool, pool.add_repo("bench")


def read_rpmmd(primary):
    import solv

    pool, repo = pool_of()
    file = solv.xfopen(primary)
    assert repo.add_rpmmd(file, None)
    file.close()
    return pool, repo


def newest(repo, wanted=None):
    best = {}
    for solvable in repo.solvables:
        if wanted is not None and solvable.nameid not in wanted:
            continue
        key = (solvable.nameid, solvable.archid)
        other = best.get(key)
        if other is None or solvable.evrcmp(other) > 0:
            best[key] = solvable
    return len(best)


def libsolv(primary):
    _, repo = read_rpmmd(primary)
    return newest(repo)


def solv_write(primary, target):
    import solv

    _, repo = read_rpmmd(primary)
    file = solv.xfopen(target, "w")
    assert repo.write(file)
    file.close()
    return 0


def solv_load(cache, names):
    import solv

    with open(names, encoding="utf-8") as lines:
        wanted_names = lines.read().split()
    pool, repo = pool_of()
    file = solv.xfopen(cache)
    assert repo.add_solv(file)
    file.close()
    return newest(repo, {pool.str2id(name) for name in wanted_names})


CALLS = {"createrepo_c": createrepo, "libsolv": libsolv, "solv-write": solv_write, "solv": solv_load}

if sys.argv[1] == "createrepo_c":
    import createrepo_c  # noqa: F401  loading the module is not measured
else:
    import solv  # noqa: F401
started = time.perf_counter()
answers = CALLS[sys.argv[1]](*sys.argv[2:])
milliseconds = (time.perf_counter() - started) * 1000
print(milliseconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, answers)
