# SPDX-License-Identifier: LGPL-2.1-or-later
"""Folders with the files of computers that a test makes up, and what
`edgekit hardware --root` says of them.  Environment: EDGEKIT (the program)."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import tap  # noqa: E402

EDGEKIT = os.environ['EDGEKIT']
DEADLINE = 60  # tells a hang from an answer
CPU = 'sys/devices/system/cpu/'

TESTS = []


def test(function):
    TESTS.append(function)
    return function


def write(root, files):
    """Writes {path: text or bytes} below root."""
    for path, content in files.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, 'wb') as f:
            f.write(content if isinstance(content, bytes) else content.encode())


def run(*args, **options):
    return subprocess.run([EDGEKIT, *args], capture_output=True, timeout=DEADLINE, **options)


def detect_root(root, **options):
    r = run('hardware', '--root', root, '--json', **options)
    assert r.returncode == 0, (r.returncode, r.stderr.decode()[-2000:])
    return Profile(json.loads(r.stdout))


def detect(files):
    with tempfile.TemporaryDirectory() as root:
        write(root, files)
        return detect_root(root)


def detect_snapshot(entries):
    """The same of the entries of a snapshot: {key: text}."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'snapshot.json')
        with open(path, 'w') as f:
            json.dump({'schema': 'edgekit.snapshot/1', 'recorded': '2026-11-25', 'tool': 'test',
                       'entries': {k: {'text': v} for k, v in entries.items()}}, f)
        r = run('hardware', '--snapshot', path, '--json')
        assert r.returncode == 0, r.stderr.decode()
        return Profile(json.loads(r.stdout))


class Profile:
    def __init__(self, json):
        self.json = json
        self.cpu = json.get('cpu', {})
        self.os = json.get('os', {})
        pools = {p['id']: p for p in json['memory_pools']}
        self.pools = pools
        self.ram = pools.get('ram', {})
        self.notes = {n['code']: n for n in json['notes']}

    def source(self, path):
        return self.json['provenance'].get(path, {})

    def cores(self):
        """Packages, cores, threads."""
        return tuple(self.cpu.get(k) for k in ('packages', 'cores', 'threads'))

    def kinds(self):
        """Performance, efficiency and low-power cores."""
        return tuple(self.cpu.get(k) for k in ('performance_cores', 'efficiency_cores', 'low_power_cores'))


def cpuinfo(n, **fields):
    """A cpuinfo of n processors with the same fields; a field may be a list."""
    blocks = []
    for i in range(n):
        lines = ['processor\t: %d' % i]
        for name, value in fields.items():
            if isinstance(value, (list, tuple)):
                value = value[i]
            lines.append('%s\t: %s' % (name.replace('_', ' ') if name not in ('vendor_id',) else name, value))
        blocks.append('\n'.join(lines) + '\n')
    return '\n'.join(blocks)


def arm_cpuinfo(parts, features='fp asimd'):
    """parts: (implementer, part) of every processor."""
    return cpuinfo(len(parts), **{'BogoMIPS': '48.00', 'Features': features,
                                  'CPU implementer': [p[0] for p in parts], 'CPU part': [p[1] for p in parts]})


def topology(cpus):
    """cpus: {number: (package, core id, siblings)}."""
    files = {CPU + 'online': number_list(cpus) + '\n'}
    for number, (package, core, siblings) in cpus.items():
        folder = CPU + 'cpu%d/topology/' % number
        files[folder + 'physical_package_id'] = '%d\n' % package
        files[folder + 'core_id'] = '%d\n' % core
        files[folder + 'core_cpus_list'] = siblings + '\n'
    return files


def caches(users):
    """users: {number: [(level, type, size, shared_cpu_list), ...]}."""
    files = {}
    for number, levels in users.items():
        for index, (level, kind, size, shared) in enumerate(levels):
            folder = CPU + 'cpu%d/cache/index%d/' % (number, index)
            files[folder + 'level'] = '%d\n' % level
            files[folder + 'type'] = kind + '\n'
            files[folder + 'size'] = size + '\n'
            files[folder + 'shared_cpu_list'] = shared + '\n'
    return files


def number_list(numbers):
    return ','.join(str(n) for n in sorted(numbers))


def main():
    sys.exit(tap.run(TESTS))
