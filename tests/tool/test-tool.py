#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The contract of the command `edgekit`: what scripts and people rely on.

Environment: EDGEKIT (the program), MODELS (a folder of written models),
MACHINES (tests/machines).  Prints TAP.
"""
import json
import os
import re
import resource
import struct
import subprocess
import sys
import tempfile
import traceback
import urllib.parse

EDGEKIT = os.environ['EDGEKIT']
MODELS = os.environ['MODELS']
MACHINES = os.environ['MACHINES']
# 64 MiB for what the command allocates, and what the program and its libraries
# weigh before it does anything (measured by --version), so that a sanitizer or
# a larger libc does not fail the test.
MAX_ALLOCATED = 64 << 20

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


@test
def bare_command_helps_on_stderr():
    r = run()
    assert r.status == 2 and r.out == '' and 'Usage' in r.err, r.__dict__


@test
def every_command_has_help():
    r = run('--help')
    assert r.status == 0 and 'Usage' in r.out and r.err == ''
    for command in ('hardware', 'check', 'engine', 'install', 'inspect', 'report', 'snapshot',
                    'suggest'):
        assert command in r.out
        h = run(command, '--help')
        assert h.status == 0 and h.err == '' and 'edgekit ' + command in h.out, (command, h.err)


@test
def wrong_use_is_status_2():
    for args in (['nonsense'], ['--nonsense'], ['check'], ['check', '--nonsense', 'x'], ['hardware', 'extra'],
                 ['install', '--shell', 'tcsh'], ['install', '--engine', 'no-such-engine'],
                 ['check', '--context', '-5', 'x'], ['check', '--context', 'many', 'x'],
                 ['check', '--flash-attn', 'maybe', 'x'], ['hardware', '--root', '/', '--snapshot', 'x'],
                 ['inspect', 'a', 'b'], ['suggest', '--use', 'dancing'], ['suggest', 'x']):
        r = run(*args)
        assert r.status == 2 and r.out == '' and r.err.startswith('edgekit: '), (args, r.__dict__)


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


def damaged():
    with open(model(), 'rb') as f:
        whole = f.read(1 << 20)
    huge = struct.pack('<4sIQQ', b'GGUF', 3, 2 ** 62, 2 ** 62)
    huge_string = struct.pack('<4sIQQQ', b'GGUF', 3, 1, 1, 2 ** 61) + b'general'
    huge_array = (struct.pack('<4sIQQ', b'GGUF', 3, 0, 1) + struct.pack('<Q', 3) + b'a.b' +
                  struct.pack('<IIQ', 9, 8, 2 ** 40))
    os.makedirs(os.path.join(SCRATCH, 'nothing-here'), exist_ok=True)
    return {
        'cut inside the header': path('cut.gguf', whole[:5000]),
        'cut after the magic': path('cut4.gguf', whole[:4]),
        'wrong magic': path('wrong.gguf', b'PK\x03\x04' + b'\0' * 4096),
        'a web page': path('page.gguf', b'<!DOCTYPE html><html><body>Not found</body></html>'),
        'an empty file': path('empty.gguf', b''),
        'a folder without a model': os.path.join(SCRATCH, 'nothing-here'),
        'a missing file': os.path.join(SCRATCH, 'missing.gguf'),
        'huge counts': path('huge.gguf', huge),
        'a huge string': path('string.gguf', huge_string),
        'a huge array': path('array.gguf', huge_array),
        'a huge safetensors header': folder('st-huge', {'config.json': CONFIG, 'model.safetensors': b'\xff' * 8}),
        'safetensors alone': folder('st-alone', {'model.safetensors': TENSORS}),
        'config.json alone': folder('st-config', {'config.json': CONFIG}),
        'a list as config.json': folder('st-list', {'config.json': b'[]', 'model.safetensors': TENSORS}),
        'deep config.json': folder('st-deep', {'config.json': b'[' * 1000000, 'model.safetensors': TENSORS}),
        'crowded config.json': folder('st-crowd', {'config.json': b'[' + b'{},' * 2000000 + b'1]',
                                                   'model.safetensors': TENSORS}),
        'an adapter': folder('st-adapter', {'adapter_config.json': {}, 'adapter_model.safetensors': TENSORS}),
        'a PyTorch model': folder('st-torch', {'config.json': CONFIG, 'pytorch_model.bin': b'PK\3\4'}),
    }


@test
def damaged_models_get_one_sentence_and_little_memory():
    base = run('--version').peak
    for what, file in damaged().items():
        for command in ('check', 'inspect'):
            r = run(command, file)
            line = one_sentence(r)
            assert os.path.basename(file) in line, (what, line)
            assert r.peak - base < MAX_ALLOCATED, (what, r.peak, base)


@test
def what_only_belongs_to_a_model_is_told_apart():
    for name, keys, kind, word in (
            ('p.gguf', {'general.type': 'mmproj', 'general.architecture': 'clip'}, 'projector', 'mmproj'),
            ('l.gguf', {'general.type': 'adapter', 'general.architecture': 'llama'}, 'adapter', 'LoRA'),
            ('i.gguf', {'general.type': 'imatrix'}, 'importance-matrix', 'importance matrix')):
        file = gguf(name, keys, {'v.blk.0.attn_q.weight': (32, 1)})
        doc = run('inspect', file, '--json').json()
        assert doc['kind'] == kind and doc['parameters'] == 32 and doc['layers'] == 0, doc
        text = run('inspect', file)
        assert text.status == 0 and word in text.out, text.out
        for command in (['check', file], ['report', '--model', file], ['engine', '--model', file]):
            one_sentence(run(*command))


@test
def parameters_are_told_by_what_they_do():
    doc = run('inspect', model('qwen3-30b-a3b'), '--json').json()
    roles = doc['parameters_by_role']
    assert doc['kind'] == 'model' and sum(roles.values()) == doc['parameters'], doc
    assert roles['experts'] == 48 * 128 * 3 * 2048 * 768 and roles['embedding'] == roles['output'] == 151936 * 2048, roles
    # all but the experts, and 8 of 128 of those
    assert doc['active_parameters'] == doc['parameters'] - roles['experts'] * 120 // 128, doc
    text = run('inspect', model('qwen3-30b-a3b')).out
    assert 'Experts' in text and '95.0 %' in text, text


@test
def a_folder_of_hugging_face_is_inspected_and_not_for_llama_cpp():
    where = folder('qwen', {'config.json': CONFIG, 'model.safetensors': TENSORS})
    doc = run('inspect', where, '--tensors', '--json').json()
    assert doc['schema'] == 'edgekit.model/1' and doc['format'] == 'safetensors', doc
    assert doc['architecture'] == 'qwen3' and doc['layers'] == 2 and doc['title'] == 'qwen', doc
    assert doc['kv_heads'] == [2, 2] and doc['attention'] == ['full', 'full'] and doc['key_length'] == 16, doc
    assert doc['parameters'] == 6400 + 512 and doc['weights_size'] == 13824 and doc['context_length'] == 4096, doc
    assert [t['shape'] for t in doc['tensors']] == [[100, 64], [64, 8]], doc['tensors']
    assert doc['tensors'][1]['offset'] == doc['tensors'][0]['offset'] + 12800, doc['tensors']
    text = run('inspect', where)
    assert text.status == 0 and 'BF16' in text.out and 'qwen3' in text.out, text.out
    check = run('check', where, '--engine', 'llama.cpp', '--json')
    assert check.status == 3, check.err
    verdict = check.json()['verdict']
    assert verdict['outcome'] == 'no' and 'engine-format' in [f['code'] for f in verdict['findings']], verdict


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


@test
def an_engine_that_reads_the_format_is_chosen():
    where = folder('qwen-chosen', {'config.json': CONFIG, 'model.safetensors': TENSORS})
    none = run('check', where, '--hardware', computer('plain'), '--json')
    assert none.status == 3 and none.json()['engine'] == 'vllm' and 'engine-needs-card' in codes(none.json()), none.out
    # what was not estimated is unknown, and not nothing
    assert none.json()['estimate'] == {'items': []} and 'utilization' not in none.json()['verdict'], none.out
    assert not any('bytes' in pool or 'layers' in pool for pool in none.json()['placement']['pools']), none.out
    text = run('check', where, '--hardware', computer('plain')).out
    assert text.startswith('✗ Not with vLLM\n') and re.search('Memory needed +Unknown\n', text), text
    card = run('check', where, '--hardware', computer('card', **RTX), '--json')
    doc = card.json()
    assert card.status == 0 and doc['engine'] == 'vllm' and 'memory-reserved' in codes(doc), card.out
    assert doc['estimate']['weights'] > 0 and doc['estimate']['reserved'] > 20 << 30, doc['estimate']
    assert doc['commands'] == [{'engine': 'vllm', 'command': 'vllm serve ./qwen-chosen --max-model-len 4096'}], doc
    mac = run('check', where, '--hardware', computer('mac', **APPLE), '--json').json()
    assert mac['engine'] == 'mlx-lm' and mac['commands'][0]['command'] == 'mlx_lm.server --model ./qwen-chosen', mac
    older = run('check', where, '--hardware', computer('old', **{**RTX, 'compute_capability': '6.1'}), '--json')
    assert older.status == 3 and 'engine-needs-newer-card' in codes(older.json()), older.out


@test
def options_of_vllm_reach_its_command():
    where = folder('qwen-options', {'config.json': CONFIG, 'model.safetensors': TENSORS})
    doc = run('check', where, '--hardware', computer('card2', **RTX), '--gpu-memory-utilization', '0.5', '--eager',
              '--parallel', '8', '--cache-type-k', 'fp8', '--context', '2048', '--json').json()
    assert doc['commands'][0]['command'] == (
        'vllm serve ./qwen-options --max-model-len 2048 --gpu-memory-utilization 0.50 --max-num-seqs 8 '
        '--kv-cache-dtype fp8 --enforce-eager'), doc['commands']
    assert doc['estimate']['reserved'] == 12 << 30, doc['estimate']
    assert 'overhead of CUDA graphs' not in [i['what'] for i in doc['estimate']['items']], doc['estimate']
    two = run('check', where, '--hardware', computer('card2', **RTX), '--tensor-parallel', '2', '--json')
    assert two.status == 3 and 'cards-do-not-divide' in codes(two.json()), two.out
    for bad in (['--gpu-memory-utilization', '2'], ['--tensor-parallel', '-1'], ['--gpu-memory-utilization', 'x']):
        assert run('check', where, *bad).status == 2, bad


@test
def several_computers_hold_a_model_together():
    one, other = computer('first', **RTX), computer('second')
    r = run('check', model('llama-3.1-8b'), '--hardware', one, '--hardware', other, '--json')
    doc = r.json()
    assert r.status == 0 and doc['schema'] == 'edgekit.preflight/1', r.out
    assert [m['role'] for m in doc['machines']] == ['starts', 'serves'], doc['machines']
    assert sum(m['bytes'] for m in doc['machines']) == doc['estimate']['total'], doc['machines']
    assert sum(p['layers'] for p in doc['placement']['pools']) == doc['placement']['layers'] == 33, doc['placement']
    # 60 GiB of main memory are 0.7229 of both; 23/33 is 0.6970, 24/33 is 0.7273
    assert [(p['pool'], p['machine'], p['layers']) for p in doc['placement']['pools']] == [
        ('machine2.ram', 2, 24), ('gpu0.m', 1, 9), ('ram', 1, 0)], doc['placement']
    assert [(c['machine'], c['command'].split()[0]) for c in doc['commands']] == [
        (2, 'ggml-rpc-server'), (1, 'llama-server'), (1, 'llama-cli')], doc['commands']
    assert doc['speed'] is None and 'machines-speed-unknown' in codes(doc), codes(doc)
    assert without_source(doc, doc['sources']) == [], without_source(doc, doc['sources'])
    text = run('check', model('llama-3.1-8b'), '--hardware', one, '--hardware', other).out
    assert text.splitlines()[0] == '✓ Runs on these computers together', text
    assert 'On computer 2:' in text and text.index('On computer 2:') < text.index('On computer 1:'), text
    same = run('check', model('llama-3.1-8b'), '--hardware', other, '--hardware', other, '--json')
    assert same.status == 0, same.out
    here = run('check', model(), '--hardware', 'this', '--hardware', other, '--json')
    assert here.json()['machines'][0]['machine'] == 1, here.out


@test
def what_cannot_work_over_several_computers_is_said_in_a_sentence():
    one, other = computer('first', **RTX), computer('second')
    r = run('check', model(), '--engine', 'ollama', '--hardware', one, '--hardware', other, '--json')
    assert r.status == 3 and 'machines-not-known' in codes(r.json()) and not r.json()['commands'], r.out
    assert not any('bytes' in machine for machine in r.json()['machines']), r.out
    where = folder('qwen-together', {'config.json': CONFIG, 'model.safetensors': TENSORS})
    r = run('check', where, '--hardware', one, '--hardware', other, '--json')
    assert r.status == 3 and 'machines-need-cards' in codes(r.json()), r.out
    r = run('check', where, '--hardware', one, '--hardware', one, '--json')
    assert r.status == 0 and r.json()['commands'][-1]['command'].endswith(
        '--pipeline-parallel-size 2 --distributed-executor-backend ray'), r.out
    for option in ('--together', '--cross-check'):
        r = run('check', model(), '--hardware', one, '--hardware', other, option)
        assert r.status == 2 and r.out == '', r.__dict__
    for command in (['hardware'], ['engine'], ['install'], ['suggest']):
        r = run(*command, '--hardware', one, '--hardware', other)
        assert r.status == 2 and r.out == '' and '--hardware once' in r.err, r.__dict__


@test
def versions_and_reports_are_of_several_computers_too():
    one, other = computer('first', **RTX), computer('second')
    where = folder('versions', {})
    os.symlink(model('qwen3-30b-a3b'), os.path.join(where, 'qwen3-30b-a3b.gguf'))
    alone = run('variants', where, '--hardware', other, '--json').json()['variants'][0]
    together = run('variants', where, '--hardware', one, '--hardware', other, '--json').json()['variants'][0]
    checked = run('check', model('qwen3-30b-a3b'), '--hardware', one, '--hardware', other, '--json').json()
    assert together['verdict']['headline'] == checked['verdict']['headline'] != alone['verdict']['headline'], together
    assert together['total'] == checked['estimate']['total'], together
    hardware = [run('hardware', '--hardware', file, '--json').json() for file in (one, other)]
    for more in ([], ['--model', model()]):
        doc = run('report', '--hardware', one, '--hardware', other, '--json', *more).json()
        assert [doc['hardware'], *doc['other_hardware']] == hardware, doc
        assert ('preflight' in doc) == bool(more), doc.keys()
    assert [m['role'] for m in doc['preflight']['machines']] == ['starts', 'serves'], doc['preflight']['machines']
    assert 'other_hardware' not in run('report', '--hardware', one, '--json').json()
    text = run('report', '--hardware', one, '--hardware', other).out
    assert text.count('Computer 1') == 1 and text.count('Computer 2') == 2, text


@test
def a_snapshot_and_a_description_are_told_apart():
    described, recorded = computer('first'), os.path.join(MACHINES, 'amd-rx580', 'snapshot.json')
    for option, file, right in (('--hardware', recorded, '--snapshot'), ('--snapshot', described, '--hardware')):
        r = run('hardware', option, file)
        assert r.status == 2 and r.out == '' and '%s %s' % (right, file) in r.err, r.__dict__
    for option in ('--hardware', '--snapshot'):
        r = run('hardware', option, path('neither.json', b'{"schema": "other/1"}'))
        assert r.status == 1 and 'other/1' in r.err, r.__dict__


@test
def engines_are_compared_side_by_side():
    where = folder('qwen-all', {'config.json': CONFIG, 'model.safetensors': TENSORS})
    for name, card, runs in (('card3', RTX, ['vllm']), ('mac3', APPLE, ['mlx-lm']), ('plain3', {}, [])):
        r = run('check', where, '--engine', 'all', '--hardware', computer(name, **card), '--json')
        doc = r.json()
        assert doc['schema'] == 'edgekit.comparison/1', doc
        assert [d['engine'] for d in doc['results']] == ['llama.cpp', 'ollama', 'vllm', 'mlx-lm'], doc
        good = [d['engine'] for d in doc['results'] if d['verdict']['outcome'] in ('fits', 'tight', 'partial')]
        assert good == runs and r.status == (0 if runs else 3), (name, good)
    text = run('check', model(), '--engine', 'all', '--hardware', computer('card4', **RTX))
    assert text.status == 0 and 'llama-server' in text.out, text.out
    for engine in ('llama.cpp', 'ollama', 'vllm', 'mlx-lm'):
        assert engine in text.out, text.out


@test
def whether_vllm_reads_gguf_is_not_known_and_has_figures():
    doc = run('check', model('llama-3.1-8b'), '--engine', 'vllm', '--hardware', computer('card5', **RTX), '--json')
    assert doc.status == 3 and doc.json()['verdict']['outcome'] == 'unknown', doc.out
    assert 'vllm-gguf-unsure' in codes(doc.json()) and doc.json()['estimate']['weights'] > 4 << 30, doc.out
    assert doc.json()['commands'] == [], doc.out


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


def projector():
    return gguf('mmproj-test.gguf', {
        'general.architecture': 'clip', 'general.type': 'mmproj', 'clip.projector_type': 'mlp',
        'clip.vision.image_size': 336, 'clip.vision.patch_size': 14, 'clip.vision.embedding_length': 1024,
        'clip.vision.feed_forward_length': 4096, 'clip.vision.attention.head_count': 16},
        {'v.blk.0.attn_q.weight': (1024, 1024), 'mm.0.weight': (1024, 4096)})


def items(doc, what):
    return [i for i in doc['estimate']['items'] if i['what'] == what]


@test
def what_goes_with_a_model_is_counted():
    card = computer('card6', **RTX)
    alone = run('check', model(), '--hardware', card, '--json').json()
    adapter = gguf('adapter.gguf', {'general.architecture': 'llama', 'general.type': 'adapter', 'adapter.type': 'lora'},
                   {'blk.0.attn_q.weight.lora_a': (2048, 16)})
    r = run('check', model(), '--hardware', card, '--with', projector(), '--with', adapter, '--json')
    doc = r.json()
    assert r.status == 0 and [(c['kind'], c['name']) for c in doc['companions']] == [
        ('mmproj', 'mmproj-test.gguf'), ('lora', 'adapter.gguf')], doc['companions']
    assert codes(doc).count('companion-included') == 2, codes(doc)
    tower, = items(doc, 'model weights of the projector')
    assert tower['likely'] == 2 * (1024 * 1024 + 1024 * 4096) and tower['pool'] == 'gpu0.m', tower
    work, = items(doc, 'compute buffer of the projector')
    assert work['low'] < work['likely'] < work['high'] and work['likely'] == 24 * 24 * (4 * 1024 + 2 * 4096) * 4, work
    lora = items(doc, 'model weights of adapters')
    assert sum(i['likely'] for i in lora) == 2 * 2048 * 16, lora
    assert doc['estimate']['total'] == alone['estimate']['total'] + tower['likely'] + work['likely'] + 65536, doc
    assert doc['commands'][0]['command'].endswith('--mmproj mmproj-test.gguf --lora adapter.gguf'), doc['commands']
    mlx = run('check', model(), '--hardware', computer('mac6', **APPLE), '--engine', 'mlx-lm', '--with', projector(), '--json')
    assert 'companion-not-loaded' in codes(mlx.json()), mlx.out
    one_sentence(run('check', model(), '--with', path('no-model.gguf', b'GGUF' + b'\0' * 64)))


@test
def a_draft_has_a_context_of_its_own():
    card = computer('card7', **RTX)
    for more, context in (([], 8192), (['--parallel', '4', '--context', '16384'], 4096)):
        doc = run('check', model('llama-3.1-8b'), '--hardware', card, '--with', model(), *more, '--json').json()
        assert doc['companions'][0]['kind'] == 'draft', doc['companions']
        cache, = items(doc, 'kv cache of the draft')
        # 16 layers, keys and values of 8 heads of 64 numbers of 16 bits
        assert cache['likely'] == 16 * 2 * 8 * 64 * 2 * context, cache
        assert items(doc, 'model weights of the draft') and items(doc, 'compute buffer of the draft'), doc['estimate']
        assert '--model-draft llama-3.2-1b.gguf' in doc['commands'][0]['command'], doc['commands']


@test
def models_that_run_together_share_the_memory():
    card = computer('card8', **RTX)
    first = model('llama-3.1-8b')
    apart = run('check', first, first, '--hardware', card, '--json').json()['results']
    together = run('check', first, first, '--hardware', card, '--together', '--json').json()['results']

    def device(doc):
        return [p for p in doc['placement']['pools'] if p['pool'] == 'gpu0.m'][0]
    assert device(apart[0]) == device(apart[1]) == device(together[0]), apart
    assert device(together[1])['available'] == device(apart[0])['available'] - device(together[0])['bytes'], together
    # what does not run takes nothing, and vLLM takes its share whatever the model needs
    where = folder('qwen-together', {'config.json': CONFIG, 'model.safetensors': TENSORS})
    docs = run('check', where, where, '--hardware', card, '--engine', 'vllm', '--together', '--json')
    one, two = docs.json()['results']
    assert docs.status == 3 and one['verdict']['outcome'] == 'fits' and two['verdict']['outcome'] == 'no', docs.out
    assert device(two)['available'] <= (23 << 30) - one['estimate']['reserved'], docs.out


@test
def a_name_with_a_line_break_stays_one_line():
    one_sentence(run('check', os.path.join(SCRATCH, 'two\nlines.gguf')))


@test
def hardware_document_reads_back_the_same():
    first = run('hardware', '--json')
    assert first.status == 0, first.err
    second = run('hardware', '--hardware', '/dev/stdin', '--json', stdin=first.out.encode())
    assert second.status == 0, second.err
    a, b = first.json(), second.json()
    assert a['schema'] == 'edgekit.hardware/1' and a['live'] is True and b['live'] is False
    del a['live'], b['live']
    assert a == b


@test
def snapshot_gives_the_same_facts():
    file = os.path.join(SCRATCH, 's.json')
    r = run('snapshot', '-o', file)
    assert r.status == 0 and r.out == '' and r.err == '', r.err
    with open(file) as f:
        assert json.load(f)['schema'] == 'edgekit.snapshot/1'
    again = run('hardware', '--snapshot', file, '--json').json()
    now = run('hardware', '--json').json()
    assert again['live'] is False
    for part in ('os', 'cpu', 'accelerators', 'software'):
        assert again.get(part) == now.get(part), part
    assert [p['total'] for p in again['memory_pools']] == [p['total'] for p in now['memory_pools']]


@test
def a_refusal_has_one_status():
    refusing = os.path.join(MACHINES, 'amd-r7-240', 'snapshot.json')
    for engine, status in (('vllm', 3), ('llama.cpp', 0)):
        for words in ([], ['--json']):
            r = run('install', '--engine', engine, '--snapshot', refusing, *words)
            assert r.status == status and r.err == '', (engine, words, r.status, r.err)
        assert (r.json()['method'] == 'refuse') == (status == 3)


@test
def every_recorded_machine_goes_through_every_command():
    n = 0
    for name, snapshot in machines():
        n += 1
        hardware = run('hardware', '--snapshot', snapshot, '--json')
        assert hardware.status == 0 and hardware.err == '', (name, hardware.err)
        doc = hardware.json()
        again = run('hardware', '--hardware', '/dev/stdin', '--json', stdin=hardware.out.encode())
        assert again.json() == doc, name
        assert run('hardware', '--snapshot', snapshot).status == 0, name
        assert run('engine', '--snapshot', snapshot).status == 0, name
        assert run('install', '--snapshot', snapshot).status in (0, 3), name
        assert run('report', '--snapshot', snapshot).status == 0, name
        check = run('check', model(), '--snapshot', snapshot)
        assert check.status in (0, 3) and check.err == '', (name, check.err)
    assert n >= 8, n


@test
def check_document_keeps_its_contract():
    r = run('check', model(), '--json')
    d = r.json()
    assert d['schema'] == 'edgekit.preflight/1'
    for key in ('model', 'engine', 'workload', 'estimate', 'verdict', 'context', 'placement', 'commands'):
        assert key in d, key
    e = d['estimate']
    assert e['total'] == sum(i['likely'] for i in e['items'])
    assert e['total_low'] <= e['total'] <= e['total_high']
    for i in e['items']:
        assert i['low'] <= i['likely'] <= i['high'] and i['source'] and i['pool'], i
        assert i['what'].split()[0] in ('model', 'kv', 'rs', 'compute', 'output', 'overhead'), i
    assert d['verdict']['outcome'] in ('fits', 'tight', 'partial', 'no', 'unknown')
    assert r.status == (0 if d['verdict']['outcome'] in ('fits', 'tight', 'partial') else 3)
    assert 'right now' not in json.dumps(d) or d['verdict']['outcome'] in ('tight', 'no')


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


@test
def every_number_has_a_source():
    for name, args in (('llama-3.1-8b', ['-c', '4096']), ('qwen3-30b-a3b', []), ('llama-3.1-405b', []),
                       ('novel-1b', ['--engine', 'vllm'])):
        for machine in ('nvidia-rtx4080-nvidia-drm', 'amd-ryzen7-2700x-desktop'):
            snapshot = os.path.join(MACHINES, machine, 'snapshot.json')
            doc = run('check', model(name), '--snapshot', snapshot, '--json', *args).json()
            assert doc['sources'] and all(doc['sources'].values())
            # a source for all would be none
            assert not any(s in ('', 'verdict', 'context', 'placement.pools.available') for s in doc['sources'])
            assert all(item['source'] for item in doc['estimate']['items'])
            assert all(pool['source'] for pool in doc['placement']['pools'])
            assert without_source(doc, doc['sources']) == [], without_source(doc, doc['sources'])
    assert without_source({'a': {'b': 1}, 'c': [{'source': 'x', 'd': 2}]}, {'a.c': 'y'}) == ['a.b']


@test
def another_graphics_card_is_asked_about():
    plain, card = computer('plain8'), computer('card8', **RTX)
    doc = run('hardware', '--hardware', card, '--gpu', 'rtx 4090', '--json').json()
    gpus = [a for a in doc['accelerators'] if a['kind'] == 'gpu']
    assert [g['name'] for g in gpus] == ['NVIDIA GeForce RTX 4090'], gpus
    assert gpus[0]['compute_capability'] == '8.9' and 'cuda' in gpus[0]['runtimes']
    pools = {p['id']: p for p in doc['memory_pools']}
    assert set(pools) == {'ram', 'gpu-if.vram'} and pools['gpu-if.vram']['total'] == 24 << 30
    assert doc['provenance']['memory_pools.gpu-if.vram.total']['kind'] == 'table'
    size = run('hardware', '--hardware', plain, '--gpu', 'RTX 4060 Ti 16 GB', '--json').json()
    assert {p['id']: p['total'] for p in size['memory_pools']}['gpu-if.vram'] == 16 << 30
    h100 = run('hardware', '--hardware', plain, '--gpu', 'H100 80GB', '--json').json()
    assert [a['compute_capability'] for a in h100['accelerators']] == ['9.0']
    for name, word in (('RTX 4060 Ti', '16'), ('Arc A770', 'not known'), ('Nonsense 9', 'Nonsense 9'), ('', '“”'), ('X' * 5000, 'no graphics')):
        r = run('check', model(), '--hardware', plain, '--gpu', name)
        assert r.status == 1 and word in r.err and len(r.err.splitlines()) == 1, (name[:20], r.err[:200])
    small = run('check', model('qwen3-30b-a3b'), '--hardware', plain, '--gpu', 'RTX 3060 12 GB', '--json').json()
    large = run('check', model('qwen3-30b-a3b'), '--hardware', plain, '--gpu', 'Radeon RX 7900 XTX', '--json').json()
    assert small['verdict']['outcome'] == 'partial' and 'available-assumed' in codes(large), small['verdict']


@test
def the_answer_fits_one_screen():
    for name in ('llama-3.1-8b', 'qwen3-30b-a3b', 'llama-3.1-405b', 'novel-1b'):
        out = run('check', model(name), '--hardware', computer('card7', **RTX)).out
        lines = out.splitlines()
        assert len(lines) <= 40 and max(map(len, lines)) <= 100, out
        # no number, no word of the trade
        assert len(lines[0]) < 40 and not any(c.isdigit() for c in lines[0]), lines[0]


@test
def check_says_no_with_status_3():
    profile = path('small.json', json.dumps({
        'schema': 'edgekit.hardware/1', 'os': {'family': 'linux'}, 'cpu': {'name': 'Test', 'cores': 4, 'threads': 4},
        'memory_pools': [{'id': 'ram', 'kind': 'ram', 'total': 4 << 30, 'available': 3 << 30}]}).encode())
    r = run('check', model('llama-3.1-405b'), '--hardware', profile, '--json')
    assert r.status == 3 and r.json()['verdict']['outcome'] == 'no', r.err
    r = run('check', model(), '--hardware', profile, '--json')
    assert r.status == 0, r.out
    text = run('check', model(), '--hardware', profile)
    assert text.status == 0 and 'Memory needed' in text.out


@test
def suggest_names_what_runs():
    def profile(gib):
        return path('ram-%d.json' % gib, json.dumps({
            'schema': 'edgekit.hardware/1', 'os': {'family': 'linux'},
            'cpu': {'name': 'Test', 'cores': 4, 'threads': 4},
            'memory_pools': [{'id': 'ram', 'kind': 'ram', 'total': gib << 30, 'available': gib << 30}]}).encode())
    seen = {}
    for gib in (8, 64):
        r = run('suggest', '--hardware', profile(gib), '--json')
        d = r.json()
        assert r.status == 0 and d['schema'] == 'edgekit.suggest/1', r.err
        for m in d['models']:
            assert m['verdict']['outcome'] in ('fits', 'tight', 'partial'), m
            assert m['verdict']['outcome'] == 'partial' or 0 < m['total'] <= gib << 30, m
        seen[gib] = {m['id'] for m in d['models']}
    # all that 8 GiB run, 64 GiB run, too, and more
    assert seen[8] and seen[8] < seen[64], seen
    chat = run('suggest', '--use', 'embedding', '--hardware', profile(8), '--json').json()
    assert chat['models'] and all('embedding' in m['uses'] for m in chat['models'])
    text = run('suggest', '--hardware', profile(8))
    assert text.status == 0 and text.err == '' and chat['models'][0]['name'] not in ('', None)
    nothing = run('suggest', '--hardware', path('none.json', json.dumps({
        'schema': 'edgekit.hardware/1', 'os': {'family': 'linux'},
        'memory_pools': [{'id': 'ram', 'kind': 'ram', 'total': 1 << 20, 'available': 1 << 20}]}).encode()))
    assert nothing.status == 3 and nothing.err == '', nothing.__dict__


def sparse_copy(source, target):
    """The header of a model of the tests, and holes for its weights."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(source, 'rb') as f, open(target, 'wb') as g:
        g.write(f.read(8 << 20))
        g.truncate(os.path.getsize(source))


