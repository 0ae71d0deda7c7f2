#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Processors: names, counts, kinds of cores, caches, instruction sets."""
from trees import CPU, arm_cpuinfo, caches, cpuinfo, detect, detect_snapshot, main, test, topology

ARM = '0x41'
X3, A715, A710, A510 = (ARM, '0xd4e'), (ARM, '0xd4d'), (ARM, '0xd47'), (ARM, '0xd46')
FLAGS = 'fpu sse sse2 lm pni ssse3 cx16 sse4_1 sse4_2 popcnt'
AVX2 = FLAGS + ' avx f16c fma bmi1 avx2 bmi2'


def x86(n, name, vendor='GenuineIntel', flags=AVX2, **more):
    return cpuinfo(n, vendor_id=vendor, model_name=name, flags=flags, **more)


def name_of(text, **files):
    profile = detect({'proc/cpuinfo': text, **files})
    return profile.cpu.get('name'), profile.cpu.get('vendor')


@test
def x86_names_are_cleaned_and_keep_what_tells_products_apart():
    names = {
        'Intel(R) Xeon(R) CPU E5-2680 v3 @ 2.50GHz': 'Intel Xeon E5-2680 v3',
        'Intel(R) Xeon(R) CPU E5-2680 0 @ 2.70GHz': 'Intel Xeon E5-2680',
        'Intel(R) Xeon(R) CPU E7- 4870  @ 2.40GHz': 'Intel Xeon E7- 4870',
        'Intel(R) Xeon(R) CPU           X7550  @ 2.00GHz': 'Intel Xeon X7550',
        '13th Gen Intel(R) Core(TM) i7-1370P': '13th Gen Intel Core i7-1370P',
        'Intel(R) Core(TM) Ultra 9 285': 'Intel Core Ultra 9 285',
        'Intel(R) Xeon(R) Platinum 8480+': 'Intel Xeon Platinum 8480+',
        'AMD Ryzen 9 9950X 16-Core Processor': 'AMD Ryzen 9 9950X',
        'AMD Ryzen Threadripper PRO 7995WX 96-Cores': 'AMD Ryzen Threadripper PRO 7995WX',
        'AMD Ryzen 7 7840U w/ Radeon  780M Graphics': 'AMD Ryzen 7 7840U',
        'AMD RYZEN AI MAX+ 395 w/ Radeon 8060S': 'AMD RYZEN AI MAX+ 395',
        'AMD A10-7850K Radeon R7, 12 Compute Cores 4C+8G': 'AMD A10-7850K',
        'AMD FX(tm)-8350 Eight-Core Processor': 'AMD FX-8350',
        'AMD EPYC-Rome Processor': 'AMD EPYC-Rome',
        'Hygon C86 7285 32-core Processor': 'Hygon C86 7285',
        'QEMU Virtual CPU version 2.5+': 'QEMU Virtual CPU version 2.5+',
        'Intel Core Processor (Skylake, IBRS)': 'Intel Core Processor (Skylake, IBRS)',
    }
    for text, wanted in names.items():
        assert name_of(x86(1, text))[0] == wanted, (text, name_of(x86(1, text)))
    assert name_of(x86(1, 'unknown'))[0] is None


@test
def arm_cores_are_named_by_their_registers():
    assert name_of(arm_cpuinfo([(ARM, '0xd0b')] * 4 + [(ARM, '0xd05')] * 4)) == ('Arm Cortex-A76 + Cortex-A55', 'arm')
    # the maker stands before the cores that are its own
    assert name_of(arm_cpuinfo([(ARM, '0xd0d')] * 4 + [('0x51', '0x805')] * 4))[0] == \
        'Arm Cortex-A77 + Qualcomm Kryo 4xx Silver'
    assert name_of(arm_cpuinfo([('0x61', '0x022'), ('0x61', '0x023')])) == ('Apple M1', 'apple')
    assert name_of(arm_cpuinfo([('0xc0', '0xac3')] * 2))[0] == 'AmpereOne'
    assert name_of(arm_cpuinfo([('0x6d', '0xd49')] * 2)) == ('Microsoft Azure Cobalt 100', 'microsoft')
    # a virtual machine on a Mac tells no part: then there is no name, not a wrong one
    assert name_of(arm_cpuinfo([('0x61', '0x000')] * 2))[0] is None


