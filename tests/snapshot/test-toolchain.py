#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-toolchain.py EDGEKIT MODEL - build tools are told by files; what is run, and when.

Trees have the names and small files that distributions and installers leave.
"""
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile

EDGEKIT, MODEL = (os.path.abspath(a) for a in sys.argv[1:3])
number = 0
failed = False


def check(what, found, wanted):
    global number, failed
    number += 1
    failed = failed or found != wanted
    print('%s %d %s' % ('ok' if found == wanted else 'not ok', number, what))
    if found != wanted:
        print('# %r, not %r' % (found, wanted))


def elf(machine=62, bits=64, content=b''):
    header = b'\x7fELF' + bytes([bits // 32, 1, 1]) + bytes(9) + struct.pack('<HH', 2, machine)
    return header + bytes(64) + content


class Tree:
    def __init__(self, files):
        self.path = tempfile.mkdtemp(prefix='edgekit-test-')
        for name, content in files.items():
            path = os.path.join(self.path, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if isinstance(content, str) and content.startswith('-> '):
                os.symlink(content[3:], path)
            else:
                with open(path, 'wb') as f:
                    f.write(content if isinstance(content, bytes) else content.encode())
                os.chmod(path, 0o755)

    def __enter__(self):
        return self.path

    def __exit__(self, *rest):
        shutil.rmtree(self.path)


def software(files, **wanted):
    with Tree(files) as root:
        run = subprocess.run([EDGEKIT, 'hardware', '--root', root, '--json'], stdout=subprocess.PIPE, text=True)
        found = json.loads(run.stdout)['software']
    return {key: found.get(key) for key in wanted}, wanted


def test_trees():
    check('Debian', *software({
        'usr/bin/g++': '-> g++-12', 'usr/bin/g++-12': '-> x86_64-linux-gnu-g++-12',
        'usr/bin/x86_64-linux-gnu-g++-12': elf(content=b'\0GNU\0' + b'12.\0' + b'x12.9.9\0' + b'\00012.2.0\0'),
        'usr/lib/gcc/x86_64-linux-gnu/12/cc1': elf(), 'usr/lib/gcc/x86_64-w64-mingw32/12-win32/cc1': elf(),
        'usr/bin/clang': '-> ../lib/llvm-14/bin/clang', 'usr/lib/llvm-14/bin/clang': elf(),
        'usr/lib/llvm-14/lib/clang/14.0.6/x': '', 'usr/bin/cmake': elf(), 'usr/share/cmake-3.25/x': '',
        'usr/share/cmake/x': '', 'usr/bin/python3': '-> python3.11', 'usr/bin/python3.11': elf(),
        'usr/lib/python3.11/EXTERNALLY-MANAGED': '', 'usr/lib/python3/dist-packages/x': '', 'usr/bin/apt-get': elf(),
        'etc/ld.so.cache': b'glibc-ld.so.cache1.1\0\0\0libz.so.1\0/usr/local/cuda/lib64/libcudart.so.11.0\0'
                           b'/lib/x86_64-linux-gnu/libcudart.so.12\0\0',
    }, gcc='12.2', clang='14.0', cmake='3.25', python='3.11', python_environment='externally-managed',
        python_architecture='x86_64', cudart='12', package_managers=['apt']))
    check('Fedora on Arm', *software({
        'usr/bin/g++': elf(183, content=b'\00013.3.1\0'), 'usr/lib/gcc/aarch64-redhat-linux/13/x': '',
        'usr/bin/clang': '-> clang-18', 'usr/bin/clang-18': elf(183), 'usr/lib/clang/18/x': '',
        'usr/bin/python3': '-> python3.12', 'usr/bin/python3.12': elf(183), 'usr/lib64/python3.12/os.py': '',
        'usr/bin/dnf': elf(183),
    }, gcc='13.3', clang='18', python='3.12', python_environment='system', python_architecture='aarch64',
        package_managers=['dnf']))
    for before in (b'x' * 200000, b'x\0' * 100000, b'\00012.9.9x\0' * 20000):
        check('a version far behind in the compiler', *software({
            'usr/bin/g++': elf(content=before + b'\00012.2.0\0'), 'usr/lib/gcc/x86_64-linux-gnu/12/x': '',
        }, gcc='12.2'))
    check('Arch: the folder has the whole version', *software({
        'usr/bin/g++': elf(), 'usr/lib/gcc/x86_64-pc-linux-gnu/14.2.1/x': '', 'usr/bin/pacman': elf(),
        'opt/cuda/bin/nvcc': elf(), 'opt/cuda/version.json': '{"cuda" : {"name" : "CUDA SDK", "version" : "12.6.3"}}',
        'opt/rocm/.info/version': '6.4.1-83\n',
    }, gcc='14.2', nvcc='12.6', nvcc_path='/opt/cuda/bin/nvcc', rocm='6.4', package_managers=['pacman']))
    check('ccache stands in front', *software({
        'usr/local/bin/g++': '-> ../../bin/ccache', 'usr/bin/ccache': elf(),
        'usr/bin/g++': elf(content=b'\00012.2.0\0'),
        'usr/lib/gcc/x86_64-linux-gnu/12/x': '',
    }, gcc='12.2'))
    check('the newest of several toolkits', *software({
        'usr/local/cuda-9.2/bin/nvcc': elf(), 'usr/local/cuda-9.2/version.txt': 'CUDA Version 9.2.148\n',
        'usr/local/cuda-12.4/bin/nvcc': elf(), 'usr/local/cuda-12.4/include/cuda_runtime_api.h':
        '/* */\n#define CUDART_VERSION  12040\n', 'opt/rocm-6.3.0/.info/version': '6.3.0-39\n',
        'opt/rocm-6.10.0/.info/version': '6.10.0-1\n', 'opt/intel/oneapi/compiler/2024.2/bin/icpx': elf(),
        'opt/intel/oneapi/compiler/2025.0/bin/icpx': elf(), 'opt/intel/oneapi/compiler/latest': '-> 2025.0',
    }, nvcc='12.4', nvcc_path='/usr/local/cuda-12.4/bin/nvcc', rocm='6.10', oneapi='2025.0'))
    check('the packages of a distribution', *software({
        'usr/bin/nvcc': '#!/bin/sh\n', 'usr/include/cuda_runtime_api.h': '#define CUDART_VERSION 11080\n',
        'usr/bin/hipconfig': '#!/usr/bin/perl\n', 'usr/share/hip/version':
        '# Auto-generated by cmake\nHIP_VERSION_MAJOR=5\nHIP_VERSION_MINOR=2\n',
    }, nvcc='11.8', nvcc_path=None, rocm='5.2'))
    base = {'usr/bin/python3.11': elf(), 'usr/lib/python3.11/EXTERNALLY-MANAGED': ''}
    for what, files, environment in (
            ('venv', {'usr/local/bin/python3': '-> /usr/bin/python3.11', 'usr/local/pyvenv.cfg':
                      'home = /usr/bin\nversion = 3.11.2\n'}, 'venv'),
            ('uv', {'usr/local/bin/python3': '-> /usr/bin/python3.11', 'usr/local/pyvenv.cfg':
                    'home = /usr/bin\nuv = 0.5.1\nversion_info = 3.11.2\n'}, 'uv'),
            ('conda', {'usr/local/bin/python3': elf(), 'usr/local/lib/python3.13/os.py': '',
                       'usr/local/conda-meta/history': ''}, 'conda')):
        check(what, *software(dict(base, **files), python='3.13' if what == 'conda' else '3.11',
                              python_environment=environment))
    check('a tree without tools leaves them unknown', *software({'proc/meminfo': 'MemTotal: 1024 kB\n'}, gcc=None,
                                                               python=None, package_managers=None))
    check('links that go round, and a file that is no program', *software({
        'usr/bin/g++': '-> gxx', 'usr/bin/gxx': '-> g++', 'usr/bin/cmake': '-> /../../../../etc/passwd',
        'usr/bin/python3': b'\x7fELF', 'usr/lib/python3.99/x': '',
    }, gcc=None, cmake=None, python=None))


def run_here(folder, arguments):
    """Runs EdgeKit with only the programs in @folder; what was run writes its name."""
    log = os.path.join(folder, 'log')
    env = dict(os.environ, PATH=os.path.join(folder, 'bin'), HOME=folder, LOG=log, EDGEKIT_PROBE='/nowhere')
    run = subprocess.run([EDGEKIT] + arguments, env=env, stdout=subprocess.PIPE, text=True)
    ran = []
    if os.path.exists(log):
        with open(log, encoding='utf-8') as f:
            ran = sorted(set(f.read().split()))
        os.remove(log)
    return run.stdout, ran


def script(name, output=''):
    return '#!/bin/sh\necho %s >>"$LOG"\nprintf %%b "%s"\n' % (name, output)


def test_runs():
    tools = {'g++': '11.4.0', 'clang': 'Debian clang version 15.0.7', 'cmake': 'cmake version 3.30.2',
             'nvcc': 'Cuda compilation tools, release 12.1, V12.1.105'}
    files = {'bin/' + name: script(name, output) for name, output in tools.items()}
    # a project may have programs of these names; nothing asks for them
    files.update({'bin/' + name: script(name) for name in ('lspci', 'nvidia-smi', 'clinfo', 'git', 'uname', 'sh')})
    files['bin/python3'] = script('python3', '3.9.7\\nx86_64\\nTrue\\nFalse\\nFalse\\nTrue\\nFalse\\n')
    with Tree(files) as folder:
        output, ran = run_here(folder, ['hardware', '--json'])
        found = json.loads(output)['software']
        check('what no file tells is run', ran, ['clang', 'cmake', 'g++', 'nvcc', 'python3'])
        keys = ('gcc', 'clang', 'cmake', 'nvcc', 'python', 'python_environment')
        check('and says its version', [found.get(k) for k in keys],
              ['11.4', '15.0', '3.30', '12.1', '3.9', 'conda'])
        output, ran = run_here(folder, ['check', MODEL, '--json'])
        check('a check runs nothing', (bool(output), ran), (True, []))
    shims = {'.pyenv/shims/python3': script('python3'), '.pyenv/version': '3.12.4\n',
             '.pyenv/versions/3.12.4/bin/python3': '-> python3.12', '.pyenv/versions/3.12.4/bin/python3.12': elf(),
             '.pyenv/versions/3.12.4/lib/python3.12/os.py': ''}
    with Tree(shims) as folder:
        log_env = dict(os.environ, PATH=os.path.join(folder, '.pyenv/shims'), HOME=folder, LOG=folder + '/log',
                       EDGEKIT_PROBE='/nowhere')
        log_env.pop('PYENV_VERSION', None)
        run = subprocess.run([EDGEKIT, 'snapshot'], env=log_env, cwd='/', stdout=subprocess.PIPE, text=True)
        entries = json.loads(run.stdout)['entries']
        check('a shim of pyenv is looked behind', (entries['program:python3']['text'].split('\n')[1],
                                                   os.path.exists(folder + '/log')),
              ('file ~/.pyenv/versions/3.12.4/bin/python3.12', False))
        check('no home folder is in the snapshot', folder in run.stdout, False)


test_trees()
test_runs()
print('1..%d' % number)
sys.exit(failed)
