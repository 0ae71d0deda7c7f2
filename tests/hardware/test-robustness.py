#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Odd computers: little to read, far too much, or nonsense. Detection answers,
says what it could not find out, and makes no number up.  Environment: MACHINES
(tests/machines)."""
import json
import os
import random
import resource
import socket
import tempfile

from trees import CPU, EDGEKIT, cpuinfo, detect, detect_root, main, run, test, write

MACHINES = os.environ['MACHINES']
GIB = 1 << 30
# a sanitizer reserves far more addresses than a computer has memory
SANITIZED = 'ASAN_OPTIONS' in os.environ or 'TSAN_OPTIONS' in os.environ
PLAIN = {'proc/cpuinfo': cpuinfo(4, vendor_id='GenuineIntel', model_name='Intel(R) Xeon(R) CPU E5-2680 v3 @ 2.50GHz',
                                 physical_id=0, siblings=4, core_id=[0, 1, 0, 1], cpu_cores=2, flags='sse2 lm avx2'),
         'proc/meminfo': 'MemTotal: 33554432 kB\nMemFree: 1048576 kB\nMemAvailable: 16777216 kB\nSwapTotal: 0 kB\n'}


def limit_memory(size):
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def sensible(profile):
    """Numbers that cannot be true, whatever was read."""
    cpu, ram = profile.cpu, profile.ram
    for record in [cpu, *profile.pools.values(), *profile.json['accelerators']]:
        for key, value in record.items():
            if isinstance(value, int) and not isinstance(value, bool):
                assert 0 <= value < 1 << 62, (key, value)
    for a, b in (('cores', 'threads'), ('packages', 'threads'), ('usable_threads', 'threads'),
                 ('performance_cores', 'cores'), ('efficiency_cores', 'cores')):
        if cpu.get(a) is not None and cpu.get(b) is not None:
            assert cpu[a] <= cpu[b], (a, cpu)
    for pool in profile.pools.values():
        if pool.get('available') is not None and pool.get('total') is not None:
            assert pool['available'] <= pool['total'], pool
        assert pool.get('backing') in (None, 'ram', *profile.pools), pool
    if not ram:
        assert 'memory-unknown' in profile.notes, profile.notes
    return profile


@test
def an_empty_folder_is_a_computer_of_which_nothing_is_known():
    profile = sensible(detect({}))
    assert profile.cores() == (None, None, None) and not profile.pools and not profile.json['accelerators']
    assert profile.os.get('architecture') is None and profile.json['live'] is False, profile.os


@test
def without_sys_cpuinfo_counts():
    profile = sensible(detect(PLAIN))
    assert profile.cores() == (1, 2, 4) and profile.cpu['usable_threads'] == 4, profile.cpu
    assert profile.ram['total'] == 32 * GIB and profile.ram['available'] == 16 * GIB
    assert not profile.cpu['caches'] and profile.kinds() == (None, None, None)


@test
def without_proc_sys_counts():
    files = {CPU + 'online': '0-1\n'}
    for i in range(2):
        files[CPU + 'cpu%d/topology/physical_package_id' % i] = '0\n'
        files[CPU + 'cpu%d/topology/core_cpus_list' % i] = '%d\n' % i
    profile = sensible(detect(files))
    assert profile.cores() == (1, 2, 2) and profile.cpu.get('name') is None and not profile.ram, profile.cpu


@test
def files_that_are_no_files_neither_block_nor_lead_out():
    with tempfile.TemporaryDirectory() as root:
        write(root, {'etc/os-release': 'ID=test\n', 'sys/x': ''})
        os.makedirs(root + '/proc/cpuinfo')                       # a folder
        os.mkfifo(root + '/proc/meminfo')                         # a pipe without a writer
        os.symlink('swaps', root + '/proc/swaps')                 # a loop
        os.makedirs(root + '/sys/devices/system')
        os.symlink('/sys/devices/system/cpu', root + '/sys/devices/system/cpu')  # leads back to itself
        os.symlink('/proc', root + '/sys/class')                  # to the folder of the recording, not of this computer
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(root + '/proc/version')
        profile = sensible(detect_root(root))
        listening.close()
    assert not profile.ram and profile.cores() == (None, None, None) and profile.os['id'] == 'test', profile.json
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(root + '/proc')
        os.symlink('/proc/meminfo', root + '/proc/meminfo')
        os.symlink('../../../../../../../../proc/cpuinfo', root + '/proc/cpuinfo')
        assert not sensible(detect_root(root)).ram


@test
def huge_files_are_cut():
    with tempfile.TemporaryDirectory() as root:
        write(root, PLAIN)
        for path in ('proc/cpuinfo', 'proc/meminfo', 'proc/swaps', 'etc/os-release'):
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), 'ab') as f:
                f.truncate(1 << 33)  # eight GiB of NUL, which take no room
        profile = sensible(detect_root(root, preexec_fn=lambda: limit_memory(GIB)))
    assert profile.cpu['name'] == 'Intel Xeon E5-2680 v3' and profile.ram['total'] == 32 * GIB, profile.json
    # and many lines
    long_text = PLAIN['proc/cpuinfo'] + '\n'.join('processor\t: %d\nnonsense\t: %s\n' % (i, 'x' * 500) for i in range(4, 20000))
    profile = sensible(detect({**PLAIN, 'proc/cpuinfo': long_text}))
    assert profile.cpu['name'] == 'Intel Xeon E5-2680 v3', profile.cpu


def entries_of(name):
    with open(os.path.join(MACHINES, name, 'snapshot.json')) as f:
        entries = json.load(f)['entries']
    return {k[len('file:/'):]: v['text'] for k, v in entries.items() if k.startswith('file:/') and 'text' in v}


def mutated(text, kind, chance):
    data = bytearray(text.encode())
    if kind == 'noise':
        return bytes(chance.randrange(256) for _ in range(min(len(data) + 16, 4096)))
    if kind == 'cut':
        return bytes(data[:chance.randrange(len(data) + 1)])
    if kind == 'nul' and data:
        for _ in range(1 + len(data) // 50):
            data[chance.randrange(len(data))] = 0
        return bytes(data)
    if kind == 'digits':
        return bytes(data).translate(bytes.maketrans(b'012345678', b'999999999')).replace(b'9', b'9999999')
    if kind == 'minus':
        return b'-' + bytes(data).replace(b' ', b' -')
    if kind == 'empty':
        return b''
    return bytes(data) * 50


@test
def nonsense_in_every_file_is_nonsense_and_no_number():
    machines = ('intel-i5-l16g7-lakefield', 'amd-phoenix-780m-apu', 'ibm-z196-s390x', 'container-k8s-cgroup1-2gib',
                'cloudstack-kvm-vm-pci32domain')
    for name in machines:
        entries = entries_of(name)
        for kind in ('noise', 'cut', 'nul', 'digits', 'minus', 'empty', 'again'):
            chance = random.Random(name + kind)
            sensible(detect({path: mutated(text, kind, chance) for path, text in entries.items()}))
        # and one file in three, so that what is left is believed
        chance = random.Random(name)
        for _ in range(6):
            files = {path: mutated(text, chance.choice(('noise', 'cut', 'nul', 'digits', 'minus')), chance)
                     if chance.random() < 0.3 else text.encode() for path, text in entries.items()}
            sensible(detect(files))


@test
def four_thousand_processors():
    n, packages = 4096, 8
    cores = n // 2
    files = {CPU + 'online': '0-%d\n' % (n - 1), CPU + 'present': '0-%d\n' % (n - 1)}
    for i in range(n):
        core = i % cores
        siblings = '%d,%d\n' % (core, core + cores)
        folder = CPU + 'cpu%d/' % i
        files[folder + 'topology/physical_package_id'] = '%d\n' % (core * packages // cores)
        files[folder + 'topology/core_cpus_list'] = siblings
        first = core // 16 * 16
        files[folder + 'cache/index0/level'] = '3\n'
        files[folder + 'cache/index0/type'] = 'Unified\n'
        files[folder + 'cache/index0/size'] = '65536K\n'
        files[folder + 'cache/index0/shared_cpu_list'] = '%d-%d,%d-%d\n' % (first, first + 15, first + cores,
                                                                          first + 15 + cores)
    files['proc/cpuinfo'] = cpuinfo(n, vendor_id='AuthenticAMD', model_name='AMD EPYC 9999 256-Core Processor',
                                    physical_id=[i % cores * packages // cores for i in range(n)],
                                    siblings=n // packages, core_id=[i % cores % (cores // packages) for i in range(n)],
                                    cpu_cores=cores // packages, flags='sse2 lm avx2 ' + 'x' * 900)
    profile = sensible(detect({**PLAIN, **files}))
    assert profile.cores() == (packages, cores, n) and profile.cpu['name'] == 'AMD EPYC 9999', profile.cpu
    assert profile.cpu['caches'] == [{'level': 3, 'kind': 'unified', 'size': 65536 << 10, 'count': cores // 16}]


@test
def sixty_four_graphics_cards():
    files = dict(PLAIN)
    for i in range(64):
        address = '%04x:%02x:00.0' % (i // 16, 1 + i % 16)
        uevent = 'DRIVER=amdgpu\nPCI_CLASS=38000\nPCI_ID=1002:74A1\nPCI_SLOT_NAME=%s\n' % address
        device = {'class': '0x038000\n', 'vendor': '0x1002\n', 'device': '0x74a1\n', 'uevent': uevent}
        card = {**device, 'mem_info_vram_total': '206141652992\n', 'mem_info_vram_used': '%d\n' % (i << 20),
                'mem_info_gtt_total': '135000000000\n', 'mem_info_gtt_used': '0\n'}
        files.update({'sys/bus/pci/devices/%s/%s' % (address, k): v for k, v in device.items()})
        files.update({'sys/class/drm/card%d/device/%s' % (i, k): v for k, v in card.items()})
    profile = sensible(detect(files))
    cards = profile.json['accelerators']
    assert len(cards) == 64 and len({c['pci'] for c in cards}) == 64, len(cards)
    assert len({c['id'] for c in cards}) == 64 and all(profile.pools[c['id'] + '.vram']['total'] == 206141652992
                                                        for c in cards)


def nobody():
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)


@test
def nobody_in_particular_may_ask():
    options = {'env': {'PATH': '/usr/bin:/bin', 'LD_LIBRARY_PATH': os.environ.get('LD_LIBRARY_PATH', '')}, 'cwd': '/'}
    if os.getuid() == 0:
        try:
            run('--version', preexec_fn=nobody, **options)
        except PermissionError:
            return  # the build lies in a folder of root's
        options['preexec_fn'] = nobody
    r = run('hardware', '--json', **options)
    assert r.returncode == 0, r.stderr
    profile = json.loads(r.stdout)
    assert profile['cpu']['threads'] > 0 and profile['live'], profile['cpu']
    assert {p['id']: p for p in profile['memory_pools']}['ram']['total'] > 0


@test
def little_memory_and_few_files_are_enough():
    def small():
        limit_memory(512 << 20)
        resource.setrlimit(resource.RLIMIT_NOFILE, (48, 48))

    r = run('hardware', '--json', preexec_fn=small, cwd='/')
    assert r.returncode == 0, (r.returncode, r.stderr)
    assert json.loads(r.stdout)['cpu']['threads'] > 0
    group = {'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/memory.max': '%d\n' % (512 << 20),
             'sys/fs/cgroup/memory.current': '%d\n' % (100 << 20), 'sys/fs/cgroup/memory.stat': 'inactive_file 0\n'}
    profile = sensible(detect({**PLAIN, **group}))
    assert profile.ram['limit'] == 512 << 20 and profile.ram['available'] == 412 << 20, profile.ram
    assert 'memory-limited' in profile.notes


main()