@test
def arm_products_are_named_by_what_is_around_the_cores():
    rk3588 = arm_cpuinfo([(ARM, '0xd05')] * 4 + [(ARM, '0xd0b')] * 4)
    board = 'radxa,rock-5b\0rockchip,rk3588\0'
    assert name_of(rk3588, **{'proc/device-tree/compatible': board}) == \
        ('Rockchip RK3588 (Cortex-A76 + Cortex-A55)', 'rockchip')
    n1 = arm_cpuinfo([(ARM, '0xd0c')] * 2)
    assert name_of(n1, **{'sys/class/dmi/id/sys_vendor': 'Amazon EC2\n'}) == ('AWS Graviton2 (Neoverse N1)', 'aws')
    assert name_of(n1)[0] == 'Arm Neoverse N1'
    grace = {'sys/devices/soc0/soc_id': 'jep106:036b:0241\n'}
    assert name_of(arm_cpuinfo([(ARM, '0xd4f')] * 2), **grace)[0] == 'NVIDIA Grace (Neoverse V2)'


@test
def midr_registers_come_before_cpuinfo():
    # cpuinfo of Linux 3.10 says once what the reading processor is
    old = ('Processor\t: AArch64 Processor rev 2 (aarch64)\n' + ''.join('processor\t: %d\n' % i for i in range(8)) +
           '\nFeatures\t: fp asimd \nCPU implementer\t: 0x41\nCPU architecture: AArch64\nCPU part\t: 0xd03\n')
    alone = detect({'proc/cpuinfo': old})
    assert alone.cpu['threads'] == 8 and alone.kinds() == (None, None, None), alone.cpu
    assert alone.cpu.get('cores') is None and alone.os['architecture'] == 'aarch64', alone.cpu
    midr = {CPU + 'cpu%d/regs/identification/midr_el1' % i: '0x00000000410fd%s\n' % ('070' if i < 4 else '032')
            for i in range(8)}
    told = detect({'proc/cpuinfo': old, **midr})
    assert told.cpu['name'] == 'Arm Cortex-A57 + Cortex-A53' and told.kinds() == (4, 4, None), told.cpu


@test
def architectures_follow_from_cpuinfo():
    v7 = 'Processor\t: ARMv7 Processor rev 4 (v7l)\nFeatures\t: neon\nCPU implementer\t: 0x41\n' \
         'CPU architecture: 7\nCPU part\t: 0xc0f\n'
    texts = {
        'armv7l': v7,
        'aarch64': arm_cpuinfo([(ARM, '0xd0c')]) + 'CPU architecture: 8\n',
        's390x': 'vendor_id       : IBM/S390\nfeatures\t: vx vxe nnpa \n'
                 'processor 0: version = FF,  identification = 0133E8,  machine = 3931\n',
        'loongarch64': cpuinfo(1, **{'CPU Family': 'Loongson-64bit', 'Model Name': 'Loongson-3A6000',
                                     'ISA': 'loongarch32 loongarch64', 'Features': 'lsx lasx'}),
        'mips64': cpuinfo(1, **{'cpu model': 'Loongson-3 V0.9', 'isa': 'mips1 mips64r2',
                                'ASEs implemented': 'dsp msa'}),
        'riscv64': cpuinfo(1, isa='rv64imafdc', uarch='sifive,u74-mc'),
        'ppc64le': cpuinfo(1, cpu='POWER9, altivec supported'),
        'ppc64': cpuinfo(1, cpu='POWER7 (architected), altivec supported'),
        'x86_64': x86(1, 'AMD EPYC 7451 24-Core Processor', 'AuthenticAMD'),
        'i686': x86(1, 'Intel(R) Pentium(R) M processor 1.86GHz', flags='fpu sse sse2'),
    }
    for architecture, text in texts.items():
        profile = detect({'proc/cpuinfo': text})
        assert profile.os.get('architecture') == architecture, (architecture, profile.os)
        assert profile.cpu['threads'] == 1, (architecture, profile.cpu)
        assert profile.cpu['name'], architecture


