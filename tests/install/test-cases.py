#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-cases.py EDGEKIT CASES.jsonl - computers of all kinds, and the command that is right there.

Each case goes through the command as a person would give it: a hardware document,
“edgekit install --engine llama-cpp-python --json” and “edgekit engine --json”.
"""
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import translate  # noqa: E402

# What no command says on any computer.
NEVER = ['sudo pip', '--break-system-packages', 'FORCE_CMAKE', os.path.expanduser('~') + '/']


def run(program, *arguments):
    r = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
    assert r.returncode in (0, 3), r.stderr
    return json.loads(r.stdout)


def options(case):
    out = []
    if 'goal' in case:
        out += ['--goal', case['goal']]
    return out


def check_plan(case, plan):
    expect, command = case['expect'], plan['command']
    text = command or plan['reason']
    yield from ('“%s” is missing in %s' % (s, text) for s in expect['include'] if s not in text)
    yield from ('“%s” is in %s' % (s, text) for s in expect['exclude'] + NEVER if command and s in command)
    if plan['method'] != expect['method']:
        yield 'method %s, not %s' % (plan['method'], expect['method'])
    checks = [s for s in plan['steps'] if s['kind'] == 'verify' and s.get('command')]
    if plan['method'] == 'refuse':
        return
    if len(checks) != 1:
        yield '%d checks' % len(checks)
    elif expect['verify'] and ('graphics' in checks[0]['title']) != (expect['verify'] == 'gpu'):
        yield 'the check is “%s”' % checks[0]['title']
    for step in plan['steps']:
        yield from ('“%s” in %s' % (s, step['command']) for s in NEVER if step.get('command') and s in step['command'])
        if ' | sh' in (step.get('command') or '') and 'script' not in (step.get('reason') or ''):
            yield 'no word of warning at %s' % step['command']


def main():
    program, path = sys.argv[1:3]
    path = os.environ.get('EDGEKIT_INSTALL_CASES', path)
    cases = translate.read(path)
    failed = 0
    print('1..%d' % len(cases))
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(cases, 1):
            file = os.path.join(folder, case['id'] + '.json')
            with open(file, 'w', encoding='utf-8') as f:
                json.dump(case['hardware'], f)
            extra = options(case)
            wishes = (['--method', case['method']] if 'method' in case else []) + \
                     (['--portable'] if case.get('portable') else [])
            problems = list(check_plan(case, run(program, 'install', '--hardware', file, '--engine',
                                                 'llama-cpp-python', '--json', *extra, *wishes)))
            engine = run(program, 'engine', '--hardware', file, '--json', *extra)['recommended']
            if engine not in case['expect']['engines']:
                problems.append('%s is recommended, not one of %s' % (engine, case['expect']['engines']))
            failed += bool(problems)
            print('%s %d %s' % ('not ok' if problems else 'ok', number, case['id']), flush=True)
            for problem in problems:
                print('# ' + problem)
    sys.exit(failed > 0)


main()