def store_env(name):
    home = os.path.join(SCRATCH, name)
    os.makedirs(home, exist_ok=True)
    env = dict.fromkeys(('OLLAMA_MODELS', 'HF_HOME', 'HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE', 'LLAMA_CACHE',
                         'JAN_DATA_FOLDER', 'MODELSCOPE_CACHE', 'XDG_CACHE_HOME', 'XDG_DATA_HOME',
                         'XDG_CONFIG_HOME'), '')
    return home, dict(env, HOME=home)


def small_computer(gib=8):
    return path('computer-%d.json' % gib, json.dumps({
        'schema': 'edgekit.hardware/1', 'os': {'family': 'linux'}, 'cpu': {'name': 'Test', 'cores': 4, 'threads': 4},
        'memory_pools': [{'id': 'ram', 'kind': 'ram', 'total': gib << 30, 'available': gib << 30}]}).encode())


@test
def models_of_a_store_are_listed_and_taken_by_name():
    home, env = store_env('stores')
    digest = 'a' * 64
    blob = os.path.join(home, '.ollama/models/blobs/sha256-' + digest)
    sparse_copy(model(), blob)
    manifest = os.path.join(home, '.ollama/models/manifests/registry.ollama.ai/library/llama3.2/1b')
    os.makedirs(os.path.dirname(manifest), exist_ok=True)
    with open(manifest, 'w') as f:
        json.dump({'schemaVersion': 2, 'layers': [{'mediaType': 'application/vnd.ollama.image.model',
                                                   'digest': 'sha256:' + digest,
                                                   'size': os.path.getsize(blob)}]}, f)
    d = run('models', '--json', env=env).json()
    assert d['schema'] == 'edgekit.models/1'
    assert [m['name'] for m in d['models'] if m['path'].startswith(home)] == ['ollama:llama3.2:1b'], d
    text = run('models', env=env)
    assert text.status == 0 and 'ollama:llama3.2:1b' in text.out and text.err == ''
    known = run('inspect', model(), '--json').json()
    stored = run('inspect', 'ollama:llama3.2:1b', '--json', env=env)
    assert stored.status == 0 and stored.json()['parameters'] == known['parameters'], stored.err
    r = run('check', 'ollama:llama3.2:1b', '--hardware', small_computer(), env=env)
    assert r.status == 0 and r.err == '', r.err
    # a name that is nearly right is answered with the right one
    assert 'llama3.2:1b' in one_sentence(run('check', 'ollama:lama3.2:1b', env=env))
    assert one_sentence(run('inspect', 'hf:no/such', env=env)).startswith('edgekit: hf:no/such: ')
    assert run('models', 'x', env=env).status == 2


