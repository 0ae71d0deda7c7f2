#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-machines.py REPLAY FOLDER [--table] - every recorded computer is read as its expected.json says.

One TAP line per computer, or a table of how many facts are right. Each fact of
expected.json is compared, or has no place in a profile (NO_PLACE says why); a fact
that nobody looks at is a failure. Where a recording is read differently than its
expected.json says, its deviations.json says what is right instead, and why.
"""
import json
import os
import re
import subprocess
import sys

# what a profile has no place for
NO_PLACE = {
    'fixture': 'a name', 'description': 'words', 'notes': 'words', 'cgroup.version': 'the limit counts, not its form',
    'cgroup.pid': 'whose group was recorded', 'cpu.logical_cpus_in_cpuinfo': 'counts CPUs that are offline, too',
    'cpu.distinct_physical_core_id_pairs': 'undercounts; sysfs_topology is right', 'cpu.arm_cores': 'kinds, not parts',
    'cpu.s390_machine': 'in the name', 'cpu.partial_cpuinfo': 'about the recording',
    'memory.free_kib': 'what is available counts', 'memory.swap_total_kib': 'swap is never counted',
    'memory.hugepages_total': 'not in MemAvailable already', 'memory.hugepage_kib': 'the same',
    'gpus.drm': 'changes from start to start', 'gpus.class': 'how it was found', 'npus.class': 'how it was found',
    'kfd_gpus.node': 'the number of a node', 'kfd_gpus.compute_units': 'no engine asks',
    'kfd_gpus.render_minor': 'a node',
    'nvidia_gpu_numa_nodes': 'numbers of nodes', 'co_processors.class': 'how it was found',
}
VENDORS = {'AuthenticAMD': 'amd', 'GenuineIntel': 'intel'}


class Machine:
    def __init__(self, expected, deviations, profile):
        self.expected, self.deviations, self.profile = expected, deviations, profile
        self.pools = {p['id']: p for p in profile['memory_pools']}
        self.accelerators = profile['accelerators']
        self.seen, self.used, self.facts = set(), set(), []

    def fact(self, path, found, wanted, key=None):
        """Compares one fact; @key names it in deviations.json where @path is that of several."""
        self.seen.add(path)
        key = key or path
        state = 'right'
        if key in self.deviations:
            self.used.add(key)
            wanted, state = self.deviations[key]['is'], 'argued'
        if found != wanted:
            state = 'unknown' if found is None else 'wrong'
        self.facts.append((state, key, found, wanted))

    def accelerator(self, pci):
        return {a.get('pci'): a for a in self.accelerators}.get(pci)

    # --- the processor and the memory ---

    def cpu(self, cpu):
        found = self.profile.get('cpu', {})
        counts = dict(cpu.get('sysfs_topology') or {},
                          **{k: cpu[k] for k in ('cores', 'threads', 'packages') if k in cpu})
        if cpu.get('partial_cpuinfo'):
            # one block of cpuinfo, which counts its own package
            counts = {'cores': cpu['cores_per_package'], 'threads': cpu['siblings']}
        for key, value in counts.items():
            self.fact('cpu.' + key, found.get(key), value)
        self.seen |= {'cpu.' + k for k in ('cores', 'threads', 'packages', 'cores_per_package', 'siblings')}
        self.seen |= {'cpu.sysfs_topology.' + k for k in cpu.get('sysfs_topology') or {}}
        for key, ours in (('p_cores', 'performance_cores'), ('e_cores', 'efficiency_cores')):
            if key in cpu:
                self.fact('cpu.' + key, found.get(ours), cpu[key])
        for feature in cpu.get('isa', []):
            name = feature.lower().replace('.', '_')
            self.fact('cpu.isa', name if name in found.get('features', []) else None, name, 'cpu.isa ' + name)
        if cpu.get('vendor_id') in VENDORS:
            self.fact('cpu.vendor_id', found.get('vendor'), VENDORS[cpu['vendor_id']])
        if cpu.get('vendor_id') in VENDORS and 'model' in cpu:
            # “(R)”, “CPU @ 2.40GHz” and “Eight-Core Processor” are left out
            words = set(re.sub(r'\((?:R|r|TM|tm)\)', ' ', cpu['model']).split())
            self.fact('cpu.model', bool(found.get('name')) and set(found['name'].split()) <= words, True)
        self.seen |= {'cpu.vendor_id', 'cpu.model'}

    def memory(self, memory):
        ram = self.pools.get('ram', {})
        for key in ('total', 'available'):
            for unit, factor in (('_kib', 1024), ('_bytes', 1)):
                if key + unit in memory:
                    self.fact('memory.%s%s' % (key, unit), ram.get(key), memory[key + unit] * factor)

    # --- devices ---

    def device(self, group, device):
        pci = device['pci']
        found = self.accelerator(pci)
        self.fact(group + '.pci', pci if found else None, pci, '%s %s' % (group, pci))
        if found is None:
            self.seen |= {'%s.%s' % (group, k) for k in device}
            return
        if 'driver' in device:
            self.fact(group + '.driver', found.get('driver'), device['driver'])
        if 'pci_id' in device:
            self.fact(group + '.pci_id', found.get('pci_id'), device['pci_id'].lower())
        if 'vendor_id' in device:
            self.seen.add(group + '.device_id')
            self.fact(group + '.vendor_id', found.get('pci_id'),
                      '%s:%s' % (device['vendor_id'][2:], device['device_id'][2:]))
        if 'vram_total_bytes' in device:
            vram = self.pools.get(found['id'] + '.vram', {})
            self.fact(group + '.vram_total_bytes', vram.get('total'), device['vram_total_bytes'])
            self.fact(group + '.vram_used_bytes', vram.get('available'),
                      device['vram_total_bytes'] - device['vram_used_bytes'])
        if 'visible_vram_bytes' in device and found.get('integrated') is False:
            self.fact(group + '.visible_vram_bytes', found.get('resizable_bar'),
                      device['visible_vram_bytes'] >= device['vram_total_bytes'])
        gtt = self.pools.get(found['id'] + '.gtt')
        if gtt:
            self.fact(group + '.gtt_total_bytes', gtt['total'], device['gtt_total_bytes'])
            free = device['gtt_total_bytes'] - device['gtt_used_bytes']
            # no more than main memory has
            self.fact(group + '.gtt_used_bytes', gtt['available'],
                      min(free, self.pools.get('ram', {}).get('available') or free))
        # what a card borrows from main memory is no memory of it
        self.seen |= {group + '.' + k for k in ('visible_vram_bytes', 'gtt_total_bytes', 'gtt_used_bytes')}

    def kfd(self, nodes):
        gpus = [a for a in self.accelerators if a['kind'] == 'gpu']
        # partitions of one board share its address; the function is the partition
        boards = {}
        for node in nodes:
            boards.setdefault(node['pci'].rsplit('.', 1)[0] + '.0', {})[node['pci']] = node
        if len(nodes) == self.expected['kfd_gpu_count']:
            self.fact('kfd_gpus.pci', sorted(a['pci'] for a in gpus), sorted(boards))
        self.fact('kfd_gpu_count', sum(a.get('partitions', 1) for a in gpus), self.expected['kfd_gpu_count'])
        for pci, board in boards.items():
            found = self.accelerator(pci) or {}
            for node in board.values():
                self.fact('kfd_gpus.pci', found.get('pci'), pci)
                self.fact('kfd_gpus.device_id', found.get('pci_id'), '1002:' + node['device_id'][2:])
                if node['gfx_target']:
                    self.fact('kfd_gpus.gfx_target', found.get('gfx_target'), node['gfx_target'])
            banks = [n['mem_bank_bytes'] for n in board.values() if n.get('mem_bank_bytes')]
            pool = self.pools.get('%s.%s' % (found.get('id'), 'gtt' if found.get('integrated') else 'vram'))
            if banks and pool and pool.get('total') is not None and len(nodes) == self.expected['kfd_gpu_count']:
                self.fact('kfd_gpus.mem_bank_bytes', pool['total'], sum(banks))
        self.seen |= {'kfd_gpus.gfx_target', 'kfd_gpus.mem_bank_bytes'}

    def compare(self):
        expected = self.expected
        self.cpu(expected.get('cpu', {}))
        self.memory(expected.get('memory', {}))
        if 'memory_limit_bytes' in expected.get('cgroup', {}):
            self.fact('cgroup.memory_limit_bytes', self.pools.get('ram', {}).get('limit'),
                      expected['cgroup']['memory_limit_bytes'])
        for group in ('gpus', 'gpus_from_proc_driver_nvidia', 'npus'):
            for device in expected.get(group, []):
                self.device(group, device)
        for device in expected.get('co_processors', []):
            # neither a graphics nor a neural processor
            self.fact('co_processors.pci', self.accelerator(device['pci']), None)
            self.seen |= {'co_processors.vendor_id', 'co_processors.device_id'}
        if 'npu_driver' in expected:
            npu = [a for a in self.accelerators if a['kind'] == 'npu'][0]
            self.fact('npu_driver', npu.get('driver', 'not known'), expected['npu_driver'])
        if 'nvidia_gpu_numa_node_size_bytes' in expected:
            self.fact('nvidia_gpu_numa_node_size_bytes',
                      sorted({p.get('total') for i, p in self.pools.items() if i.endswith('.vram')}),
                      [expected['nvidia_gpu_numa_node_size_bytes']])
        if 'gpu_kind' in expected:
            kinds = {True: 'integrated', False: 'discrete'}
            self.fact('gpu_kind', [kinds.get(a.get('integrated')) for a in self.accelerators if a['kind'] == 'gpu'],
                      [expected['gpu_kind']])
        if 'expected_arch' in expected:
            self.fact('expected_arch', [a.get('compute_capability') for a in self.accelerators],
                      [expected['expected_arch'].split()[-1]])
        if expected.get('kfd_gpus'):
            self.kfd(expected['kfd_gpus'])
        if 'platform' in expected:
            self.fact('platform', self.profile['os'].get('family'), expected['platform'])
        for path, value in expected.get('facts', {}).items():
            self.fact('facts.' + path, follow(self.profile, path), value)
        if 'wsl2' in expected.get('os', {}):
            self.fact('os.wsl2', 'wsl2' in self.profile['os'].get('environment', []), expected['os']['wsl2'])
            self.fact('os.kernel', self.profile['os'].get('kernel'), expected['os']['kernel'])
        return self

    def overlooked(self):
        """Facts that nobody compared, and deviations of nothing."""
        for path in sorted(leaves(self.expected)):
            if path not in self.seen and not any(path == p or path.startswith(p + '.') for p in NO_PLACE):
                yield 'nobody looks at ' + path
        for key in sorted(set(self.deviations) - self.used):
            yield 'deviations.json has “%s”, which is no fact' % key

    def count(self, *states):
        return sum(f[0] in states for f in self.facts)


def follow(value, path):
    """What stands at “memory_pools/gpu0.vram/total”: lists go by number or by id; None where there is nothing."""
    for part in path.split('/'):
        if isinstance(value, list):
            by_id = {v['id']: v for v in value if isinstance(v, dict) and 'id' in v}
            value = {**{str(i): v for i, v in enumerate(value)}, **by_id}
        value = value.get(part) if isinstance(value, dict) else None
    return value


def leaves(value, path=''):
    if isinstance(value, dict):
        return {leaf for k, v in value.items() for leaf in leaves(v, path + '.' + k if path else k)}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return {leaf for v in value for leaf in leaves(v, path)}
    return {path}


def load(folder, name, what):
    path = os.path.join(folder, name, what)
    if not os.path.exists(path):
        return {}
    with open(path, encoding='utf-8') as f:
        return json.load(f)


def print_tap(machines, run):
    print('1..%d' % (len(machines) + 1))
    print('%s 1 every profile survives writing and reading' % ('not ok' if run.returncode else 'ok'))
    for number, (name, machine) in enumerate(machines, 2):
        wrong = ['%s is %r, not %r' % f[1:] for f in machine.facts if f[0] in ('wrong', 'unknown')]
        wrong += machine.overlooked()
        wrong += ['the deviation “%s” is not argued' % k for k, v in machine.deviations.items() if not v.get('why')]
        print('%s %d %s' % ('not ok' if wrong else 'ok', number, name))
        for text in wrong:
            print('# ' + text)


def print_table(machines):
    columns = (('right', ('right', 'argued')), ('known', ('right', 'argued', 'wrong')), ('unknown', ('unknown',)))
    width = max(len(n) for n, _ in machines)
    print('%-*s %s' % (width, 'machine', ' '.join('%7s' % c for c, _ in columns)))
    for name, machine in machines + [('all', None)]:
        counts = [sum(m.count(*states) for n, m in machines if machine is None or n == name) for _, states in columns]
        print('%-*s %s' % (width, name, ' '.join('%7d' % c for c in counts)))


def main():
    replay, folder = sys.argv[1:3]
    names = sorted(n for n in os.listdir(folder) if os.path.isdir(os.path.join(folder, n)))
    run = subprocess.run([replay] + [os.path.join(folder, n, 'snapshot.json') for n in names],
                         stdout=subprocess.PIPE, text=True)
    machines = [(name, Machine(load(folder, name, 'expected.json'), load(folder, name, 'deviations.json'), profile)
                 .compare()) for name, profile in zip(names, json.loads(run.stdout))]
    if '--table' in sys.argv:
        print_table(machines)
    else:
        print_tap(machines, run)


main()
