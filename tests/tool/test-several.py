#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Several computers that hold a model together.  Prints TAP."""
import os
import sys

from command import CONFIG, RTX, TENSORS, codes, computer, folder, main, model, path, run, test, without_source


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
def a_report_of_several_computers_is_read_as_all_of_them():
    one, other = computer('first', **RTX), computer('second')
    report = path('both.json', run('report', '--hardware', one, '--hardware', other, '--json').out.encode())
    for command in (['check', model('llama-3.1-8b')], ['variants', os.path.dirname(model())], ['report']):
        named = run(*command, '--hardware', one, '--hardware', other, '--json')
        read = run(*command, '--hardware', report, '--json')
        assert read.status == named.status and read.json() == named.json(), (command, read.err)
    third = run('check', model('llama-3.1-8b'), '--hardware', report, '--hardware', other, '--json').json()
    assert [m['role'] for m in third['machines']] == ['starts', 'serves', 'serves'], third['machines']
    for command in (['hardware'], ['engine'], ['install'], ['suggest']):
        r = run(*command, '--hardware', report)
        assert r.status == 2 and r.out == '' and report in r.err and 'report of 2' in r.err, r.__dict__
    for option in ('--together', '--cross-check'):
        r = run('check', model(), '--hardware', report, option)
        assert r.status == 2 and r.out == '', r.__dict__
    r = run('check', model(), '--snapshot', report)
    assert r.status == 2 and '--hardware ' + report in r.err, r.__dict__
    alone = path('alone.json', run('report', '--hardware', one, '--json').out.encode())
    assert run('hardware', '--hardware', alone, '--json').json() == run('hardware', '--hardware', one, '--json').json()


if __name__ == '__main__':
    sys.exit(main())