@test
def variants_of_a_folder_are_compared():
    folder = os.path.join(SCRATCH, 'versions')
    large, small = model('llama-3.1-405b'), model()
    sparse_copy(small, os.path.join(folder, 'Some-1B-Q8_0.gguf'))
    sparse_copy(large, os.path.join(folder, 'Some-405B-Q4_K_M.gguf'))
    with open(os.path.join(folder, 'Some-1B-Q2_K-00001-of-00002.gguf'), 'wb') as f:
        f.write(b'GGUF')
    with open(os.path.join(folder, 'mmproj-Some-f16.gguf'), 'wb') as f:
        f.write(b'GGUF')
    r = run('variants', folder, '--hardware', small_computer(), '--json')
    d = r.json()
    assert r.status == 0 and d['schema'] == 'edgekit.variants/1' and d['repository'] == folder, r.err
    assert [c['kind'] for c in d['companions']] == ['mmproj']
    by = {v['quantization']: v for v in d['variants']}
    known = run('inspect', small, '--json').json()
    one = by['Q8_0']
    assert one['bits_per_weight'] == known['bits_per_weight'] and one['size'] == os.path.getsize(small)
    assert one['recommended'] and one['verdict']['outcome'] == 'fits' and one['total'] > 0
    assert one['complete'] and one['parts'] == len(one['files']) == 1
    assert by['Q4_K_M']['verdict']['outcome'] == 'no' and not by['Q4_K_M']['recommended']
    assert not by['Q2_K']['complete'] and by['Q2_K']['verdict']['outcome'] == 'unknown'
    assert 'bits_per_weight' not in by['Q2_K']
    # the same verdict as of the command that asks about one
    alone = run('check', one['local_path'], '--hardware', small_computer(), '--json').json()
    assert alone['verdict']['outcome'] == one['verdict']['outcome']
    assert alone['verdict']['headline'] == one['verdict']['headline']
    text = run('variants', folder, '--hardware', small_computer())
    assert text.status == 0 and text.err == '' and 'Q8_0' in text.out and one['local_path'] in text.out
    assert run('variants', folder, '--hardware', small_computer(1), '--json').status in (0, 3)
    one_sentence(run('variants', os.path.join(SCRATCH, 'no-such-folder')))
    assert run('variants').status == 2