@test
def other_architectures_have_names_and_instruction_sets():
    power = detect({'proc/cpuinfo': cpuinfo(1, cpu='POWER10 (architected), altivec supported')}).cpu
    assert (power['name'], power['vendor'], power['features']) == ('POWER10', 'ibm', ['altivec', 'vsx', 'mma']), power
    power = detect({'proc/cpuinfo': cpuinfo(1, cpu='POWER8 (raw), altivec supported')}).cpu
    assert 'mma' not in power['features'] and 'vsx' in power['features'], power
    z = 'vendor_id       : IBM/S390\n# processors    : 2\nfeatures\t: esan3 zarch vx vxd vxe nnpa \n' + \
        ''.join('processor %d: version = 00,  identification = 0133E8,  machine = 3931\n' % i for i in range(2))
    z = detect({'proc/cpuinfo': z}).cpu
    assert z['name'] == 'IBM z16' and z['threads'] == 2 and {'vx', 'vxe', 'nnpa'} <= set(z['features']), z
    loong = cpuinfo(8, package=0, core=[0, 0, 1, 1, 2, 2, 3, 3], model_name='Loongson-3A6000',
                    isa='loongarch32 loongarch64', features='cpucfg fpu lsx lasx')
    loong = detect({'proc/cpuinfo': loong})
    assert loong.cores() == (1, 4, 8) and loong.cpu['name'] == 'Loongson-3A6000', loong.cpu
    assert loong.cpu['vendor'] == 'loongson' and {'lsx', 'lasx'} <= set(loong.cpu['features']), loong.cpu
    # a kernel that numbers every core zero
    loong = cpuinfo(4, package=0, core=0, model_name='Loongson-3A5000-H', isa='loongarch64')
    assert detect({'proc/cpuinfo': loong}).cores() == (1, None, 4)


@test
def riscv_vectors_are_told_from_their_draft():
    def features(isa, **fields):
        profile = detect({'proc/cpuinfo': cpuinfo(1, hart=0, isa=isa, mmu='sv39', **fields)})
        found = profile.cpu['features']
        claims = 'v' in isa[2:].split('_')[0].split('x')[0] or 'xtheadvector' in isa
        assert ('rvv-draft' in profile.notes) == (claims and 'v' not in found), (isa, found)
        return found

    k1 = dict(mvendorid='0x710', marchid='0x8000000058000001')
    thead = dict(mvendorid='0x5b7', marchid='0x0')
    assert 'v' in features('rv64imafdcv_zicbom_zve64d_zvfh')
    assert 'v' in features('rv64imafdcv_sscofpmf_sstc_svpbmt_zicbom', **k1)
    assert 'v' not in features('rv64imafdcv', **thead)
    assert 'v' not in features('rv64imafdcvsu', **{'cpu-vector': '0.7.1'})
    assert 'v' not in features('rv64imafdcv')  # nobody says which
    assert 'v' in features('rv64imafdcv', mvendorid='0x5b7', marchid='0x8000000009140d00')
    assert features('rv64imafdc_xtheadvector', **thead)[-1] == 'xtheadvector'
    assert features('rv64i2p0m2p0a2p0f2p0d2p0c2p0xv5-0p0')[:6] == ['i', 'm', 'a', 'f', 'd', 'c']
    named = detect({'proc/cpuinfo': cpuinfo(1, isa='rv64imafdcv', **k1)}).cpu
    assert (named['name'], named['vendor']) == ('SpacemiT X60', 'spacemit'), named


@test
def arm_features_are_those_that_all_cores_have():
    text = arm_cpuinfo([A510, X3]).replace('fp asimd', 'fp asimd asimddp i8mm sve sve2 svei8mm sme sme2', 1)
    text = text.replace('Features\t: fp asimd\n', 'Features\t: fp asimd asimddp i8mm sve\n')
    assert detect({'proc/cpuinfo': text}).cpu['features'] == ['fp', 'neon', 'dotprod', 'i8mm', 'sve']


