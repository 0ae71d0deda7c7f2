#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Recorded computers with what a guest might have said: who is who, and who is believed. Prints TAP."""
from harness import GIB, GUESTS, INSTEAD, MIB, main, replay, subset, test


def geforce(**more):
    return dict({'name': 'NVIDIA GeForce RTX 4080', 'pci': '0000:09:00.0', 'vendor_id': 0x10de, 'device_id': 0x2704,
                 'memory': {'total': 16 * GIB, 'reserved': 400 * MIB, 'free': 15 * GIB},
                 'capability_major': 8, 'capability_minor': 9, 'memory_bus_width': 256, 'memory_clock_mhz': 11201},
                **more)


@test
def nvml_joins_a_recorded_card_by_its_address():
    bare = replay('nvidia-rtx4080-nvidia-drm', {})
    assert 'available' not in bare.pool('0000:09:00.0')
    found = replay('nvidia-rtx4080-nvidia-drm', {'nvml': {
        'library': 'libnvidia-ml.so.1', 'driver_version': '999.1', 'cuda_version': 13010, 'count': 1,
        'devices': [geforce()]}})
    assert len(found.doc['accelerators']) == len(bare.doc['accelerators'])
    subset({'total': 16 * GIB - 400 * MIB, 'available': 15 * GIB, 'bandwidth': 2 * 11201 * 10 ** 6 * 256 // 8},
           found.pool('0000:09:00.0'))
    before, device = bare.device('0000:09:00.0'), found.device('0000:09:00.0')
    # the kernel's word stays; what a driver runs, it knows better than a table
    for kept in ('id', 'name', 'pci_id', 'driver', 'compute_capability', 'usable'):
        assert device.get(kept) == before.get(kept), kept
    assert device['max_cuda'] == '13.1'


@test
def two_alike_are_told_apart_by_address_alone():
    cards = [geforce(pci='0000:41:00.0'), geforce(pci='0000:42:00.0', memory={'total': 8 * GIB, 'free': GIB})]
    found = replay('wsl2-arm64-snapdragon-8cx-gen3', {'nvml': {'count': 2, 'devices': cards}, 'cuda': {'devices': [
        {'pci': c['pci'], 'name': c['name'], 'total': GIB, 'capability_major': 8, 'capability_minor': 9}
        for c in reversed(cards)]}, 'vulkan': {'devices': [
            {'name': 'Microsoft Direct3D12 (NVIDIA GeForce RTX 4080)', 'type': 'discrete', 'vendor_id': 0x10de,
             'device_id': 0x2704, 'heaps': [{'size': GIB, 'device_local': True}]}]}})
    assert found.pool('0000:41:00.0')['total'] == 16 * GIB - 400 * MIB
    assert found.pool('0000:42:00.0')['total'] == 8 * GIB
    gpus = [a for a in found.doc['accelerators'] if a['vendor'] == 'nvidia']
    # nobody else has seen them (WSL2 has no PCI), and Vulkan cannot say which one it means
    assert [(a['pci'], a['runtimes']) for a in gpus] == [('0000:41:00.0', ['cuda']), ('0000:42:00.0', ['cuda'])], gpus


@test
def a_chip_without_a_bus_is_joined_by_its_maker():
    # the recording is of the processor; every Orin's device tree says this
    tree = {'file:/proc/device-tree/compatible': {'text': 'nvidia,p3737-0000+p3701-0000\nnvidia,tegra234\n'}}
    bare = replay('jetson-agx-orin', {}, tree)
    found = replay('jetson-agx-orin', {'cuda': {'cuda_version': 12020, 'devices': [
        {'name': 'Orin', 'pci': '0000:00:00.0', 'total': 30 * GIB, 'integrated': True, 'capability_major': 8,
         'capability_minor': 7, 'memory_bus_width': 128, 'memory_clock_khz': 1300000}]}}, tree)
    assert len(found.doc['accelerators']) == len(bare.doc['accelerators']) == 1
    device = found.doc['accelerators'][0]
    subset({'integrated': True, 'compute_capability': '8.7', 'max_cuda': '12.2'}, device)
    assert 'cuda' in device['runtimes'] and len(device['pools']) == 1, device
    pool = [p for p in found.doc['memory_pools'] if p['id'] == device['pools'][0]][0]
    assert pool['kind'] == 'shared' and pool['backing'] == 'ram', pool


@test
def a_dgx_spark_keeps_its_one_memory():
    # the recording is of the processor; this is its one graphics device
    pci = '000f:01:00.0'
    bus = {'file:/sys/bus/pci/devices/%s/%s' % (pci, name): {'text': text} for name, text in (
        ('class', '0x030200\n'), ('vendor', '0x10de\n'), ('device', '0x2e12\n'), ('uevent', 'DRIVER=nvidia\n'))}
    bare = replay('nvidia-dgx-spark-gb10', {}, bus)
    found = replay('nvidia-dgx-spark-gb10', {
        'nvml': {'count': 1, 'devices': [{'name': 'NVIDIA GB10', 'pci': pci, 'memory_status': 3, 'addressing': 2}]},
        'cuda': {'devices': [{'name': 'NVIDIA GB10', 'pci': pci, 'integrated': True, 'total': 119 * GIB}]}}, bus)
    assert found.doc['accelerators'][0]['pools'] == bare.doc['accelerators'][0]['pools']
    assert [p.get('total') for p in found.doc['memory_pools']] == [p.get('total') for p in bare.doc['memory_pools']]


@test
def an_amd_processor_gets_its_gtt_from_the_kernel():
    machine = 'amd-phoenix-780m-apu'
    bare = replay(machine, {})
    pci = bare.doc['accelerators'][0]['pci']
    found = replay(machine, {'drm': {'devices': [{'driver': 'amdgpu', 'pci': pci, 'integrated': True, 'regions': [
        {'local': True, 'total': 512 * MIB, 'free': 1}, {'local': False, 'total': 1 << 40, 'free': 1}]}]}})
    # sysfs told it all
    assert found.doc['memory_pools'] == bare.doc['memory_pools']


@test
def what_cannot_be_right_is_not_used():
    lies = [
        geforce(memory={'total': 16 * GIB, 'free': 17 * GIB}),
        geforce(memory={'total': 16 * GIB, 'reserved': 17 * GIB, 'free': GIB}),
        geforce(memory={'total': 1 << 60, 'free': 0}),
        geforce(memory={'total': -1}),
        geforce(memory={'total': 0, 'free': 0}),
        geforce(memory={'total': '16 GiB'}),
        geforce(memory={'total': 16.5}),
    ]
    bare = replay('nvidia-rtx4080-nvidia-drm', {}).pool('0000:09:00.0')
    for lie in lies:
        found = replay('nvidia-rtx4080-nvidia-drm', {'nvml': {'count': 1, 'devices': [lie]}})
        for fact in ('total', 'available', 'limit'):
            assert found.pool('0000:09:00.0').get(fact) == bare.get(fact), (lie, fact)
        subset({'severity': 'warning', 'hint': INSTEAD,
                'message': 'The NVIDIA driver says things that cannot be right; they are not used.'},
               found.notes()['nvml-implausible'])
    for lie in ({'pci': 'a card'}, {'pci': '0000:09:00.0\n'}, {'name': 'bad \ufffd name'}, {'capability_major': -8},
                {'memory_bus_width': 1 << 40}, {'vendor_id': -1}, {'name': ['x']}):
        found = replay('nvidia-rtx4080-nvidia-drm', {'nvml': {'devices': [geforce(**lie)]}})
        assert 'nvml-implausible' in found.notes(), lie
        assert len([a for a in found.doc['accelerators'] if a['vendor'] == 'nvidia']) == 1, lie


@test
def answers_of_any_shape_are_survived():
    for guest in GUESTS:
        for document in ({}, {'devices': 3}, {'devices': [3, None, [], 'x', {}]}, {'devices': [{'memory': []}]},
                         {'asleep': 3}, {'asleep': [3, None, {}, 'x']}, {'error': 3, 'status': 'x'},
                         {'devices': [{}] * 10000}, {'count': 'many', 'devices': [{'regions': {}, 'heaps': 1}]},
                         {'cuda_version': -1}, {'cuda_version': 10 ** 18}):
            replay('nvidia-rtx4080-nvidia-drm', {guest: document})


@test
def drm_joins_recorded_cards():
    arc = {'driver': 'i915', 'pci': '0000:03:00.0',
           'regions': [{'local': False, 'total': 32 * GIB}, {'local': True, 'total': 6 * GIB, 'free': 5 * GIB}]}
    bare = replay('intel-arc-a380-i915', {})
    pci = [a['pci'] for a in bare.doc['accelerators'] if a['integrated'] is False][0]
    found = replay('intel-arc-a380-i915', {'drm': {'devices': [dict(arc, pci=pci)]}})
    # an A380 has 6 GiB, behind a window of 8
    subset({'total': 6 * GIB, 'available': 5 * GIB}, found.pool(pci))
    radeon = [a for a in replay('amd-rx6900xt', {}).doc['accelerators']][0]
    found = replay('amd-rx6900xt', {'drm': {'devices': [
        {'driver': 'amdgpu', 'pci': radeon['pci'], 'integrated': False, 'vram_type': 9, 'memory_bus_width': 256,
         'memory_clock_khz': 1000000, 'regions': [{'local': True, 'total': 1, 'free': 1}]}]}})
    # sysfs is trusted first; the bandwidth of GDDR6 follows from clock and width
    subset({'total': 17163091968, 'bandwidth': 512 * 10 ** 9}, found.pool(radeon['pci']))


if __name__ == '__main__':
    main()
