#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The contract of the command `edgekit`: usage, statuses, computers.  Prints TAP."""
import json
import os
import sys

from command import MACHINES, RTX, SCRATCH, codes, computer, machines, main, model, one_sentence, path, run, test


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
                 ['check', '--flash-attn', 'maybe', 'x'], ['check', '--backend', 'opengl', 'x'],
                 ['check', '--engine', 'nonsense', 'x'], ['hardware', '--root', '/', '--snapshot', 'x'],
                 ['inspect', 'a', 'b'], ['suggest', '--use', 'dancing'], ['suggest', 'x']):
        r = run(*args)
        assert r.status == 2 and r.out == '' and r.err.startswith('edgekit: '), (args, r.__dict__)


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
def bad_documents_get_one_sentence():
    for name, data in (('a.json', b'{'), ('b.json', b'[' * 100000), ('c.json', b'{"schema":"edgekit.other/1"}'),
                       ('d.json', b'{"schema":"edgekit.hardware/1","cpu":{"cores":-3}}'),
                       ('e.json', b'{"schema":"edgekit.hardware/1","cpu":{"cores":123456789012345678901}}'),
                       ('f.json', b'\xff\xfe'), ('g.json', b'')):
        file = path(name, data)
        assert name in one_sentence(run('hardware', '--hardware', file))
        assert name in one_sentence(run('hardware', '--snapshot', file))


@test
def no_colour_in_a_pipe():
    for args in (['hardware'], ['check', model()], ['engine'], ['install']):
        assert '\033' not in run(*args).out


if __name__ == '__main__':
    sys.exit(main())
