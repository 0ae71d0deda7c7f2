#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""check-recipes.py EDGEKIT DIR [ENGINE] - the options that EdgeKit writes, against a source tree.

DIR is a tree of llama.cpp, ggml or, with ENGINE “ik_llama.cpp”, of that. Every option
of data/tables/cmake-options.ini for the engine must stand in its CMake files (or be
CMake's own); a name that does not is ignored without a word, and what is built computes
on the processor alone. Then CMake configures what “edgekit install” says for computers
with and without a card, as far as the tools for it are here, and the back end must be
in the result.
"""
import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
OPTIONS = os.path.join(HERE, '..', '..', 'data', 'tables', 'cmake-options.ini')
SYSTEM = {'family': 'linux', 'id': 'debian', 'architecture': 'x86_64', 'libc': 'glibc', 'libc_version': '2.36'}
failed = []


def report(ok, text):
    print('%s %s' % ({True: 'ok  ', False: 'FAIL', None: 'skip'}[ok], text), flush=True)
    if ok is False:
        failed.append(text)


def cmake_words(folder):
    """Every word of the CMake files."""
    words = set()
    for top, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if f not in ('.git', 'build')]
        for name in files:
            if name == 'CMakeLists.txt' or name.endswith(('.cmake', '.cmake.in')):
                with open(os.path.join(top, name), encoding='utf-8', errors='replace') as f:
                    words.update(re.findall(r'[A-Za-z_][A-Za-z0-9_]*', f.read()))
    return words


def own_of_cmake():
    text = subprocess.run(['cmake', '--help-variable-list'], stdout=subprocess.PIPE, text=True, check=True).stdout
    return set(re.sub('<LANG>', lang, line) for line in text.split() for lang in ('C', 'CXX', 'CUDA'))


def check_options(folder, engine):
    table = configparser.RawConfigParser(strict=True, delimiters=('=',), comment_prefixes=('#',), default_section=None)
    table.read(OPTIONS, encoding='utf-8')
    words, cmake = cmake_words(folder), own_of_cmake()
    for option in table.sections():
        if engine in table[option]['engines'].split(';'):
            report(option in (cmake if option.startswith('CMAKE_') else words), '-D%s is an option' % option)


def nvcc_version():
    text = subprocess.run(['nvcc', '--version'], stdout=subprocess.PIPE, text=True, check=True).stdout
    return re.search(r'release (\d+\.\d+)', text)[1]


def computers():
    """What configures, for which back end, and which tool it takes."""
    yield 'CPU', None, 'c++', {}
    yield 'CPU, for other computers too', None, 'c++', {'portable': True}
    yield 'Vulkan', 'vulkan', 'glslc', {'accelerators': [{'id': 'gpu0', 'kind': 'gpu', 'vendor': 'amd', 'integrated': False,
                                                          'name': 'card', 'runtimes': ['vulkan']}],
                                        'software': {'vulkan_sdk': True}}
    yield 'CUDA', 'cuda', 'nvcc', {'accelerators': [{'id': 'gpu0', 'kind': 'gpu', 'vendor': 'nvidia', 'name': 'card',
                                                     'compute_capability': '8.9', 'max_cuda': '99.0'}],
                                   'software': {'nvcc': nvcc_version} }
    yield 'ROCm', 'hip', 'hipcc', {'accelerators': [{'id': 'gpu0', 'kind': 'gpu', 'vendor': 'amd', 'name': 'card',
                                                     'gfx_target': 'gfx1100'}], 'software': {'rocm': '7.0'}}
    yield 'SYCL', 'sycl', 'icpx', {'accelerators': [{'id': 'gpu0', 'kind': 'gpu', 'vendor': 'intel', 'name': 'Arc A770',
                                                     'integrated': False}], 'software': {'oneapi': '2025.3'}}


def options_of(edgekit, engine, computer, folder):
    """The -D words of the command that EdgeKit writes for the computer, and its variables."""
    portable = computer.pop('portable', False)
    software = {k: v() if callable(v) else v for k, v in computer.get('software', {}).items()}
    hardware = {'schema': 'edgekit.hardware/1', 'os': SYSTEM, **computer, 'software': {'gcc': '12', **software}}
    path = os.path.join(folder, 'hardware.json')
    with open(path, 'w', encoding='utf-8') as f:
        json.dump(hardware, f)
    r = subprocess.run([edgekit, 'install', '--hardware', path, '--engine', engine, '--method', 'source', '--shell', 'bash',
                        '--json'] + ['--portable'] * portable, stdout=subprocess.PIPE, text=True, check=True)
    plan = json.loads(r.stdout)
    return [word for word in shlex.split(plan['command']) if word.startswith('-D')], plan['environment']


def configure(edgekit, source, engine, name, backend, computer):
    with tempfile.TemporaryDirectory() as folder:
        options, variables = options_of(edgekit, engine, computer, folder)
        build = os.path.join(folder, 'build')
        environment = dict(os.environ, **{k: v for k, v in variables.items() if '$(' not in v})
        r = subprocess.run(['cmake', '-S', source, '-B', build] + options, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           env=environment, text=True)
        log = r.stdout.splitlines()
        text = '%s configures: cmake %s' % (name, ' '.join(options))
        if r.returncode:
            report(False, '%s\n     %s' % (text, '\n     '.join(log[-12:])))
            return
        # a back end has a folder of its own among what is built
        built = {os.path.basename(top) for top, _folders, _files in os.walk(build)}
        present = backend is None or 'ggml-' + backend in built or any('GGML_USE_' + backend.upper() in line for line in log)
        unused = [line for line in log if 'were not used by the project' in line]
        report(present and not unused, text + ('' if present else '\n     the back end is not in the result'))


def main():
    edgekit, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    engine = sys.argv[3] if len(sys.argv) > 3 else 'llama.cpp'
    if not os.path.exists(os.path.join(source, 'CMakeLists.txt')):
        sys.exit('check-recipes: %s: no source tree of llama.cpp or ggml (it has no CMakeLists.txt)' % sys.argv[2])
    check_options(source, engine)
    for name, backend, tool, computer in computers():
        if engine == 'ik_llama.cpp' and backend not in (None, 'cuda'):
            continue
        if not shutil.which(tool):
            report(None, '%s: %s is not here' % (name, tool))
            continue
        configure(edgekit, source, engine, name, backend, computer)
    print('%d failed' % len(failed))
    sys.exit(bool(failed))


main()
