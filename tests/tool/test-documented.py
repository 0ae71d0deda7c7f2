#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every command that the texts show can be typed: it is run here, with recorded computers and models in
the place of the reader's.  Prints TAP.

Environment: as in command.py, and EDGEKIT_TEST_SOURCE_ROOT.
"""
import glob
import json
import os
import re
import shlex
import subprocess
import sys

from command import MACHINES, RTX, SCRATCH, computer, folder, gguf, main, model, path, run, test

SOURCE = os.environ['EDGEKIT_TEST_SOURCE_ROOT']
TEXTS = [os.path.join(SOURCE, name) for name in ('README.md', 'CONTRIBUTING.md', 'data/manual/edgekit.1.in')] + \
    sorted(glob.glob(os.path.join(SOURCE, 'libedgekit', 'docs', '*.md')))
ADAPTER = {'general.architecture': 'llama', 'general.type': 'adapter', 'adapter.type': 'lora'}
NEEDS = {'check', 'inspect', 'variants'}  # an argument; without one it is only the name of the command


def read(file):
    with open(file, encoding='utf-8') as f:
        return f.read()


def commands(file):
    """What a text shows of `edgekit`: spans, lines of blocks, examples of the manual page."""
    text = read(file)
    if file.endswith('.1.in'):
        for line in re.findall(r'^\.B (.*edgekit .*)$', text, re.M):
            yield re.search(r'edgekit [^)]*', line.replace(r'\-', '-').replace(r'\(dq', '')).group(0)
        return
    for span in re.findall(r'`(edgekit [^`]+)`', text.replace('\n', ' ')):
        yield span
    # a line of a block; what it does stands behind two spaces, or as a comment
    for line in re.findall(r'^(?: {4}|\$ |)(edgekit [a-z-].*)$', text, re.M):
        yield re.split(r' {2,}| # ', line)[0]


def documented():
    for file in TEXTS:
        for line in commands(file):
            yield os.path.relpath(file, SOURCE), line


def described():
    """The options of each command, and whether they take a value."""
    options, command = {}, None
    for line in run('--describe').out.splitlines():
        fields = line.split('\t')
        if fields[0] == 'command':
            command = options.setdefault(fields[1], {})
        elif fields[0] == 'option':
            command.update({name: bool(fields[3]) for name in ('--' + fields[1], '-' + fields[2]) if len(name) > 1})
    return options


def stand_ins():
    """What is in the place of the names that the texts use."""
    card = computer('friend', **RTX)
    report = path('report.json', run('report', '--hardware', card, '--json').out.encode())
    versions = folder('versions', {})
    for name in ('qwen3-8b', 'llama-3.2-1b'):
        os.symlink(model(name), os.path.join(versions, name + '.gguf'))
    return {'MODEL': model(), 'model.gguf': model(), 'REPO': versions, 'FOLDER': versions, 'DIR': folder('root', {}),
            'report.json': report, 'friend.json': card, 'computer.json': card, 'A': card, 'B': card,
            'FILE': os.path.join(MACHINES, 'amd-rx580', 'snapshot.json'), 'snapshot.json': os.path.join(SCRATCH, 'out')}


@test
def every_option_that_is_shown_is_one():
    options, seen = described(), 0
    for file, line in documented():
        words = shlex.split(line)[1:]
        if words[0].startswith('--'):
            continue
        assert words[0] in options, (file, line)
        for word in words[1:]:
            if word.startswith('-'):
                assert word.split('=')[0] in options[words[0]], (file, line, word)
        seen += 1
    assert seen > 50, seen


@test
def every_command_that_is_shown_runs():
    names, options, ran = stand_ins(), described(), 0
    for file, line in documented():
        words = shlex.split(line)[1:]
        command = words[0]
        alone = [word for i, word in enumerate(words[1:], 1)
                 if not word.startswith('-') and not options.get(command, {}).get(words[i - 1])]
        if command.startswith('--') or (command in NEEDS and not alone) or options[command].get(words[-1]):
            continue  # it names a command or an option
        # two models are named like two computers
        words = [names[word] if word in names and not (word in 'AB' and word in alone) else
                 model() if word in 'AB' else word for word in words]
        away = any(word.startswith(('hf:', 'https:')) for word in words) or '--download' in words
        if '--with' in words:
            words[words.index('--with') + 1] = gguf('adapter.gguf', ADAPTER, {'blk.0.attn_q.weight.lora_a': (2048, 8)})
        out, into = ('-o' in words), os.path.join(SCRATCH, 'out')
        if out:
            words[words.index('-o') + 1] = into
        r = run(*words)
        assert r.status in ((1,) if away else (0, 3)), (file, line, r.status, r.err)
        assert r.out or out or away, (file, line)
        assert not away or 'network' in r.err, (file, line, r.err)
        ran += 1
    assert ran > 40, ran


@test
def every_word_of_dev_that_is_shown_is_one():
    usage = subprocess.run([os.path.join(SOURCE, 'dev'), '--help'], capture_output=True, text=True, timeout=60).stdout
    known, shown = set(re.findall(r'^  ([a-z-]+)', usage, re.M)), set()
    for file in TEXTS:
        shown |= set(re.findall(r'\./dev ([a-z][a-z-]*)', read(file)))
    assert len(shown) > 8 and shown <= known, shown - known


@test
def the_size_of_the_catalogue_is_todays():
    count = int(re.search(r'catalogue of (\d+) models', read(os.path.join(SOURCE, 'README.md'))).group(1))
    assert count == len(json.loads(read(os.path.join(SOURCE, 'data', 'catalogue', 'catalogue.json')))['models'])


if __name__ == '__main__':
    sys.exit(main())