@test
def bad_documents_get_one_sentence():
    for name, data in (('a.json', b'{'), ('b.json', b'[' * 100000), ('c.json', b'{"schema":"edgekit.other/1"}'),
                       ('d.json', b'{"schema":"edgekit.hardware/1","cpu":{"cores":-3}}'),
                       ('e.json', b'{"schema":"edgekit.hardware/1","cpu":{"cores":123456789012345678901}}'),
                       ('f.json', b'\xff\xfe'), ('g.json', b'')):
        file = path(name, data)
        assert name in one_sentence(run('hardware', '--hardware', file))
        assert name in one_sentence(run('hardware', '--snapshot', file))


@test
def report_leaks_no_names():
    """A computer and an environment full of private names: none is in any form, nor in a link."""
    user, mail, token, key = 'zaphodbeeblebrox', 'ford.prefect@betelgeuse.example.com', 'hf_AbCdEfGhIjKlMnOpQrSt', \
        'not-like-a-token-42'
    host, serial, uuid, mac = 'heart-of-gold', 'S4EWNX0R123456', 'b0a7d3c1-52f4-4e8e-9d7a-0c1d2e3f4a5b', \
        '3c:7c:3f:aa:bb:cc'
    home = os.path.join(SCRATCH, user, mail)
    os.makedirs(home, exist_ok=True)
    private = os.path.join(home, 'private.gguf')
    if not os.path.exists(private):
        os.symlink(model(), private)
    everything = 'serial number: %s, %s, %s, %s, %s, /home/%s, %s' % (serial, uuid, mac, token, mail, user, key)
    hardware = path('private.json', json.dumps({
        'schema': 'edgekit.hardware/1',
        'os': {'family': 'linux', 'name': 'Debian of ' + user, 'kernel': everything},
        'cpu': {'name': 'Ryzen ' + everything},
        'memory_pools': [{'id': 'ram', 'kind': 'ram', 'total': 33554432000, 'available': 21474836480,
                          'limit_source': everything}],
        'accelerators': [{'id': 'gpu0', 'kind': 'gpu', 'vendor': 'nvidia', 'name': 'RTX ' + everything,
                          'driver': 'nvidia', 'driver_version': everything}],
        'storage': [{'path': '/home/%s/%s' % (user, mail), 'total': 1000, 'free': 500}],
        'software': {'nvcc_path': '/home/%s/cuda/bin/nvcc' % user},
        'notes': [{'code': 'x', 'severity': 'warning', 'message': everything, 'hint': everything}],
        'provenance': {'cpu.name': {'kind': 'reported', 'source': 'file:' + everything}},
    }).encode())
    env = {'HOME': home, 'USER': user, 'LOGNAME': user, 'HOSTNAME': host, 'EMAIL': mail, 'HF_TOKEN': token,
           'EXAMPLE_API_KEY': key}
    secrets = [user, mail, token, key, serial, uuid, mac, SCRATCH]
    real_host = os.uname().nodename
    if len(real_host) > 3 and real_host not in ('localhost', 'debian', 'linux'):
        secrets.append(real_host)
    forms = [['--format', form] for form in ('text', 'markdown', 'json')]
    forms += [['--issue', engine] for engine in ('llama.cpp', 'ollama', 'llama-cpp-python', 'vllm')]
    for source in ([], ['--hardware', hardware]):
        for form in forms:
            r = run('report', '--model', private, *source, *form, env=env)
            assert r.status == 0 and (r.err == '' or form[0] == '--issue'), r.err
            text = urllib.parse.unquote(r.out) + r.err
            for secret in secrets:
                assert secret.lower() not in text.lower(), (form, secret)
    r = run('report', '--model', private, '--hardware', hardware, '--json', env=env)
    kinds = {item['kind']: item['count'] for item in r.json()['removed']}
    assert {'name', 'home folder', 'serial number', 'UUID', 'MAC address', 'e-mail address', 'token'} <= set(kinds), kinds
    assert r.json()['schema'] == 'edgekit.report/1' and r.json()['redacted'] is True
    # who asks for them gets them
    r = run('report', '--model', private, '--hardware', hardware, '--include-private', '--json', env=env)
    assert uuid in r.out and mail in r.out and r.json()['redacted'] is False and r.json()['removed'] == []


