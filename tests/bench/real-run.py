#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""real-run.py BUILD ROOT [MODEL] - the memory that a real llama.cpp takes, beside the estimate.

ROOT is the root of a system in which llama.cpp is installed ("/" for this one), for
example one that "mmdebstrap --include=llama.cpp-tools sid ROOT" made; it needs root.
MODEL is one of tests/models/specs (default: phi-3-mini-4k): its header is real, and its
weights are written here as random bytes.

For each setting the program loads the model without mapping it, and computes full
batches. The program asks for the output of one token only, so most of the buffer for
outputs is reserved but never touched: of a model with a large vocabulary that is the
larger part of its working space, so one with a small vocabulary is compared. What it
took at most, less what it takes without a model, is compared with
the likely figure; more than 3 % off is a failure. Not part of the tests: it takes
minutes, gigabytes and an engine.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

SETTINGS = [  # context, batch, micro-batch, type of the cache
    (4096, 512, 512, 'f16'),
    (4096, 256, 256, 'q8_0'),
    (2048, 1024, 1024, 'f16'),
]
HERE = os.path.dirname(os.path.abspath(__file__))
LIMIT = 3.0  # percent
BLOCK = 1 << 24


def fill(model, path, start):
    """The header of @model, and random weights after it. No byte has high bits, so that no
    scale of a block is infinite or not a number."""
    block = bytes(b & 0x2f for b in random.Random(1).randbytes(BLOCK))
    with open(model, 'rb') as source, open(path, 'wb') as out:
        size = os.fstat(source.fileno()).st_size
        out.write(source.read(start))
        while out.tell() < size:
            out.write(block[:min(BLOCK, size - out.tell())])
    return size


def peak(command):
    """Kibibytes that the program took at most, and whether it did what it should."""
    pid = os.fork()
    if pid == 0:
        with open(os.devnull, 'w') as null:
            os.dup2(null.fileno(), 1)
            os.dup2(null.fileno(), 2)
        os.execvp(command[0], command)
    _pid, status, usage = os.wait4(pid, 0)
    return usage.ru_maxrss, status == 0


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    build, root = sys.argv[1:3]
    name = sys.argv[3] if len(sys.argv) > 3 else 'phi-3-mini-4k'
    tool = os.path.join(build, 'libedgekit', 'tool', 'edgekit')
    model = os.path.join(tempfile.mkdtemp(), name + '.gguf')
    subprocess.run([os.path.join(build, 'tests', 'models', 'make-model'),
                    os.path.join(HERE, '..', 'models', 'specs', name + '.spec'), model], check=True)
    run = subprocess.run([tool, 'inspect', model, '--json'], stdout=subprocess.PIPE, check=True)
    weights = json.loads(run.stdout)['weights_size']
    inside = '/var/tmp/edgekit-%s.gguf' % name
    path = root.rstrip('/') + inside
    size = os.path.getsize(model)
    fill(model, path, size - weights)
    program = ['chroot', root, 'llama-batched-bench', '-t', str(os.cpu_count()), '-npl', '1', '-ntg', '1']
    failed = 0
    try:
        without, _ended = peak(program + ['-m', '/nonexistent.gguf', '-npp', '8'])
        print('%s, %.2f GiB of weights; the program without a model: %d MiB' % (name, weights / 2 ** 30,
                                                                                without >> 10))
        print('%-34s %10s %10s %8s' % ('context, batch, micro-batch, cache', 'real MiB', 'likely', 'off'))
        for context, batch, ubatch, cache in SETTINGS:
            real, good = peak(program + ['-m', inside, '-lm', 'none', '-c', str(context), '-b', str(batch), '-ub',
                                         str(ubatch), '-ctk', cache, '-ctv', cache, '-fa', 'on', '-npp', str(ubatch)])
            run = subprocess.run([tool, 'check', model, '--json', '--engine', 'llama.cpp', '--preset', 'completion',
                                  '--context', str(context), '--batch', str(batch), '--ubatch', str(ubatch),
                                  '--flash-attn', 'on', '--cache-type-k', cache, '--cache-type-v', cache],
                                 stdout=subprocess.PIPE)
            likely = json.loads(run.stdout)['estimate']['total'] / 1024
            off = 100 * (likely - (real - without)) / (real - without)
            verdict = 'PASS' if good and abs(off) <= LIMIT else 'FAIL'
            failed += verdict == 'FAIL'
            print('%-34s %10.0f %10.0f %+7.2f%%  %s' % ('%d, %d, %d, %s' % (context, batch, ubatch, cache),
                                                        (real - without) / 1024, likely / 1024, off, verdict),
                  flush=True)
    finally:
        os.unlink(path)
        os.unlink(model)
        os.rmdir(os.path.dirname(model))
    return failed != 0


sys.exit(main())
