#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computers as a person would describe them, for what no recording has."""
import copy
import json
import os

GIB = 2 ** 30
# a desktop as many people have it; every number is one that a person could have written down
DESKTOP = {
    'schema': 'edgekit.hardware/1', 'recorded': '2026-11-12',
    'os': {'family': 'linux', 'id': 'debian', 'name': 'Debian GNU/Linux 12 (bookworm)', 'version': '12',
           'kernel': '6.1.0', 'architecture': 'x86_64', 'libc': 'glibc', 'libc_version': '2.36'},
    'cpu': {'name': 'AMD Ryzen 7 7700', 'vendor': 'amd', 'packages': 1, 'cores': 8, 'threads': 16,
            'usable_threads': 16, 'features': ['sse4_2', 'avx', 'avx2', 'fma', 'f16c', 'bmi2', 'avx512f'],
            'max_mhz': 5300},
    'memory_pools': [{'id': 'ram', 'kind': 'ram', 'total': 32 * GIB, 'available': 20 * GIB, 'bandwidth': 61 * 10 ** 9},
                     {'id': 'gpu0.vram', 'kind': 'vram', 'total': 12 * GIB, 'available': 11 * GIB,
                      'bandwidth': 504 * 10 ** 9}],
    'accelerators': [{'id': 'gpu0', 'kind': 'gpu', 'vendor': 'nvidia', 'name': 'NVIDIA GeForce RTX 4070',
                      'integrated': False, 'pci': '0000:01:00.0', 'pci_id': '10de:2786', 'driver': 'nvidia',
                      'driver_version': '550.54.15', 'compute_capability': '8.9', 'max_cuda': '12.4',
                      'runtimes': ['cuda', 'vulkan'], 'pools': ['gpu0.vram'], 'partitions': 1, 'usable': True}],
    'storage': [{'path': '/home', 'kind': 'nvme', 'total': 10 ** 12, 'free': 4 * 10 ** 11}],
    'software': {'shell': 'bash', 'python': '3.11', 'gcc': '12.2', 'cmake': '3.25', 'package_managers': ['apt'],
                 'programs': ['curl', 'tar', 'zstd']},
}
NO_DRIVER = dict(DESKTOP, accelerators=[dict(DESKTOP['accelerators'][0], driver=None, driver_version=None,
                                             max_cuda=None, runtimes=[], usable=False)],
                 memory_pools=DESKTOP['memory_pools'][:1] + [dict(DESKTOP['memory_pools'][1], available=None)],
                 notes=[{'code': 'nvidia-driver-missing', 'severity': 'warning',
                         'message': 'The NVIDIA driver is not installed.',
                         'hint': 'The card is there but cannot be used. Until then the processor does the work.',
                         'command': 'sudo apt install nvidia-driver'}])
TWO_CARDS = copy.deepcopy(DESKTOP)
TWO_CARDS['accelerators'].append(dict(DESKTOP['accelerators'][0], id='gpu1', name='NVIDIA GeForce RTX 3060',
                                      pci='0000:02:00.0', pci_id='10de:2503', compute_capability='8.6',
                                      pools=['gpu1.vram']))
TWO_CARDS['memory_pools'].append({'id': 'gpu1.vram', 'kind': 'vram', 'total': 12 * GIB, 'available': 11 * GIB,
                                  'bandwidth': 360 * 10 ** 9})
# processor and graphics share the memory, up to a limit
SHARED = dict(DESKTOP, cpu=dict(DESKTOP['cpu'], name='AMD Ryzen AI Max+ 395', cores=16, threads=32, usable_threads=32),
              memory_pools=[{'id': 'ram', 'kind': 'ram', 'total': 124 * GIB, 'available': 96 * GIB,
                             'bandwidth': 256 * 10 ** 9},
                            {'id': 'gpu0.vram', 'kind': 'vram', 'total': GIB // 2, 'available': GIB // 4},
                            {'id': 'gpu0.gtt', 'kind': 'shared', 'total': 90 * GIB, 'available': 88 * GIB,
                             'backing': 'ram', 'bandwidth': 256 * 10 ** 9}],
              accelerators=[{'id': 'gpu0', 'kind': 'gpu', 'vendor': 'amd', 'name': 'AMD Radeon 8060S',
                             'integrated': True, 'pci': '0000:c4:00.0', 'pci_id': '1002:1586', 'driver': 'amdgpu',
                             'gfx_target': 'gfx1151', 'generation': 'rdna3.5', 'runtimes': ['hip', 'vulkan'],
                             'pools': ['gpu0.vram', 'gpu0.gtt'], 'partitions': 1, 'usable': True}])
# what a driver was told to say holds the home folder of a person
PRIVATE = dict(DESKTOP, notes=[{'code': 'driver-note', 'severity': 'warning',
                                'message': 'A file in /home/zaphod/drivers is in the way.'}])
# names that a toolkit could take for markup
MARKUP = dict(DESKTOP, os=dict(DESKTOP['os'], name='R&D Linux <i>'), cpu=dict(DESKTOP['cpu'], name='Core <b>&amp'),
              accelerators=[dict(DESKTOP['accelerators'][0], name='GeForce &lt;4070> <b>', driver='R&D <driver',
                                 driver_version='<550&')],
              storage=[dict(DESKTOP['storage'][0], path='/R&D <b>')],
              notes=[{'code': 'driver-note', 'severity': 'warning', 'message': 'R&D <b> is in the way.',
                      'hint': 'Remove <R&D>.', 'command': 'rm "R&D <b>" && true'}])
DESCRIBED = {'described': DESKTOP, 'driver-missing': NO_DRIVER, 'two-cards': TWO_CARDS, 'shared': SHARED,
             'private': PRIVATE, 'markup': MARKUP, 'broken': None}


def describe(session, name):
    """Writes the description into the session's home; the option that opens it."""
    path = os.path.join(session.home, 'R&D desktop.json')
    with open(path, 'w') as f:
        if DESCRIBED[name]:
            json.dump(DESCRIBED[name], f)
        else:
            f.write('this is not JSON')
    return ['--hardware', path]