@test
def clusters_are_not_packages():
    parts = [A510] * 3 + [A710] * 2 + [A715] * 2 + [X3]
    cpus = {i: (0 if i < 3 else 1 if i < 7 else 2, i, str(i)) for i in range(8)}
    phone = detect({'proc/cpuinfo': arm_cpuinfo(parts), **topology(cpus)})
    assert phone.cores() == (1, 8, 8) and phone.kinds() == (5, 3, None), phone.cpu
    # eight like cores in two clusters, on a board with a device tree
    cpus = {i: (i // 4, i, str(i)) for i in range(8)}
    files = {'proc/cpuinfo': arm_cpuinfo([(ARM, '0xd08')] * 8), **topology(cpus)}
    assert detect({**files, 'proc/device-tree/model': 'A board\0'}).cores() == (1, 8, 8)
    # and a server with two sockets, each a NUMA node
    nodes = {'sys/devices/system/node/node%d/cpulist' % i: '%d-%d\n' % (4 * i, 4 * i + 3) for i in range(2)}
    assert detect({**files, **nodes}).cores() == (2, 8, 8)


@test
def packages_of_odd_numbers_are_packages():
    text = cpuinfo(4, cpu='POWER9, altivec supported')
    assert detect({'proc/cpuinfo': text, **topology({i: (36 * (i // 2), i, str(i)) for i in range(4)})}).cores() == \
        (2, 4, 4)
    assert detect({'proc/cpuinfo': text, **topology({i: (-1, i, str(i)) for i in range(4)})}).cores() == (1, 4, 4)
    # KVM gives every processor a package unless told otherwise
    text = x86(32, 'AMD EPYC Processor', 'AuthenticAMD', flags=AVX2 + ' hypervisor')
    assert detect({'proc/cpuinfo': text, **topology({i: (i, 0, str(i)) for i in range(32)})}).cores() == (32, 32, 32)


@test
def dies_that_number_their_cores_alike_are_all_counted():
    cpus = {i: (0, i % 4, str(i)) for i in range(8)}
    text = x86(8, 'AMD Opteron(tm) Processor 6128', 'AuthenticAMD', physical_id=0, core_id=[i % 4 for i in range(8)],
               siblings=8, cpu_cores=8)
    assert detect({'proc/cpuinfo': text, **topology(cpus)}).cores() == (1, 8, 8)
    assert detect({'proc/cpuinfo': text}).cores() == (1, 8, 8)


@test
def siblings_of_an_unknown_core_do_not_make_one():
    cpus = {i: (-1, -1, '0-1') for i in range(2)}
    text = cpuinfo(2, isa='rv64imafdc', uarch='sifive,u74-mc')
    assert detect({'proc/cpuinfo': text, **topology(cpus)}).cores() == (1, None, 2)


@test
def processors_that_are_off_do_not_count():
    cpus = {i: (i // 4, i // 2, '%d' % i) for i in (0, 2, 4, 6)}
    text = x86(8, 'Intel(R) Xeon(R) CPU E5-2680 v3 @ 2.50GHz')
    profile = detect({'proc/cpuinfo': text, CPU + 'present': '0-7\n', **topology(cpus)})
    assert profile.cores() == (2, 4, 4) and profile.kinds() == (None, None, None), profile.cpu
    # some siblings off: cores of two threads and of one are no two kinds
    cpus = {0: (0, 0, '0-1'), 1: (0, 0, '0-1'), 2: (0, 1, '2')}
    files = {'proc/cpuinfo': x86(4, 'Intel(R) Xeon(TM) CPU 2.60GHz'), **topology(cpus)}
    del files[CPU + 'online']
    files.update({CPU + 'cpu3/topology/physical_package_id': '0\n', CPU + 'cpu3/online': '0\n'})
    profile = detect(files)
    assert profile.cores() == (1, 2, 3) and profile.kinds() == (None, None, None), profile.cpu


def hybrid(performance, efficiency, low_power, last_level=True):
    """Intel: performance cores of two threads, efficiency ones in fours."""
    cpus, used, number = {}, {}, 0
    total = 2 * performance + efficiency + low_power
    def add(n, core, siblings, l2, l3):
        cpus[n] = (0, core, siblings)
        used[n] = [(1, 'Data', '48K', siblings), (1, 'Instruction', '32K', siblings), (2, 'Unified', '2048K', l2)]
        if l3:
            used[n].append((3, 'Unified', '24576K', '0-%d' % (total - low_power - 1)))
    for core in range(performance):
        for _ in range(2):
            add(number, core, '%d-%d' % (2 * core, 2 * core + 1), '%d-%d' % (2 * core, 2 * core + 1), last_level)
            number += 1
    for group, l3 in ((efficiency, last_level), (low_power, False)):
        first = number
        for i in range(group):
            base = first + i // 4 * 4
            end = min(base + 3, first + group - 1)
            add(number, number, str(number), '%d-%d' % (base, end), l3)
            number += 1
    return {**topology(cpus), **caches(used)}


@test
def intel_kinds_follow_from_their_caches():
    text = x86(22, 'Intel(R) Core(TM) Ultra 7 155H')
    files = {'proc/cpuinfo': text, **hybrid(6, 8, 2)}
    meteor_lake = detect(files)
    assert meteor_lake.cores() == (1, 16, 22) and meteor_lake.kinds() == (6, 10, 2), meteor_lake.cpu
    # the kernel's own lists are better
    told = detect({**files, 'sys/devices/cpu_core/cpus': '0-11\n', 'sys/devices/cpu_atom/cpus': '12-19\n',
                   'sys/devices/cpu_lowpower/cpus': '20-21\n'})
    assert told.kinds() == (6, 10, 2), told.cpu
    # a Core 2 Quad has two caches for two cores each; one core is off
    cpus = {0: (0, 0, '0'), 1: (0, 1, '1'), 2: (0, 2, '2')}
    used = {i: [(1, 'Data', '32K', str(i)), (1, 'Instruction', '32K', str(i)),
                (2, 'Unified', '4096K', '0-1' if i < 2 else '2')] for i in cpus}
    quad = {'proc/cpuinfo': x86(3, 'Intel(R) Core(TM)2 Quad CPU Q6600 @ 2.40GHz'), CPU + 'present': '0-3\n'}
    assert detect({**quad, **topology(cpus), **caches(used)}).kinds() == (None, None, None)


@test
def amd_compact_cores_are_told_by_their_clock():
    def amd(clocks):
        cpus = {i: (0, i, str(i)) for i in range(len(clocks))}
        files = {CPU + 'cpu%d/cpufreq/cpuinfo_max_freq' % i: '%d\n' % c for i, c in enumerate(clocks)}
        text = x86(len(clocks), 'AMD Ryzen AI 9 HX 370 w/ Radeon 890M', 'AuthenticAMD')
        return detect({'proc/cpuinfo': text, **topology(cpus), **files})

    strix = amd([5157895] * 4 + [3306000] * 8)
    assert strix.kinds() == (4, 8, None) and strix.cpu['max_mhz'] == 5157, strix.cpu
    # cores of one kind, ranked by how far they boost
    assert amd([4600000 * h // 231 for h in (231, 226, 216, 211, 206, 196, 191, 181)]).kinds() == (None, None, None)


@test
def caches_are_counted_once_for_those_who_share_them():
    profile = detect({'proc/cpuinfo': x86(22, 'Intel(R) Core(TM) Ultra 7 155H'), **hybrid(6, 8, 2)})
    found = {(c['level'], c['kind']): (c['size'], c['count']) for c in profile.cpu['caches']}
    assert found == {(1, 'data'): (48 << 10, 16), (1, 'instruction'): (32 << 10, 16), (2, 'unified'): (2 << 20, 9),
                     (3, 'unified'): (24 << 20, 1)}, found
    assert profile.source('cpu.caches')['kind'] == 'reported'


def leaves(flags_ecx, leaf7_ebx, xcr0):
    return ('00000000 0 0000001f 756e6547 6c65746e 49656e69\n00000001 0 000c0f01 00000000 %08x 06000000\n'
            '00000007 0 00000001 %08x 00000000 00000000\n00000007 1 00000010 00000000 00000000 00000000\n'
            '80000001 0 00000000 00000000 00000000 20000000\nxcr0 %016x\n' % (flags_ecx, leaf7_ebx, xcr0))


@test
def cpuid_checks_what_the_kernel_says():
    ecx = 1 << 0 | 1 << 9 | 1 << 12 | 1 << 13 | 1 << 19 | 1 << 20 | 1 << 23 | 1 << 28 | 1 << 29
    ebx = 1 << 3 | 1 << 5 | 1 << 8

    def live(flags, ecx=ecx, ebx=ebx, xcr0=7):
        return detect_snapshot({'file:/proc/cpuinfo': x86(1, 'A processor', flags=flags),
                                'cpuid:leaves': leaves(ecx, ebx, xcr0)})

    same = live(AVX2)
    assert 'cpu-flags-differ' not in same.notes and 'avx2' in same.cpu['features'], same.json
    # an old kernel knows no AVX_VNNI (leaf 7.1, eax bit 4): no reason for a note
    assert 'avx_vnni' in same.cpu['features']
    # the kernel was told to switch AVX2 off
    less = live(FLAGS + ' avx f16c fma bmi1 bmi2')
    assert 'avx2' in less.notes['cpu-flags-differ']['message'] and 'avx2' in less.cpu['features'], less.json
    # the system does not save the registers: what cpuinfo says helps nobody
    unsaved = live(AVX2, xcr0=3)
    assert 'avx2' not in unsaved.cpu['features'] and 'sse4_2' in unsaved.cpu['features'], unsaved.cpu
    assert 'avx' in unsaved.notes['cpu-flags-differ']['message']


@test
def a_virtual_machine_that_hides_avx2_is_named():
    files = {'proc/cpuinfo': x86(2, 'QEMU Virtual CPU version 2.5+', flags=FLAGS + ' hypervisor'),
             'sys/class/dmi/id/sys_vendor': 'QEMU\n'}
    assert 'host' in detect(files).notes['cpu-features-hidden']['hint']
    files['proc/cpuinfo'] = x86(2, 'QEMU Virtual CPU version 2.5+', flags=AVX2 + ' hypervisor')
    assert 'cpu-features-hidden' not in detect(files).notes


@test
def groups_bound_the_threads_that_may_be_used():
    cpus = {i: (0, i, str(i)) for i in range(8)}
    base = {'proc/cpuinfo': x86(8, 'A processor'), **topology(cpus)}
    group = 'sys/fs/cgroup/a/b/'

    def usable(**files):
        return detect({**base, 'proc/self/cgroup': '0::/a/b\n', **files}).cpu['usable_threads']

    assert usable() == 8
    assert usable(**{group + 'cpu.max': '150000 100000\n'}) == 2
    assert usable(**{group + 'cpu.max': 'max 100000\n', 'sys/fs/cgroup/a/cpu.max': '50000 100000\n'}) == 1
    assert usable(**{group + 'cpuset.cpus.effective': '0-2\n'}) == 3
    # a set of version 1 may name processors that are off
    v1 = {**base, 'proc/self/cgroup': '4:cpuset:/job\n3:cpu,cpuacct:/job\n',
          'sys/fs/cgroup/cpuset/job/cpuset.cpus': '4-15\n'}
    assert detect(v1).cpu['usable_threads'] == 4
    v1.update({'sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us': '-1\n',
               'sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us': '100000\n'})
    assert detect(v1).cpu['usable_threads'] == 4
    v1['sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us'] = '300000\n'
    profile = detect(v1)
    assert profile.cpu['usable_threads'] == 3 and 'quota' in profile.source('cpu.usable_threads')['source']


main()
