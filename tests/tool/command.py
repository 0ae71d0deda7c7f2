# SPDX-License-Identifier: LGPL-2.1-or-later
"""The command `edgekit`, run and looked at: what its tests share.

Environment: EDGEKIT (the program), MODELS (a folder of written models), MACHINES
(tests/machines).  A test is a function under @test; main() runs them and prints TAP.
"""
import json
import os
import struct
import subprocess
import sys
import tempfile

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import tap  # noqa: E402

EDGEKIT = os.environ['EDGEKIT']
MODELS = os.environ['MODELS']
MACHINES = os.environ['MACHINES']
FOLDER = tempfile.TemporaryDirectory(prefix='edgekit-tool-')
SCRATCH = FOLDER.name
TESTS = []


def test(function):
    TESTS.append(function)
    return function


class Result:
    def __init__(self, status, out, err, peak):
        self.status, self.out, self.err, self.peak = status, out, err, peak

    def json(self):
        return json.loads(self.out)


def run(*args, stdin=b'', env=None, timeout=60):
    """Runs the command; the peak memory is of this child alone."""
    pid_peak = os.path.join(SCRATCH, 'peak')
    code = ('import os,sys,resource,subprocess\n'
            'r=subprocess.run(sys.argv[2:])\n'
            'open(sys.argv[1],"w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))\n'
            'sys.exit(r.returncode if r.returncode >= 0 else 128 - r.returncode)\n')
    p = subprocess.run([sys.executable, '-c', code, pid_peak, EDGEKIT, *args], input=stdin,
                       capture_output=True, timeout=timeout, env=dict(os.environ, **(env or {})))
    with open(pid_peak) as f:
        peak = int(f.read()) * 1024
    return Result(p.returncode, p.stdout.decode(), p.stderr.decode(), peak)


def path(name, data):
    p = os.path.join(SCRATCH, name)
    with open(p, 'wb') as f:
        f.write(data)
    return p


def model(name='llama-3.2-1b'):
    return os.path.join(MODELS, name + '.gguf')


def one_sentence(r, status=1):
    assert r.status == status, (r.status, r.err)
    assert r.out == '', r.out
    lines = r.err.splitlines()
    assert len(lines) == 1 and lines[0].startswith('edgekit: ') and len(lines[0]) > 20, r.err
    return lines[0]


def machines():
    for name in sorted(os.listdir(MACHINES)):
        snapshot = os.path.join(MACHINES, name, 'snapshot.json')
        if os.path.exists(snapshot):
            yield name, snapshot


def folder(name, files):
    """A model of Hugging Face: names and contents; a dictionary is a safetensors header with its tensors."""
    where = os.path.join(SCRATCH, name)
    os.makedirs(where, exist_ok=True)
    for file, content in files.items():
        if isinstance(content, dict) and file.endswith('.safetensors'):
            header = json.dumps(content).encode()
            end = max([t['data_offsets'][1] for t in content.values()], default=0)
            content = struct.pack('<Q', len(header)) + header + bytes(end)
        elif isinstance(content, dict):
            content = json.dumps(content).encode()
        with open(os.path.join(where, file), 'wb') as f:
            f.write(content)
    return where


CONFIG = {'model_type': 'qwen3', 'num_hidden_layers': 2, 'hidden_size': 64, 'num_attention_heads': 4,
          'num_key_value_heads': 2, 'head_dim': 16, 'max_position_embeddings': 4096, 'vocab_size': 100}
TENSORS = {'model.embed_tokens.weight': {'dtype': 'BF16', 'shape': [100, 64], 'data_offsets': [0, 12800]},
           'model.layers.1.mlp.up_proj.weight': {'dtype': 'F16', 'shape': [64, 8], 'data_offsets': [12800, 13824]}}


def computer(name, **card):
    """A computer with 64 GB and perhaps one graphics card of 24."""
    doc = {'schema': 'edgekit.hardware/1', 'memory_pools': [
        {'id': 'ram', 'kind': 'ram', 'total': 64 << 30, 'available': 60 << 30, 'bandwidth': 80000000000}]}
    if card:
        shared = card.get('integrated', False)
        doc['memory_pools'].append({'id': 'gpu0.m', 'kind': 'shared' if shared else 'vram', 'total': 24 << 30,
                                    'available': 23 << 30, 'bandwidth': 900000000000,
                                    **({'backing': 'ram'} if shared else {})})
        doc['accelerators'] = [{'id': 'gpu0', 'kind': 'gpu', 'name': 'Card', 'pools': ['gpu0.m'], 'usable': True, **card}]
    return path(name + '.json', json.dumps(doc).encode())


RTX = {'vendor': 'nvidia', 'runtimes': ['cuda', 'vulkan'], 'compute_capability': '8.9'}

APPLE = {'vendor': 'apple', 'runtimes': ['metal'], 'integrated': True}


def codes(doc):
    return [f['code'] for f in doc['verdict']['findings']]



def gguf(name, keys, tensors):
    """The header of a GGUF file: strings and unsigned integers, and tensors of F16."""
    def text(s):
        return struct.pack('<Q', len(s.encode())) + s.encode()
    data = b'GGUF' + struct.pack('<IQQ', 3, len(tensors), len(keys))
    for key, value in keys.items():
        data += text(key) + (struct.pack('<I', 8) + text(value) if isinstance(value, str)
                             else struct.pack('<II', 4, value))
    offset = 0
    for tensor, shape in tensors.items():
        data += text(tensor) + struct.pack('<I', len(shape)) + struct.pack('<%dQ' % len(shape), *shape)
        data += struct.pack('<IQ', 1, offset)
        offset += 2 * shape[0] * shape[1]
    return path(name, data)



def without_source(value, sources, where=''):
    """Where in a document there is a number that has no source beside or above it."""
    if isinstance(value, dict):
        if 'source' in value or 'basis' in value:
            return []
        return [p for k, v in value.items() if k != 'sources'
                for p in without_source(v, sources, (where + '.' + k).lstrip('.'))]
    if isinstance(value, list):
        return [p for v in value for p in without_source(v, sources, where)]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return []
    return [] if any(where == s or where.startswith(s + '.') for s in sources) else [where]


def main():
    return tap.run(TESTS)
