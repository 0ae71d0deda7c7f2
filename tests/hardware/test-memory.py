#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Main memory: what there is, what may be used, and how fast it is."""
import base64
import json
import struct

from trees import CPU, cpuinfo, detect, detect_snapshot, main, run, test, topology, write
import tempfile

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
CG = 'sys/fs/cgroup/'


def meminfo(total=32 * GIB, available=24 * GIB, **more):
    fields = {'MemTotal': total, 'MemFree': 2 * GIB, 'MemAvailable': available, 'SwapTotal': 0, 'SwapFree': 0, **more}
    return ''.join('%-16s%8d kB\n' % (k.replace('_', '(') + (')' if '_file' in k else '') + ':', v // KIB)
                   for k, v in fields.items() if v is not None)


def ram(**files):
    return detect({'proc/meminfo': meminfo(), **files})


def group2(path, limit='max', high='max', current=0, inactive=0):
    folder = CG + path + ('/' if path else '')
    return {folder + 'memory.max': '%s\n' % limit, folder + 'memory.high': '%s\n' % high,
            folder + 'memory.current': '%d\n' % current,
            folder + 'memory.stat': 'anon 1\nfile %d\ninactive_file %d\nactive_file 0\n' % (inactive, inactive)}


def group1(path, limit=9223372036854771712, usage=0, inactive=0, hierarchical=9223372036854771712):
    folder = CG + 'memory/' + path + ('/' if path else '')
    return {folder + 'memory.limit_in_bytes': '%d\n' % limit, folder + 'memory.usage_in_bytes': '%d\n' % usage,
            folder + 'memory.stat': 'cache 5\ninactive_file 7\nhierarchical_memory_limit %d\ntotal_inactive_file %d\n'
                                    % (hierarchical, inactive)}


@test
def plain_memory():
    found = ram()
    assert (found.ram['total'], found.ram['available'], found.ram['limit']) == (32 * GIB, 24 * GIB, None), found.ram
    assert found.source('memory_pools.ram.available')['source'] == 'file:/proc/meminfo MemAvailable'


@test
def every_group_on_the_way_up_counts():
    groups = {'proc/self/cgroup': '0::/a/b/c\n', **group2('a', limit=8 * GIB, current=7 * GIB, inactive=2 * GIB),
              **group2('a/b', limit=6 * GIB, current=1 * GIB), **group2('a/b/c', current=1 * GIB)}
    found = ram(**groups)
    # the smallest limit is b's; the least is left in a, whose other programs use it
    assert found.ram['limit'] == 6 * GIB and found.ram['limit_source'] == '/sys/fs/cgroup/a/b/memory.max', found.ram
    assert found.ram['available'] == 3 * GIB, found.ram
    assert found.source('memory_pools.ram.available')['source'] == '/sys/fs/cgroup/a/memory.max'
    assert 'memory-limited' in found.notes
    # a sibling group is not on the way
    assert ram(**{'proc/self/cgroup': '0::/a\n', **group2('b', limit=GIB)}).ram['limit'] is None


@test
def limits_above_what_there_is_are_none():
    found = ram(**{'proc/self/cgroup': '0::/a\n', **group2('a', limit=64 * GIB, current=60 * GIB)})
    assert found.ram['limit'] is None and found.ram['available'] == 24 * GIB, found.ram
    found = ram(**{'proc/self/cgroup': '4:memory:/a\n', **group1('a')})
    assert found.ram['limit'] is None and 'memory-limited' not in found.notes, found.ram


@test
def version_1_gives_the_page_cache_back():
    found = ram(**{'proc/self/cgroup': '9:cpu,cpuacct:/\n4:memory:/pod\n1:name=systemd:/pod\n',
                   **group1('pod', limit=2 * GIB, usage=1536 * MIB, inactive=512 * MIB)})
    assert (found.ram['limit'], found.ram['available']) == (2 * GIB, GIB), found.ram
    # a container sees its own group alone; the limit above it stands in memory.stat
    found = ram(**{'proc/self/cgroup': '4:memory:/docker/0\n', **group1('', hierarchical=4 * GIB)})
    assert found.ram['limit'] == 4 * GIB, found.ram


@test
def hybrid_hierarchies_limit_where_the_controller_is():
    groups = {'proc/self/cgroup': '4:memory:/a\n0::/a\n', **group1('a', limit=2 * GIB),
              CG + 'unified/a/cgroup.controllers': '\n'}
    assert ram(**groups).ram['limit'] == 2 * GIB


@test
def the_mount_table_tells_where_a_container_is():
    # a container in a container: the first one's group is the root of what it sees
    mount = '35 31 0:32 /docker/outer /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n'
    groups = {'proc/self/cgroup': '4:memory:/docker/outer/docker/inner\n', 'proc/self/mountinfo': mount,
              **group1('docker/inner', limit=GIB), **group1('', limit=4 * GIB)}
    assert ram(**groups).ram['limit'] == GIB
    # in a namespace of its own a path climbs above the root
    groups = {'proc/self/cgroup': '0::/../../user.slice\n', **group2('', limit=3 * GIB)}
    assert ram(**groups).ram['limit'] == 3 * GIB
    # and nothing leads out of the tree
    groups = {'proc/self/cgroup': '0::/a/../../../../etc\n4:memory:/x*\n', **group2('', limit=3 * GIB)}
    assert ram(**groups).ram['limit'] == 3 * GIB


@test
def a_soft_limit_is_planned_with_and_no_limit():
    found = ram(**{'proc/self/cgroup': '0::/a\n', **group2('a', high=8 * GIB, current=GIB)})
    assert (found.ram['limit'], found.ram['soft_limit'], found.ram['available']) == (None, 8 * GIB, 7 * GIB), found.ram
    assert 'memory-soft-limit' in found.notes and 'memory-limited' not in found.notes
    found = ram(**{'proc/self/cgroup': '0::/a\n', **group2('a', limit=4 * GIB, high=8 * GIB)})
    assert found.ram['limit'] == 4 * GIB and 'soft_limit' not in found.ram, found.ram


@test
def swap_is_shown_and_never_counted():
    swaps = ('Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/dev/zram0                              partition\t'
             '4194304\t0\t100\n/swap.img                               file\t4194304\t0\t-2\n')
    found = detect({'proc/meminfo': meminfo(SwapTotal=8 * GIB, SwapFree=7 * GIB), 'proc/swaps': swaps})
    assert (found.ram['swap_total'], found.ram['swap_free'], found.ram['zram_total']) == (8 * GIB, 7 * GIB, 4 * GIB)
    assert (found.ram['total'], found.ram['available']) == (32 * GIB, 24 * GIB) and len(found.pools) == 1, found.pools
    assert 'zram' in found.notes['swap-not-counted']['message']
    found = detect({'proc/meminfo': meminfo(SwapTotal=8 * GIB), 'proc/swaps': swaps.split('\n')[0] + '\n'})
    assert found.ram['zram_total'] == 0 and 'zram' not in found.notes['swap-not-counted']['message'], found.ram


@test
def strict_overcommit_bounds_what_is_available():
    text = meminfo(CommitLimit=16 * GIB, Committed_AS=6 * GIB).replace('Committed(AS', 'Committed_AS')
    found = detect({'proc/meminfo': text, 'proc/sys/vm/overcommit_memory': '2\n'})
    assert found.ram['available'] == 10 * GIB and 'overcommit-strict' in found.notes, found.json
    found = detect({'proc/meminfo': text, 'proc/sys/vm/overcommit_memory': '0\n'})
    assert found.ram['available'] == 24 * GIB and 'overcommit-strict' not in found.notes


@test
def huge_pages_are_set_aside():
    base = 'sys/kernel/mm/hugepages/hugepages-'
    found = ram(**{base + '2048kB/nr_hugepages': '512\n', base + '1048576kB/nr_hugepages': '4\n'})
    assert found.ram['huge_pages'] == 5 * GIB and '5.0' in found.notes['huge-pages']['message'], found.json
    text = meminfo() + 'HugePages_Total:       0\nHugepagesize:       2048 kB\n'
    found = detect({'proc/meminfo': text})
    assert found.ram['huge_pages'] == 0 and 'huge-pages' not in found.notes


@test
def old_kernels_say_what_is_available_in_other_words():
    old = meminfo(available=None, Buffers=GIB, Cached=8 * GIB, SReclaimable=GIB, Shmem=3 * GIB)
    found = detect({'proc/meminfo': old})
    assert found.ram['available'] == 9 * GIB, found.ram
    assert found.source('memory_pools.ram.available')['kind'] == 'estimate'
    found = detect({'proc/meminfo': old + meminfo(None, None, MemFree=None, SwapTotal=None, SwapFree=None,
                                                   Active_file=2 * GIB, Inactive_file=3 * GIB)})
    assert found.ram['available'] == 8 * GIB, found.ram


@test
def memory_of_graphics_cards_is_not_main_memory():
    nvidia = 'proc/driver/nvidia/gpus/0004:05:00.0/numa_status'
    node = 'sys/devices/system/node/node255/meminfo'
    found = ram(**{nvidia: 'Node: 255\nNUMA: Online\nSize: 3f0000000\n',
                   node: 'Node 255 MemTotal: %d kB\nNode 255 MemFree: %d kB\n' % (16 * MIB, 15 * MIB)})
    assert (found.ram['total'], found.ram['available']) == (16 * GIB, 9 * GIB), found.ram


def kfd(rate, width=32):
    bank = 'heap_type 0\nsize_in_bytes 33554432000\nflags 0\nwidth %d\nmem_clk_max %d\n' % (width, rate)
    return {'sys/class/kfd/kfd/topology/nodes/0/mem_banks/0/properties': bank,
            'sys/class/kfd/kfd/topology/nodes/0/properties': 'cpu_cores_count 16\nsimd_count 0\n'}


@test
def the_compute_driver_tells_the_transfer_rate():
    def fast(name, rate):
        text = cpuinfo(1, vendor_id='AuthenticAMD', model_name=name, flags='sse2 lm')
        return ram(**{'proc/cpuinfo': text, **kfd(rate)})

    phoenix = fast('AMD Ryzen 7 7840U w/ Radeon 780M Graphics', 6400)
    assert (phoenix.ram['transfer_rate'], phoenix.ram['bandwidth']) == (6400, 102400000000), phoenix.ram
    assert phoenix.source('memory_pools.ram.bandwidth')['kind'] == 'estimate'
    assert fast('AMD RYZEN AI MAX+ 395 w/ Radeon 8060S', 8000).ram['bandwidth'] == 256000000000
    unknown = fast('A processor of tomorrow', 8000)
    assert unknown.ram['transfer_rate'] == 8000 and 'bandwidth' not in unknown.ram, unknown.ram


@test
def a_carve_out_is_as_fast_as_main_memory():
    text = cpuinfo(1, vendor_id='AuthenticAMD', model_name='AMD Ryzen 7 7840U w/ Radeon 780M Graphics', flags='sse2 lm')
    device = {'class': '0x030000\n', 'vendor': '0x1002\n', 'device': '0x15bf\n',
              'uevent': 'DRIVER=amdgpu\nPCI_ID=1002:15BF\nPCI_SLOT_NAME=0000:c1:00.0\n',
              'mem_info_vram_total': '4294967296\n', 'mem_info_vram_used': '0\n',
              'mem_info_gtt_total': '16777216000\n', 'mem_info_gtt_used': '0\n', 'hwmon/hwmon3/name': 'amdgpu\n',
              'hwmon/hwmon3/in1_label': 'vddnb\n'}
    found = ram(**{'proc/cpuinfo': text, **kfd(5600),
                   **{'sys/class/drm/card0/device/' + k: v for k, v in device.items()}})
    pools = found.pools
    assert pools['gpu0.vram']['bandwidth'] == pools['ram']['bandwidth'] == 89600000000, pools
    assert pools['gpu0.gtt']['backing'] == 'ram' and 'backing' not in pools['gpu0.vram'], pools
    # main memory does not count what was set aside
    assert pools['ram']['total'] == 32 * GIB and pools['gpu0.vram']['total'] == 4 * GIB


def module(size=16384, width=64, kind=0x22, speed=5600, configured=5200):
    # from offset 4 on; the speed lies at 0x15, the configured speed at 0x20
    numbers = struct.pack('<HHHHHBBBBBHHBBBBBIH', 0x1100, 0xfffe, width, width, size, 9, 0, 1, 2, kind, 0, speed,
                          2, 3, 0, 4, 0, 0, configured)
    return bytes([17, 4 + len(numbers), 0, 0]) + numbers + b'DIMM A\0Maker\0SERIAL-4711\0\0'


def dmi(*structures):
    bios = bytes([0, 24, 0, 0]) + b'\0' * 20 + b'Vendor\0\0'
    return {'sys/firmware/dmi/tables/DMI': bios + b''.join(structures) + bytes([127, 4, 0, 0, 0, 0])}


@test
def smbios_tells_type_and_rate_without_serial_numbers():
    text = cpuinfo(1, vendor_id='GenuineIntel', model_name='13th Gen Intel(R) Core(TM) i7-1370P', flags='sse2 lm')
    files = {'proc/meminfo': meminfo(), 'proc/cpuinfo': text, **dmi(module(), module(size=0))}
    found = detect(files)
    assert (found.ram['memory_type'], found.ram['transfer_rate']) == ('DDR5', 5200), found.ram
    # one module is half of the bus
    assert found.ram['bandwidth'] == 5200 * 10**6 * 8, found.ram
    assert detect({**files, **dmi(module(), module())}).ram['bandwidth'] == 5200 * 10**6 * 16
    assert detect({**files, **dmi(*[module()] * 4)}).ram['bandwidth'] == 5200 * 10**6 * 16
    with tempfile.TemporaryDirectory() as root:
        write(root, files)
        snapshot = json.loads(run('snapshot', '--root', root).stdout)
    copied = [base64.b64decode(e['base64']) for k, e in snapshot['entries'].items() if '/dmi/' in k and 'base64' in e]
    assert len(copied) == 2 and not any(b'SERIAL' in c for c in copied), copied


@test
def broken_smbios_tells_nothing():
    good = module()
    for table in (good[:9], good[:1], b'', bytes([17, 255]) + good, bytes([17, 3, 0, 0]) * 50, good[:0x12] + b'\xff' * 400):
        found = ram(**{'sys/firmware/dmi/tables/DMI': table})
        assert found.ram['total'] == 32 * GIB and found.ram.get('transfer_rate', 1) > 0, found.ram


@test
def memory_controllers_tell_the_type():
    edac = 'sys/devices/system/edac/mc/mc0/'
    assert ram(**{edac + 'dimm0/dimm_mem_type': 'Registered-DDR4\n'}).ram['memory_type'] == 'DDR4'
    assert ram(**{edac + 'dimm0/dimm_mem_type': 'Low-Power-DDR4-RAM\n'}).ram['memory_type'] == 'LPDDR4'
    assert ram(**{edac + 'csrow0/mem_type': 'Unknown\n'}).ram.get('memory_type') is None


@test
def soldered_memory_stands_in_a_table():
    def mac(name, cores):
        return detect_snapshot({'sysctl:hw.memsize': str(36 * GIB), 'sysctl:machdep.cpu.brand_string': name,
                                'sysctl:hw.physicalcpu': str(cores), 'sysctl:hw.logicalcpu': str(cores)})

    assert mac('Apple M1', 8).ram['bandwidth'] == 68256000000
    assert mac('Apple M3 Max', 14).ram['bandwidth'] == 307200000000
    assert mac('Apple M3 Max', 16).ram['bandwidth'] == 409600000000
    found = mac('Apple M4 Pro', 12)
    assert found.source('memory_pools.ram.bandwidth')['kind'] == 'table', found.json['provenance']


@test
def a_measurement_is_better_than_a_table():
    text = cpuinfo(1, vendor_id='AuthenticAMD', model_name='AMD Ryzen 7 7840U', flags='sse2 lm')
    entries = {'file:/proc/meminfo': meminfo(), 'file:/proc/cpuinfo': text,
               **{'file:/' + k: v for k, v in kfd(6400).items()}}
    measured = 'best 81234567890\nworst 79000000000\nruns 9\nthreads 8\nbytes 1\n'
    found = detect_snapshot({**entries, 'measured:memory-bandwidth': measured})
    source = found.source('memory_pools.ram.bandwidth')
    assert found.ram['bandwidth'] == 81234567890 and source['kind'] == 'measured', found.ram
    assert '79.0 to 81.2' in source['source'], source
    for broken in ('', 'best 5\n', 'best 5\nworst 9\nruns 1\nthreads 1\n', 'best -1\nworst -1\nruns 1\nthreads 1\n'):
        found = detect_snapshot({**entries, 'measured:memory-bandwidth': broken})
        assert found.ram['bandwidth'] == 102400000000, (broken, found.ram)


@test
def this_computer_can_be_measured():
    r = run('hardware', '--measure', '--json')
    assert r.returncode == 0, r.stderr
    profile = json.loads(r.stdout)
    pool = {p['id']: p for p in profile['memory_pools']}['ram']
    # with too little memory there is a note instead
    if 'bandwidth-not-measured' not in {n['code'] for n in profile['notes']}:
        assert pool['bandwidth'] > 0, pool
        assert profile['provenance']['memory_pools.ram.bandwidth']['kind'] == 'measured'
    r = run('hardware', '--measure', '--root', '/')
    assert r.returncode == 2 and b'--measure' in r.stderr, r.stderr


main()
