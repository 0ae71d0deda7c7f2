#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-machines.py REPLAY FOLDER - every recorded computer is read as its expected.json says.

One TAP line per computer. A recording is often partial: only what expected.json
states is looked at. DEVIATIONS are argued here, not in the recordings.
"""
import json
import os
import subprocess
import sys

DEVIATIONS = {
    # MemTotal counts the memory of six graphics cards, which are NUMA nodes; a
    # person's main memory is what is left (270122090496 = nodes 0 and 8)
    'ibm-power9-6x-v100': {'memory.total': 270122090496, 'memory.available': 257927872512},
    # a virtual display controller that computes nothing
    'cloudstack-kvm-vm-pci32domain': {'gpu 0000:00:02.0': None},
    # the recording has neither the kind of a core nor its highest clock
    'intel-i5-l16g7-lakefield': {'cpu.p_cores': None, 'cpu.e_cores': None},
}


def pools(profile):
    return {p['id']: p for p in profile['memory_pools']}


def compare(name, expected, profile):
    """Yields what is wrong, in words."""
    other = DEVIATIONS.get(name, {})

    def check(what, found, wanted):
        wanted = other.get(what, wanted)
        if found != wanted:
            yield '%s is %r, not %r' % (what, found, wanted)

    cpu, found = expected.get('cpu', {}), profile.get('cpu', {})
    counts = dict(cpu.get('sysfs_topology') or {}, **{k: cpu[k] for k in ('cores', 'threads', 'packages') if k in cpu})
    if cpu.get('partial_cpuinfo'):
        counts = {'cores': cpu['cores_per_package'], 'threads': cpu['siblings']}
    for key, value in counts.items():
        yield from check('cpu.' + key, found.get(key), value)
    for key, ours in (('p_cores', 'performance_cores'), ('e_cores', 'efficiency_cores')):
        if key in cpu:
            yield from check('cpu.' + key, found.get(ours), cpu[key])
    for feature in cpu.get('isa', []):
        if feature.lower().replace('.', '_') not in found.get('features', []):
            yield 'cpu.features has no ' + feature

    memory, ram = expected.get('memory', {}), pools(profile).get('ram', {})
    for key in ('total', 'available'):
        if key + '_kib' in memory:
            yield from check('memory.' + key, ram.get(key), memory[key + '_kib'] * 1024)
        if key + '_bytes' in memory:
            yield from check('memory.' + key, ram.get(key), memory[key + '_bytes'])
    if 'memory_limit_bytes' in expected.get('cgroup', {}):
        yield from check('memory.limit', ram.get('limit'), expected['cgroup']['memory_limit_bytes'])

    for group in ('gpus', 'gpus_from_proc_driver_nvidia', 'npus'):
        for device in expected.get(group, []):
            yield from compare_device(check, device, profile)
    if 'nvidia_gpu_numa_node_size_bytes' in expected:
        yield from check('vram of the nodes', {p.get('total') for i, p in pools(profile).items() if i.endswith('.vram')},
                         {expected['nvidia_gpu_numa_node_size_bytes']})
    if 'gpu_kind' in expected:
        kinds = ['integrated' if a['integrated'] else 'discrete' for a in profile['accelerators'] if a['kind'] == 'gpu']
        yield from check('gpu_kind', kinds, [expected['gpu_kind']])
    if expected.get('expected_arch', '').find('compute capability') > 0:
        yield from check('compute_capability', [a.get('compute_capability') for a in profile['accelerators']],
                         [expected['expected_arch'].split()[-1]])
    yield from compare_kfd(check, expected, profile)
    if 'platform' in expected:
        yield from check('os.family', profile['os'].get('family'), expected['platform'])
    for path, value in expected.get('facts', {}).items():
        yield from check(path, follow(profile, path), value)
    if expected.get('os', {}).get('wsl2'):
        yield from check('os.environment', 'wsl2' in profile['os'].get('environment', []), True)


def follow(value, path):
    """What stands at “memory_pools/gpu0.vram/total”: lists go by number or by id; None where there is nothing."""
    for part in path.split('/'):
        if isinstance(value, list):
            by_id = {v['id']: v for v in value if isinstance(v, dict) and 'id' in v}
            value = {**{str(i): v for i, v in enumerate(value)}, **by_id}
        value = value.get(part) if isinstance(value, dict) else None
    return value


def compare_device(check, device, profile):
    found = {a.get('pci'): a for a in profile['accelerators']}.get(device['pci'])
    if found is None:
        yield from check('gpu ' + device['pci'], None, 'found')
        return
    ours = pools(profile)
    for key in ('driver', 'pci_id'):
        if key in device:
            yield from check(key, found.get(key), device[key] if key == 'driver' else device[key].lower())
    if 'vram_total_bytes' in device:
        vram = ours[found['id'] + '.vram']
        yield from check('vram', vram['total'], device['vram_total_bytes'])
        yield from check('vram.available', vram['available'], device['vram_total_bytes'] - device['vram_used_bytes'])
    if found['id'] + '.gtt' in ours:
        yield from check('gtt', ours[found['id'] + '.gtt']['total'], device['gtt_total_bytes'])


def compare_kfd(check, expected, profile):
    nodes = expected.get('kfd_gpus', [])
    if not nodes:
        return
    gpus = [a for a in profile['accelerators'] if a['kind'] == 'gpu']
    # partitions of one board share its address; the function is the partition
    boards = {n['pci'].rsplit('.', 1)[0] for n in nodes}
    if len(nodes) == expected['kfd_gpu_count']:
        yield from check('boards', len(gpus), len(boards))
    yield from check('partitions', sum(a.get('partitions', 1) for a in gpus), expected['kfd_gpu_count'])
    targets = {n['gfx_target'] for n in nodes if n['gfx_target']}
    if targets:
        yield from check('gfx', {a.get('gfx_target') for a in gpus}, targets)


def main():
    replay, folder = sys.argv[1:]
    names = sorted(n for n in os.listdir(folder) if os.path.isdir(os.path.join(folder, n)))
    run = subprocess.run([replay] + [os.path.join(folder, n, 'snapshot.json') for n in names],
                         stdout=subprocess.PIPE, text=True)
    profiles = json.loads(run.stdout)
    print('1..%d' % (len(names) + 1))
    print('%s 1 every profile survives writing and reading' % ('not ok' if run.returncode else 'ok'))
    for number, (name, profile) in enumerate(zip(names, profiles), 2):
        with open(os.path.join(folder, name, 'expected.json')) as f:
            wrong = list(compare(name, json.load(f), profile))
        print('%s %d %s' % ('not ok' if wrong else 'ok', number, name))
        for text in wrong:
            print('# ' + text)


main()
