#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-verify.py EDGEKIT PROBE - what is found of installed engines, and that nothing of them is run."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import tap  # noqa: E402

sys.dont_write_bytecode = True
import elf  # noqa: E402

EDGEKIT, PROBE = map(os.path.abspath, sys.argv[1:3])
SCRATCH = tempfile.mkdtemp(prefix='edgekit-verify-')
DEADLINE = 60  # the limit is 5 seconds; it tells a hang from an answer
TESTS = []


def test(function):
    TESTS.append(function)
    return function


class Home:
    """A home folder, a PATH and a folder that one works in, of which nothing else is seen."""

    def __init__(self):
        self.path = tempfile.mkdtemp(dir=SCRATCH)
        self.environment = {'HOME': self.path, 'PATH': os.path.join(self.path, 'bin'), 'PWD': self.path,
                            'EDGEKIT_PROBE': PROBE, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'en', 'NO_COLOR': '1',
                            'LD_LIBRARY_PATH': os.environ.get('LD_LIBRARY_PATH', '')}
        os.makedirs(os.path.join(self.path, 'bin'))

    def write(self, name, content, mode=0o644):
        path = os.path.join(self.path, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as f:
            f.write(content)
        os.chmod(path, mode)

    def find(self):
        r = subprocess.run([PROBE, 'engines'], env=self.environment, cwd='/', stdout=subprocess.PIPE, timeout=DEADLINE,
                           check=True)
        found = json.loads(r.stdout)['installations']
        # what the computer that runs the tests has installed for everybody is not asked about
        return [i for i in found if i['path'].startswith(('~', SCRATCH))]

    def verify(self, *arguments):
        return subprocess.run([EDGEKIT, 'install', '--verify', *arguments], env=self.environment, cwd=self.path,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=DEADLINE)


def files(installation):
    return {f['folder'] + '/' + f['name']: f for f in installation['files']}


def wheel(home, folder, **cuda):
    lib = folder + '/lib/python3.12/site-packages/llama_cpp/lib/'
    home.write(lib + 'libllama.so', elf.make(['libggml.so'], '$ORIGIN'))
    home.write(lib + 'libggml.so', elf.make(['libggml-cpu.so'] + (['libggml-cuda.so'] if cuda else []), '$ORIGIN'))
    home.write(lib + 'libggml-cpu.so', elf.make(['libc.so.6'], has={'avx2': True, 'avx512': False}))
    if cuda:
        home.write(lib + 'libggml-cuda.so', elf.make(**cuda))


@test
def nothing_is_installed():
    home = Home()
    assert home.find() == []
    r = home.verify('--engine', 'ollama')
    assert r.returncode == 3 and 'No engine was found' in r.stdout, r


@test
def a_package_in_an_environment():
    home = Home()
    wheel(home, '.venvs/llm')
    [one] = home.find()
    assert one['engine'] == 'llama-cpp-python', one
    assert one['path'] == '~/.venvs/llm/lib/python3.12/site-packages/llama_cpp', one
    found = files(one)
    assert set(found) == {'lib/libllama.so', 'lib/libggml.so', 'lib/libggml-cpu.so'}, found
    assert all(f['loaded'] and f['missing'] == [] and f['machine'] == 62 for f in found.values()), found
    assert found['lib/libggml-cpu.so']['has'] == ['avx2'], found


@test
def the_environment_in_use_and_the_one_on_the_path_are_one():
    home = Home()
    wheel(home, 'env')
    home.write('env/bin/python3', b'#!/bin/false\n', 0o755)
    home.environment.update(VIRTUAL_ENV=home.path + '/env', PATH=home.path + '/env/bin')
    assert len(home.find()) == 1


@test
def a_library_is_missing():
    home = Home()
    wheel(home, '.venvs/llm', needed=['libcudart.so.99', 'libc.so.6'], glibc='2.38')
    cuda = files(home.find()[0])['lib/libggml-cuda.so']
    assert cuda['missing'] == ['libcudart.so.99'], cuda
    assert cuda['glibc'] == 2038, cuda
    r = home.verify('--json', '--engine', 'llama-cpp-python')
    assert r.returncode == 3, r
    [one] = [i for i in json.loads(r.stdout)['installations'] if i['path'].startswith('~')]
    assert one['backends'] == ['cpu', 'cuda'] and one['missing'] == ['libcudart.so.99'] and not one['starts'], one
    assert one['summary'] == 'llama-cpp-python does not start: libcudart.so.99 is missing.', one


@test
def libraries_are_found_as_the_loader_does():
    home = Home()
    # in the folders of the environment, beside the file, and above it
    wheel(home, '.venvs/llm', needed=['libone.so.1', 'libtwo.so.1', 'libthree.so.1'], runpath='$ORIGIN:${ORIGIN}/../more')
    lib = '.venvs/llm/lib/python3.12/site-packages/llama_cpp/'
    home.write(lib + 'lib/libone.so.1', elf.make())
    home.write(lib + 'more/libtwo.so.1', elf.make())
    assert files(home.find()[0])['lib/libggml-cuda.so']['missing'] == ['libthree.so.1']
    home.write('elsewhere/libthree.so.1', elf.make())
    home.environment['LD_LIBRARY_PATH'] += ':' + home.path + '/elsewhere'
    assert files(home.find()[0])['lib/libggml-cuda.so']['missing'] == []


@test
def a_program_on_the_path_and_its_modules():
    home = Home()
    home.write('opt/bin/llama-server', elf.make(['libggml.so'], '$ORIGIN/../lib'), 0o755)
    home.write('opt/lib/libggml.so', elf.make())
    home.write('opt/lib/ggml/backends0/libggml-cpu-haswell.so', elf.make(has={'avx2': True}))
    home.write('opt/lib/ggml/backends0/libggml-vulkan.so', elf.make(['libvulkan.so.99']))
    os.symlink(home.path + '/opt/bin/llama-server', home.path + '/bin/llama-server')
    [one] = home.find()
    found = files(one)
    assert one['engine'] == 'llama.cpp' and one['path'] == '~/bin/llama-server', one
    assert found['lib/libggml.so']['loaded'], found
    assert not found['backends0/libggml-vulkan.so']['loaded'], found
    assert found['backends0/libggml-vulkan.so']['missing'] == ['libvulkan.so.99'], found


@test
def what_the_plan_unpacked_here():
    home = Home()
    home.write('llama.cpp/llama-cli', elf.make(['libggml.so'], '$ORIGIN'), 0o755)
    home.write('llama.cpp/libggml.so', elf.make())
    home.write('llama.cpp/libggml-cpu-x64.so', elf.make(has={'avx2': False}))
    assert [i['path'] for i in home.find()] == ['~/llama.cpp/llama-cli']
    r = home.verify('--json', '--engine', 'llama.cpp')
    assert json.loads(r.stdout)['installations'][0]['backends'] == ['cpu'], r


@test
def ollama_with_libraries_of_its_own():
    home = Home()
    home.write('bin/ollama', elf.make(['libc.so.6']), 0o755)
    home.write('lib/ollama/libggml-base.so', elf.make())
    home.write('lib/ollama/cuda_v13/libggml-cuda.so', elf.make(['libcudart.so.99']))
    home.write('lib/ollama/cuda_v12/libggml-cuda.so', elf.make(['libggml-base.so']))
    [one] = home.find()
    found = files(one)
    assert one['engine'] == 'ollama', one
    assert found['cuda_v12/libggml-cuda.so']['missing'] == [], found
    assert found['cuda_v13/libggml-cuda.so']['missing'] == ['libcudart.so.99'], found


@test
def nothing_is_run():
    home = Home()
    trap = b'#!/bin/sh\ntouch "$HOME/was-run"\n'
    for name in ('python3', 'llama-server', 'ollama', 'ldd'):
        home.write('bin/' + name, trap, 0o755)
    home.find()
    assert not os.path.exists(home.path + '/was-run')


@test
def files_of_all_kinds():
    home = Home()
    wheel(home, '.venvs/llm')
    lib = home.path + '/.venvs/llm/lib/python3.12/site-packages/llama_cpp/lib/'
    os.mkfifo(lib + 'libllama-pipe.so')
    os.mkdir(lib + 'libllama-folder.so')
    os.symlink('libllama-loop.so', lib + 'libllama-loop.so')
    whole = elf.make(['libc.so.6'], '$ORIGIN', '2.38', {'avx': True})
    for length in range(0, len(whole), 7):
        home.write(os.path.relpath(lib, home.path) + '/libggml-%d.so' % length, whole[:length])
    [one] = home.find()
    assert one['files'][0]['name'] == 'libllama.so', one
    assert len(one['files']) <= 96, len(one['files'])


@test
def a_probe_that_hangs_is_given_up():
    home = Home()
    home.write('probe', b'#!/bin/sh\nexec /bin/sleep 1000\n', 0o755)
    home.environment['EDGEKIT_PROBE'] = home.path + '/probe'
    began = time.monotonic()
    r = home.verify()
    assert r.returncode == 1 and 'timeout' in r.stderr, r
    assert time.monotonic() - began < DEADLINE


@test
def another_computer_gets_the_command_that_checks():
    home = Home()
    home.write('computer.json', b'{"schema":"edgekit.hardware/1"}')
    r = home.verify('--hardware', home.path + '/computer.json', '--engine', 'ollama')
    assert r.returncode == 0 and r.stdout == 'ollama ps\n', r


def main():
    try:
        status = tap.run(TESTS)
    finally:
        shutil.rmtree(SCRATCH)
    sys.exit(status)


main()
