#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-recorder.py EDGEKIT - “edgekit snapshot” is what people send: complete, private, small.

A desktop with 32 threads, 64 devices on the PCI bus, a card of each maker and a neural
processor, and with what must never leave it planted wherever Linux would have it.
"""
import json
import os
import subprocess
import sys
import tempfile

EDGEKIT = os.path.abspath(sys.argv[1])
THREADS = 32
LARGEST = 256 * 1024
PRIVATE = {
    'the user': 'erikamustermann', 'the host': 'mustermanns-pc', 'a serial number': 'SN0123456789',
    'a UUID': '8f14e45f-ceea-467f-ab12-9a0b1c2d3e4f', 'a MAC address': '3c:7c:3f:aa:bb:cc',
    'the machine': '0123456789abcdef0123456789abcdef', 'the KFD id': '598046273873802902', 'a container':
    'b5f2c8f8e0f24f0c9d2a1c3e5f7a9b1d3e5f7a9b1d3e5f7a9b1d3e5f7a9b1d3e', 'a disk': 'Familienfotos',
}
FLAGS = ' '.join('flag%d_%s' % (i, 'x' * 6) for i in range(110)) + ' avx avx2 fma f16c bmi2 sse4_2'
number = 0
failed = False


def check(what, good, detail=''):
    global number, failed
    number += 1
    failed = failed or not good
    print('%s %d %s' % ('ok' if good else 'not ok', number, what))
    if not good:
        print('# %s' % (detail,))


def files():
    yield 'proc/cpuinfo', '\n'.join(
        'processor\t: %d\nvendor_id\t: AuthenticAMD\nmodel name\t: AMD Ryzen 9 9950X 16-Core Processor\n'
        'physical id\t: 0\nsiblings\t: 32\ncore id\t\t: %d\ncpu cores\t: 16\nflags\t\t: %s\nbugs\t\t: %s\n'
        % (cpu, cpu // 2, FLAGS, 'spectre_v1 spectre_v2 spec_store_bypass srso') for cpu in range(THREADS))
    for cpu in range(THREADS):
        folder = 'sys/devices/system/cpu/cpu%d/' % cpu
        yield folder + 'online', '1\n'
        for name, value in (('physical_package_id', 0), ('die_id', 0), ('core_id', cpu // 2)):
            yield folder + 'topology/' + name, '%d\n' % value
        for name in ('core_cpus_list', 'thread_siblings_list'):
            yield folder + 'topology/' + name, '%d,%d\n' % (cpu // 2 * 2, cpu // 2 * 2 + 1)
        for name in ('package_cpus_list', 'core_siblings_list'):
            yield folder + 'topology/' + name, '0-31\n'
        yield folder + 'cpufreq/cpuinfo_max_freq', '5756000\n'
        yield folder + 'acpi_cppc/highest_perf', '186\n'
        for index in range(4):
            for name, value in (('level', index), ('type', 'Unified'), ('size', '32768K'), ('shared_cpu_list', '0-31')):
                yield '%scache/index%d/%s' % (folder, index, name), '%s\n' % value
    yield 'sys/devices/system/cpu/online', '0-31\n'
    yield 'proc/meminfo', 'MemTotal:       65000000 kB\nMemAvailable:   48000000 kB\n'
    yield 'proc/version', 'Linux version 6.12.1 (%s@%s) (gcc 14.2.0) #1 SMP\n' % (PRIVATE['the user'],
                                                                                    PRIVATE['the host'])
    yield 'proc/sys/kernel/osrelease', '6.12.1\n'
    yield 'proc/sys/kernel/hostname', PRIVATE['the host'] + '\n'
    yield 'etc/hostname', PRIVATE['the host'] + '\n'
    yield 'etc/machine-id', PRIVATE['the machine'] + '\n'
    yield 'etc/passwd', '%s:x:1000:1000::/home/%s:/bin/bash\n' % (PRIVATE['the user'], PRIVATE['the user'])
    yield 'proc/swaps', 'Filename\tType\n/home/%s/swapfile\tfile\t8388604\t0\t-2\n' % PRIVATE['the user']
    yield 'proc/self/cgroup', '0::/system.slice/docker-%s.scope\n' % PRIVATE['a container']
    yield 'proc/self/mountinfo', ('25 1 0:24 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n'
                                  '40 1 8:17 / /media/%s/%s rw - ext4 /dev/sdb1 rw\n'
                                  % (PRIVATE['the user'], PRIVATE['a disk']))
    yield 'sys/fs/cgroup/system.slice/docker-%s.scope/memory.max' % PRIVATE['a container'], '34359738368\n'
    yield 'sys/fs/cgroup/system.slice/docker-%s.scope/memory.current' % PRIVATE['a container'], '1073741824\n'
    for name in ('product_serial', 'board_serial', 'chassis_serial'):
        yield 'sys/class/dmi/id/' + name, PRIVATE['a serial number'] + '\n'
    yield 'sys/class/dmi/id/product_uuid', PRIVATE['a UUID'] + '\n'
    yield 'sys/class/dmi/id/sys_vendor', 'ASUS\n'
    yield 'sys/class/net/enp5s0/address', PRIVATE['a MAC address'] + '\n'
    resource = '0x000000fc00000000 0x000000fcffffffff 0x000000000014220c\n' * 13
    devices = {1: ('030000', '10de', '2684'), 2: ('030000', '1002', '7550'), 3: ('030000', '8086', 'e20b'),
               4: ('118000', '1022', '17f0')}
    for bus in range(64):
        folder = 'sys/bus/pci/devices/0000:%02x:00.0/' % bus
        kind, vendor, device = devices.get(bus, ('060400', '1022', '1483'))
        for name, value in (('class', kind), ('vendor', vendor), ('device', device), ('revision', 'c0'),
                            ('subsystem_vendor', '1043'), ('subsystem_device', '8877')):
            yield folder + name, '0x%s\n' % value
        yield folder + 'uevent', 'DRIVER=%s\nPCI_ID=%s:%s\nPCI_SLOT_NAME=0000:%02x:00.0\n' % (
            {1: 'nvidia', 2: 'amdgpu', 3: 'xe', 4: 'amdxdna'}.get(bus, 'pcieport'), vendor, device, bus)
        yield folder + 'resource', resource
        for name in ('numa_node', 'power/runtime_status', 'removable'):
            yield folder + name, 'unknown\n'
    yield 'proc/driver/nvidia/gpus/0000:01:00.0/information', (
        'Model: \t\t NVIDIA GeForce RTX 4090\nGPU UUID: \t GPU-%s\nBus Location: \t 0000:01:00.0\n' % PRIVATE['a UUID'])
    yield 'sys/class/kfd/kfd/topology/nodes/1/properties', (
        'simd_count 128\ngfx_target_version 120001\nlocation_id 512\ndomain 0\nvendor_id 4098\ndevice_id 30032\n'
        'hive_id %s\nunique_id %s\n' % (PRIVATE['the KFD id'], PRIVATE['the KFD id']))
    card = 'sys/class/drm/card1/device/'
    yield card + 'uevent', 'DRIVER=amdgpu\nPCI_ID=1002:7550\nPCI_SLOT_NAME=0000:02:00.0\n'
    yield card + 'mem_info_vram_total', '17095983104\n'
    yield card + 'mem_info_vram_used', '1095983104\n'
    yield card + 'unique_id', PRIVATE['the machine'] + '\n'


def run(*arguments):
    return subprocess.run([EDGEKIT] + list(arguments), stdout=subprocess.PIPE, text=True, check=True).stdout


def hardware(*source):
    facts = json.loads(run('hardware', *source, '--json'))
    for key in ('recorded', 'provenance'):
        facts.pop(key, None)
    for pool in facts['memory_pools']:
        pool.pop('limit_source', None)  # a path with a name that stays behind
    return facts


with tempfile.TemporaryDirectory() as root:
    for path, content in files():
        os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
        with open(os.path.join(root, path), 'w', encoding='utf-8') as f:
            f.write(content)
    saved = os.path.join(root, 'snapshot.json')
    run('snapshot', '--root', root, '-o', saved)
    with open(saved, encoding='utf-8') as f:
        text = f.read()
    check('a desktop takes less than 256 KiB', len(text) < LARGEST, len(text))
    for what, word in PRIVATE.items():
        check('%s stays behind' % what, word not in text, [l for l in text.split('\n') if word in l][:3])
    check('it is the computer', hardware('--snapshot', saved) == hardware('--root', root))
    facts = hardware('--snapshot', saved)
    vendors = sorted(a['vendor'] for a in facts['accelerators'])
    check('with all its devices', vendors == ['amd', 'amd', 'intel', 'nvidia'], facts['accelerators'])
    ram = [p for p in facts['memory_pools'] if p['id'] == 'ram'][0]
    check('and the limit of its container', ram.get('limit') == 34359738368, ram)
print('1..%d' % number)
sys.exit(failed)