@test
def report_is_a_computer():
    report = run('report', '--hardware', path('computer.json', json.dumps({
        'schema': 'edgekit.hardware/1',
        'memory_pools': [{'id': 'ram', 'kind': 'ram', 'total': 33554432000, 'available': 21474836480}],
    }).encode()), '--format', 'json')
    r = run('hardware', '--hardware', path('report.json', report.out.encode()), '--json')
    assert r.status == 0 and r.json()['memory_pools'][0]['total'] == 33554432000, r.err


@test
def report_links_are_links():
    for args in (['--issue', 'no-such-engine'], ['--issue', 'mlx-lm'], ['--issue', 'ollama', '--json'],
                 ['--issue', 'ollama', '--format', 'text'], ['--issue', 'ollama', '--include-private'],
                 ['--issue', 'ollama', '-o', 'x']):
        r = run('report', *args)
        assert r.status == 2 and r.out == '' and r.err.startswith('edgekit: '), (args, r.err)
    r = run('report', '--issue', 'vllm')
    assert r.status == 0 and 'Your current environment' in r.err
    assert r.out.startswith('https://github.com/vllm-project/vllm/issues/new?template=400-bug-report.yml')
    # about the engine that was named, not about the one that suits
    for engine in ('ollama', 'llama-cpp-python'):
        r = run('report', '--model', model(), '--issue', engine)
        assert r.status == 0 and '| Engine | %s |' % engine in urllib.parse.unquote(r.out), r.out
    r = run('report', '--model', model(), '--issue', 'llama_cpp')
    assert r.status == 0 and r.out.startswith('https://github.com/ggml-org/llama.cpp/issues/new?template=011-bug-results.yml')
    assert len(r.out.splitlines()) == 1 and len(r.out) <= 7501


