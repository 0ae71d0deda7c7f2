#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""translate.py CASES.jsonl CASES.json - the facts of the cases as edgekit.hardware/1 documents.

A fact that a case does not give stays out, and one that is null there is null here:
looked for, and not there.
"""
import json
import re
import sys

ENVIRONMENTS = {'system-pep668': 'externally-managed', 'nix-shell': 'system'}
METHODS = {'conda': 'package'}
# The key of a case, and that of "software".
SOFTWARE = {'shell': 'shell', 'py': 'python', 'py_arch': 'python_architecture', 'gcc': 'gcc', 'clang': 'clang',
            'msvc': 'msvc', 'cmake': 'cmake', 'nvcc': 'nvcc', 'nvcc_path': 'nvcc_path', 'cudart_major': 'cudart',
            'rocm': 'rocm', 'oneapi': 'oneapi'}
# Processors with AVX2 have had the rest as well, and the cases name AVX2 alone.
WITH_AVX2 = ['avx', 'avx2', 'fma', 'f16c', 'bmi2']


def system(machine):
    out = {'family': machine['os'], 'architecture': machine['arch']}
    name = re.fullmatch(r'([a-z_]+(?:-[a-z]+)*?)-?([\d.]*)((?:-[a-z0-9]+)*)', machine.get('distro', ''))
    environment = []
    if name and name[1]:
        out['id'] = name[1]
        if name[2]:
            out['version'] = name[2]
    for key in ('macos', 'windows'):
        if machine.get(key):
            out['version'] = str(machine[key])
    if machine.get('wsl') or 'wsl' in machine.get('distro', ''):
        environment.append('wsl2')
    if machine.get('container'):
        environment.append('container:docker')
    if environment:
        out['environment'] = environment
    if machine.get('musl') or machine.get('libc') == 'musl' or out.get('id') == 'alpine':
        out['libc'] = 'musl'
    elif machine.get('glibc'):
        out['libc'], out['libc_version'] = 'glibc', str(machine['glibc'])
    return out


def processor(machine):
    features = []
    if machine.get('avx2'):
        features += WITH_AVX2
    elif machine.get('avx'):
        features.append('avx')
    elif machine.get('avx2') is False:
        features.append('sse4_2')
    if machine.get('avx512'):
        features.append('avx512f')
    return {'features': features} if features else None


def accelerator(gpu, number, machine):
    out = {'id': 'gpu%d' % number, 'kind': 'gpu', 'vendor': gpu['vendor']}
    if gpu.get('name'):
        out['name'] = gpu['name']
    for key, member in (('cc', 'compute_capability'), ('gfx', 'gfx_target'), ('driver', 'driver_version'),
                        ('driver_max_cuda', 'max_cuda')):
        if gpu.get(key) is not None:
            out[member] = '%.1f' % gpu[key] if isinstance(gpu[key], float) else str(gpu[key])
    if gpu.get('kind') in ('igpu', 'dgpu'):
        out['integrated'] = gpu['kind'] == 'igpu'
    if gpu.get('vulkan') or machine.get('vulkan'):
        out['runtimes'] = ['vulkan']
    return out


def accelerators(machine):
    gpus = machine.get('gpu') or []
    out = [accelerator(gpu, i, machine) for i, gpu in enumerate(gpus if isinstance(gpus, list) else [gpus])
           if gpu.get('vendor')]
    npu = machine.get('npu')
    if npu:
        npu = npu if isinstance(npu, dict) else {'name': npu if isinstance(npu, str) else 'NPU'}
        vendor = npu.get('vendor') or next((a['vendor'] for a in out if a['vendor'] in ('intel', 'amd', 'qualcomm')),
                                           'intel')
        out.append({'id': 'npu0', 'kind': 'npu', 'vendor': vendor, 'name': npu.get('name', 'NPU')})
    return out


def software(machine):
    out = {member: None if machine[key] is None else str(machine[key]) for key, member in SOFTWARE.items()
           if key in machine}
    if machine.get('env'):
        out['python_environment'] = ENVIRONMENTS.get(machine['env'], machine['env'])
    if 'vulkan_sdk' in machine:
        out['vulkan_sdk'] = bool(machine['vulkan_sdk'])
    if 'source_date_epoch' in machine:
        out['source_date_epoch'] = bool(machine['source_date_epoch'])
    if machine.get('managers'):
        out['package_managers'] = machine['managers']
    return out


def translate(case):
    machine, expect = case['machine'], case['expect']
    hardware = {'schema': 'edgekit.hardware/1', 'os': system(machine), 'accelerators': accelerators(machine),
                'software': software(machine)}
    if processor(machine):
        hardware['cpu'] = processor(machine)
    out = {'id': case['id'], 'hardware': hardware}
    if machine.get('server') or (machine.get('concurrency') or 1) >= 4:
        out['goal'] = 'serve'
    if machine.get('prefer') in ('source', 'wheel', 'package', 'binary'):
        out['method'] = machine['prefer']
    if machine.get('portable'):
        out['portable'] = True
    out['expect'] = {'method': METHODS.get(expect['method'], expect['method']), 'include': expect['must_include'],
                     'exclude': expect['must_not_include'], 'engines': expect['engine_acceptable'],
                     'verify': expect.get('verify')}
    return out


def read(path):
    with open(path, encoding='utf-8') as f:
        return [translate(json.loads(line)) for line in f if line.strip()]


if __name__ == '__main__':
    with open(sys.argv[2], 'w', encoding='utf-8') as f:
        json.dump(read(sys.argv[1]), f, indent=1)
