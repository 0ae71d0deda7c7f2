#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Vendor libraries that answer, lie, hang and crash: `edgekit hardware` answers in time. Prints TAP."""
import json
import os
import shlex
import subprocess

from harness import (ADDRESS, DEADLINE, EDGEKIT, FAKES, GIB, GUESTS, INSTEAD, LIBRARIES, MIB, PROBE, SCRATCH, Hardware,
                     ask, ask_drm, environment, folder, install, main, probe, render_node, replay, subset, test)


# --- every guest answers -------------------------------------------------------


@test
def nvml_tells_an_rtx_4090():
    found = ask('nvml')
    device = found.device(ADDRESS['nvml'])
    subset({'kind': 'gpu', 'vendor': 'nvidia', 'name': 'NVIDIA GeForce RTX 4090', 'pci_id': '10de:2684',
            'driver_version': '550.54.15', 'compute_capability': '8.9', 'max_cuda': '12.4', 'partitions': 1,
            'usable': True, 'pools': [device['id'] + '.vram']}, device)
    # what the driver keeps for itself cannot be planned with
    subset({'kind': 'vram', 'total': (24564 - 512) * MIB, 'available': 20000 * MIB,
            'bandwidth': 2 * 10501 * 10 ** 6 * 384 // 8}, found.pool(ADDRESS['nvml']))
    vram = 'memory_pools.%s.vram.' % device['id']
    assert found.source(vram + 'total') == {'kind': 'reported', 'source': 'guest:nvml nvmlDeviceGetMemoryInfo'}
    assert found.source(vram + 'available')['source'].startswith('guest:nvml ')
    assert found.source(vram + 'bandwidth') == {'kind': 'estimate', 'source': 'guest:nvml memory clock x bus width'}
    assert found.source('accelerators.%s.compute_capability' % device['id'])['source'].startswith('guest:nvml ')
    assert not [c for c in found.notes() if c.startswith('nvml')], found.notes()


@test
def nvml_of_before_the_second_version_of_a_call():
    found = ask('nvml', fault='no-v2')
    subset({'total': 24564 * MIB, 'available': 20000 * MIB}, found.pool(ADDRESS['nvml']))
    # and a library that has none of the newer names
    found = ask('nvml', fake='nvml-old')
    device = found.device(ADDRESS['nvml'])
    subset({'name': 'NVIDIA GeForce RTX 4090', 'driver_version': '340.108'}, device)
    assert 'max_cuda' not in device
    subset({'total': 24564 * MIB, 'available': 20000 * MIB}, found.pool(ADDRESS['nvml']))
    assert not [c for c in found.notes() if c.startswith('nvml')], found.notes()


@test
def nvml_never_tells_a_serial_number():
    assert 'uuid' not in json.dumps(probe('nvml', libraries=install(nvml='nvml'))).lower()


@test
def cuda_tells_an_rtx_4090_without_a_context():
    found = ask('cuda')
    device = found.device(ADDRESS['cuda'])
    subset({'vendor': 'nvidia', 'name': 'NVIDIA GeForce RTX 4090', 'compute_capability': '8.9', 'max_cuda': '13.0',
            'runtimes': ['cuda'], 'usable': True}, device)
    pool = found.pool(ADDRESS['cuda'])
    subset({'total': 24052 * MIB, 'bandwidth': 1008096000000}, pool)
    assert 'available' not in pool


@test
def vulkan_tells_an_arc_and_leaves_llvmpipe_out():
    found = ask('vulkan')
    device = found.device(ADDRESS['vulkan'])
    subset({'vendor': 'intel', 'pci_id': '8086:56a0', 'runtimes': ['vulkan'], 'integrated': False,
            'max_allocation': 4 * GIB - 1, 'max_storage_range': GIB}, device)
    # a budget is what is left of a heap, and two heaps lie on the card
    subset({'total': 16 * GIB + 256 * MIB, 'available': 8 * GIB + 128 * MIB - 32 * MIB}, found.pool(ADDRESS['vulkan']))
    assert not [a for a in found.doc['accelerators'] if 'llvmpipe' in a.get('name', '')]


@test
def vulkan_counts_nvidias_window_onto_a_heap_once():
    subset({'total': 16 * GIB, 'available': 8 * GIB - 16 * MIB}, ask('vulkan', fault='nvidia').pool(ADDRESS['vulkan']))


@test
def vulkan_limits_what_is_lent_of_main_memory():
    found = ask('vulkan', fault='integrated')
    device = found.device(ADDRESS['vulkan'])
    pool = found.pool(ADDRESS['vulkan'], 'shared')
    subset({'integrated': True, 'pools': [pool['id']]}, device)
    subset({'kind': 'shared', 'backing': 'ram'}, pool)
    ram = [p for p in found.doc['memory_pools'] if p['id'] == 'ram'][0]
    assert pool['total'] == ram['total']
    # 8 GiB are left of its heap, unless there is less main memory than that
    assert pool.get('limit') == (8 * GIB - 16 * MIB if 8 * GIB - 16 * MIB < ram['total'] else None), pool


@test
def vulkan_without_its_extensions():
    found = Hardware(['vulkan'], libraries=install(vulkan='vulkan'), fault='bare')
    device = [a for a in found.doc['accelerators'] if a.get('pci_id') == '8086:56a0']
    assert len(device) == 1 and 'pci' not in device[0], device


@test
def level_zero_tells_a_b580():
    for fake in ('level-zero', 'level-zero-old'):
        found = ask('level-zero', fake=fake)
        device = found.device(ADDRESS['level-zero'])
        subset({'vendor': 'intel', 'pci_id': '8086:e20b', 'runtimes': ['sycl'], 'integrated': False}, device)
        subset({'total': 12 * GIB, 'available': 11 * GIB}, found.pool(ADDRESS['level-zero']))
    assert ask('level-zero', fault='integrated').pool(ADDRESS['level-zero']) is None


@test
def opencl_tells_a_radeon_and_the_three_addresses():
    found = ask('opencl')
    subset({'vendor': 'amd', 'name': 'gfx1030', 'runtimes': ['opencl'], 'integrated': False},
           found.device(ADDRESS['opencl']))
    subset({'total': 16 * GIB, 'available': 15 * GIB}, found.pool(ADDRESS['opencl']))
    libraries = install(opencl='opencl')
    assert [d['pci'] for d in probe('opencl', libraries=libraries, fault='nvidia')['devices']] == ['0000:c1:02.1']
    assert [d['pci'] for d in probe('opencl', libraries=libraries, fault='khr')['devices']] == ['0001:c1:00.0']


@test
def a_memory_that_is_main_memory():
    for guest in ('nvml', 'cuda'):
        found = ask(guest, fault='unified')
        device = found.device(ADDRESS[guest])
        pool = found.pool(ADDRESS[guest], 'shared')
        assert device['integrated'] is True and device['pools'] == [pool['id']], (guest, device)
        subset({'kind': 'shared', 'backing': 'ram'}, pool)
        assert found.pool(ADDRESS[guest]) is None


@test
def a_card_in_parts():
    found = ask('nvml', fault='mig')
    assert found.device(ADDRESS['nvml'])['partitions'] == 2
    subset({'limit': 9 * GIB, 'limit_source': 'guest:nvml MIG device'}, found.pool(ADDRESS['nvml']))


@test
def drm_tells_the_memory_of_four_drivers():
    def region(local, total, free=None):
        return dict({'local': local, 'total': total}, **({} if free is None else {'free': free}))

    wanted = {
        'amdgpu': {'regions': [region(True, 16 * GIB, 14 * GIB), region(False, 32 * GIB, 31 * GIB)],
                   'integrated': False, 'vram_type': 9, 'memory_bus_width': 256, 'memory_clock_khz': 1000000},
        'amdgpu-apu': {'integrated': True},
        'i915': {'regions': [region(False, 32 * GIB), region(True, 6 * GIB, 5 * GIB)]},
        # who may not know what is in use gets a zero
        'xe': {'regions': [region(False, 32 * GIB), region(True, 12 * GIB)]},
        'nouveau': {'regions': [region(True, 8 * GIB, 7 * GIB)]},
    }
    for driver, facts in wanted.items():
        document = ask_drm(driver)
        assert len(document['devices']) == 1, document
        subset(dict(facts, pci='0000:b1:00.0'), document['devices'][0])


@test
def drm_that_refuses_or_lies():
    assert ask_drm('amdgpu', fault='refuse')['devices'][0]['error'] == 'ioctl'
    assert ask_drm('amdgpu', fault='other-driver')['devices'][0]['error'] == 'ioctl'
    assert ask_drm('i915', fault='absurd')['devices'][0]['error'] == 'ioctl'
    # no more regions than the answer has room for
    assert len(ask_drm('i915', fault='lie')['devices'][0]['regions']) == 2
    assert 'free' not in ask_drm('amdgpu', fault='lie')['devices'][0]['regions'][0]
    # a driver that is not known is not opened
    assert ask_drm('virtio_gpu')['devices'] == []


# --- every guest misbehaves -----------------------------------------------------------


def failing(guest, fault):
    if guest != 'drm':
        return ask(guest, fault=fault)
    # LD_PRELOAD is for the probe alone
    wrapper = os.path.join(SCRATCH, 'probe-drm')
    with open(wrapper, 'w') as f:
        f.write('#!/bin/sh\nLD_PRELOAD=%s FAKE=%s exec %s "$@"\n' % tuple(
            shlex.quote(w) for w in (os.path.join(FAKES, 'libfake-drm.so'), fault, PROBE)))
    os.chmod(wrapper, 0o755)
    return Hardware(['drm'], EDGEKIT_PROBE=wrapper, EDGEKIT_PROBE_ROOT=render_node('amdgpu'), FAKE_DRM='amdgpu')


TITLES = {'nvml': 'The NVIDIA driver', 'cuda': 'The CUDA driver', 'vulkan': 'The Vulkan driver',
          'level-zero': 'The Level Zero driver', 'opencl': 'The OpenCL driver',
          'drm': 'The graphics driver of the kernel'}


def check_failure(guest, fault, code, message):
    found = failing(guest, fault)
    subset({'severity': 'warning', 'message': '%s %s' % (TITLES[guest], message), 'hint': INSTEAD},
           found.notes().get('%s-%s' % (guest, code), {}))
    # the rest is as ever
    assert [p for p in found.doc['memory_pools'] if p['id'] == 'ram' and p['total'] > 0]
    if guest in ADDRESS:
        assert found.device(ADDRESS[guest]) is None
    return found


@test
def a_guest_that_crashes():
    for guest in GUESTS:
        for fault in ('segv', 'abort'):
            check_failure(guest, fault, 'failed', 'crashed when it was asked.')


@test
def a_guest_that_ends_the_process_or_writes_garbage():
    for guest in GUESTS:
        for fault in ('exit', 'garbage', 'flood'):
            check_failure(guest, fault, 'failed', 'gave no answer that makes sense.')


@test
def all_guests_hang_at_once():
    libraries = install(**{g.replace('-', '_'): g for g in LIBRARIES})
    found = Hardware(list(LIBRARIES), libraries=libraries, fault='hang')
    assert 5 <= found.seconds < DEADLINE, found.seconds
    for guest in LIBRARIES:
        subset({'severity': 'warning', 'message': TITLES[guest] + ' did not answer within 5 seconds.'},
               found.notes().get(guest + '-timeout', {}))
    assert [p for p in found.doc['memory_pools'] if p['id'] == 'ram' and p['total'] > 0]


@test
def the_kernel_hangs():
    check_failure('drm', 'hang', 'timeout', 'did not answer within 5 seconds.')


@test
def a_guest_that_chatters_or_leaves_a_process_behind():
    for guest in LIBRARIES:
        for fault in ('chatter', 'grandchild', 'daemon'):
            found = ask(guest, fault=fault)
            assert found.device(ADDRESS[guest]), (guest, fault)
            # the process that stays behind lives for 30 seconds and holds the pipe
            assert found.seconds < 25, (guest, fault, found.seconds)
            assert not [c for c in found.notes() if c.startswith(guest)], found.notes()


@test
def ten_thousand_devices():
    for guest in LIBRARIES:
        found = ask(guest, fault='many')
        note = found.notes()[guest + '-many']
        assert note['message'] == '%s says that there are 10000 devices; EdgeKit looks at the first 64.' % TITLES[
            guest], note
        assert len(found.doc['accelerators']) <= 64 + 8, len(found.doc['accelerators'])
        assert found.device(ADDRESS[guest])


@test
def names_that_are_none():
    for guest in LIBRARIES:
        found = ask(guest, fault='bad-name')
        assert 'name' not in found.device(ADDRESS[guest]), found.device(ADDRESS[guest])
        assert found.notes()[guest + '-implausible']['severity'] == 'warning'
        found = ask(guest, fault='long-name')
        assert set(found.device(ADDRESS[guest]).get('name', '')) <= {'A'}


@test
def numbers_that_cannot_be_right():
    for guest in ('nvml', 'level-zero', 'opencl', 'vulkan'):
        found = ask(guest, fault='lie')
        assert guest + '-implausible' in found.notes(), guest
        assert 'available' not in found.pool(ADDRESS[guest]), guest
    for guest in LIBRARIES:
        ask(guest, fault='absurd')


@test
def a_library_that_cannot_start():
    for guest, status in (('nvml', 9), ('cuda', 100), ('cuda', 34), ('vulkan', -9), ('level-zero', 0x78000001),
                          ('opencl', -1001)):
        found = ask(guest, FAKE_STATUS=status)
        assert found.device(ADDRESS[guest]) is None
        # no driver and no device are no news
        assert not [c for c in found.notes() if c.startswith(guest)], (guest, found.notes())
    found = replay('nvidia-rtx4080-nvidia-drm', {'nvml': {'library': 'x', 'error': 'init', 'status': 18}})
    assert found.notes()['nvml-mismatch']['hint'].startswith('Restart the computer')
    assert found.device('0000:09:00.0')['usable'] is False
    found = replay('nvidia-rtx4080-nvidia-drm', {'nvml': {'error': 'init', 'status': 17}})
    assert found.notes()['nvml-denied']['severity'] == 'warning'
    found = replay('nvidia-rtx4080-nvidia-drm', {'cuda': {'error': 'init', 'status': 999}})
    assert found.notes()['cuda-failed']['message'] == 'CUDA could not be started (error 999).'
    assert ask('nvml', fault='lost').notes()['nvml-gpu-lost']['severity'] == 'warning'
    # a card of somebody else's, in a container
    assert not [c for c in ask('nvml', fault='forbidden').notes() if c.startswith('nvml')]


@test
def a_library_of_another_version():
    found = ask('nvml', fake='nvml-bare')
    assert found.notes()['nvml-unusable']['message'] == (
        'The NVIDIA driver is of a version that EdgeKit cannot talk to.')
    assert ask('vulkan', fault='old').notes()['vulkan-unusable']


@test
def absent_libraries_are_no_news():
    # the folder has none, and names with a slash are looked up below an empty root
    found = Hardware(GUESTS, libraries=install(), EDGEKIT_PROBE=os.path.join(folder('none'), 'no-such-program'))
    assert found.notes()['drivers-not-asked']['severity'] == 'info'
    found = replay('nvidia-rtx4080-nvidia-drm', {g: {'library': None} for g in GUESTS})
    assert [n['code'] for n in found.doc['notes']] == [
        n['code'] for n in replay('nvidia-rtx4080-nvidia-drm', {}).doc['notes']]


@test
def nobody_is_asked_who_is_not_there():
    cache = '/etc/ld.so.cache'
    if not os.path.exists(cache):
        return  # then every one is asked
    program, log = os.path.join(SCRATCH, 'listening-probe'), os.path.join(SCRATCH, 'asked')
    with open(program, 'w') as f:
        f.write('#!/bin/sh\necho "$1" >>%s\necho "{}"\n' % log)
    os.chmod(program, 0o755)
    open(log, 'w').close()
    env = environment(GUESTS, None, None, EDGEKIT_PROBE=program)
    for name in ('LD_LIBRARY_PATH', 'LD_PRELOAD', 'EDGEKIT_PROBE_ROOT'):
        env.pop(name, None)
    run = subprocess.run([EDGEKIT, 'hardware', '--json'], capture_output=True, timeout=DEADLINE, env=env)
    assert run.returncode == 0, run.stderr
    with open(log) as f, open(cache, 'rb') as c:
        asked, libraries = set(f.read().split()), c.read()
    places = {'nvml': '/usr/lib/wsl/lib/libnvidia-ml.so.1', 'cuda': '/usr/lib/wsl/lib/libcuda.so.1'}
    there = {g for g, name in LIBRARIES.items()
             if name.encode() + b'\0' in libraries or os.path.exists(places.get(g, '/nowhere'))}
    assert asked - {'drm'} == there, (asked, there)
    assert ('drm' in asked) == os.path.exists('/dev/dri'), asked
    assert 'drivers-not-asked' not in run.stdout.decode()


@test
def an_answer_that_is_no_document():
    program = os.path.join(SCRATCH, 'false-probe')
    for text in ('{"devices":[{"memory":{"total":NaN}}]}', '{"devices":[{"total":1e999}]}', '[]', '', '{"a":"\\ud800"}',
                 '[' * 100000, '{"total":123456789012345678901234567890}'):
        with open(program, 'w') as f:
            f.write('#!/bin/sh\n/bin/cat <<"END"\n%s\nEND\n' % text)
        os.chmod(program, 0o755)
        found = Hardware(['nvml', 'vulkan'], EDGEKIT_PROBE=program)
        for guest in ('nvml', 'vulkan'):
            assert found.notes()[guest + '-failed']['message'].endswith('gave no answer that makes sense.'), text


@test
def the_probe_takes_one_word():
    for arguments in ([], ['nonsense'], ['nvml', '--nonsense'], ['--wake']):
        run = subprocess.run([PROBE, *arguments], capture_output=True, timeout=DEADLINE)
        assert run.returncode == 2 and run.stdout == b'' and run.stderr, arguments


if __name__ == '__main__':
    main()
