#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The command check: engines, options, numbers, what it says.  Prints TAP."""
import json
import os
import re
import sys

from command import (
    APPLE, CONFIG, MACHINES, RTX, SCRATCH, TENSORS, codes, computer, folder, gguf, machines, main, model,
    one_sentence, path, run, test, without_source)


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
def a_type_of_cache_is_one_that_the_engine_takes():
    for option in ('--cache-type-k', '--cache-type-v'):
        for engine, good, bad in (('llama.cpp', 'q8_0', 'foo'), ('ollama', 'q4_0', 'fp8'), ('vllm', 'fp8', 'q8_0'),
                                  ('mlx-lm', '4bit', 'f32'), ('all', 'fp8', 'foo')):
            r = run('check', model(), '--engine', engine, option, bad)
            assert r.status == 2 and r.out == '' and '“%s”' % bad in r.err and good in r.err, (engine, r.err)
            assert run('check', model(), '--engine', engine, option, good, '--json').status in (0, 3)
    r = run('variants', os.path.dirname(model()), '--cache-type-k', 'foo')
    assert r.status == 2 and 'q8_0' in r.err, r.err
    # which engine it is may depend on the model
    r = run('check', model(), '--cache-type-k', 'fp8')
    assert r.status == 2 and r.out == '' and 'q8_0' in r.err and 'nvfp4' not in r.err, r.err
    # llama.cpp knows small letters only
    doc = run('check', model(), '--cache-type-k', 'Q8_0', '--json').json()
    assert all('--cache-type-k q8_0' in c['command'] for c in doc['commands']), doc['commands']


if __name__ == '__main__':
    sys.exit(main())
