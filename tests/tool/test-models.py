#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands that look at models: inspect, variants, models, suggest.  Prints TAP."""
import json
import os
import struct
import sys

from command import CONFIG, SCRATCH, TENSORS, folder, gguf, main, model, one_sentence, path, run, test


# 64 MiB for what the command allocates, and what the program and its libraries
# weigh before it does anything (measured by --version), so that a sanitizer or
# a larger libc does not fail the test.
MAX_ALLOCATED = 64 << 20


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


if __name__ == '__main__':
    sys.exit(main())