@test
def install_commands_differ_by_shell():
    commands = {}
    for shell in ('bash', 'zsh', 'fish', 'powershell', 'cmd'):
        r = run('install', '--engine', 'llama-cpp-python', '--method', 'source', '--shell', shell, '--json')
        assert r.status == 0, r.err
        commands[shell] = r.json()['command']
        assert '\n' not in commands[shell]
    assert '$env:' in commands['powershell'] or 'CMAKE_ARGS' not in commands['bash']


@test
def a_cross_check_is_an_addition():
    folder_of_programs = os.path.join(SCRATCH, 'cross-check')
    os.makedirs(folder_of_programs, exist_ok=True)
    env = {'PATH': folder_of_programs + ':/usr/bin:/bin', 'LC_ALL': 'C.UTF-8'}
    computer = ('check', model(), '--snapshot', next(machines())[1])
    plain = run(*computer, '--json', env=env)
    without = run(*computer, '--json', '--cross-check', env=env)
    assert without.status == plain.status and without.json()['cross_check'] == {'failure': 'missing'}, without.err
    program = os.path.join(folder_of_programs, 'llama-fit-params')
    with open(program, 'w') as f:
        f.write("#!/bin/sh\necho 'Host 762 256 282 '\n")
    os.chmod(program, 0o755)
    answer = run(*computer, '--json', '--cross-check', env=env).json()
    assert answer['cross_check']['program'] == program and answer['cross_check']['reported'] == 1300 << 20
    assert 0.5 < answer['cross_check']['ratio'] < 2, answer['cross_check']
    assert {k: v for k, v in answer.items() if k != 'cross_check'}.keys() == plain.json().keys()
    text = run(*computer, '--cross-check', env=env).out
    assert 'Cross-check with llama.cpp' in text and 'Difference' in text, text
    assert run(*computer, '--cross-check', '--engine', 'all', env=env).status == 2


@test
def no_colour_in_a_pipe():
    for args in (['hardware'], ['check', model()], ['engine'], ['install']):
        assert '\033' not in run(*args).out


def main():
    print('1..%d' % len(TESTS))
    failed = 0
    for number, function in enumerate(TESTS, 1):
        name = function.__name__.replace('_', ' ')
        try:
            function()
            print('ok %d %s' % (number, name))
        except Exception:
            failed += 1
            print('not ok %d %s' % (number, name))
            for line in traceback.format_exc().splitlines():
                print('# ' + line)
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == '__main__':
    with tempfile.TemporaryDirectory(prefix='edgekit-tool-') as SCRATCH:
        sys.exit(main())
