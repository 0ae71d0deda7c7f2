#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Odd places to run the command in: no home, a home that takes nothing, a folder that is gone.  Prints TAP."""
import os
import subprocess
import sys

from command import EDGEKIT, MACHINES, SCRATCH, computer, main, model, path, run, test

RTX = ['--snapshot', os.path.join(MACHINES, 'nvidia-rtx4080-nvidia-drm', 'snapshot.json')]
COMMANDS = [['hardware', *RTX], ['hardware', '--json'], ['check', model(), *RTX], ['variants', os.path.dirname(model()), *RTX],
            ['models'], ['cache'], ['cache', '--clear'], ['report', *RTX], ['snapshot', *RTX], ['engine', *RTX],
            ['install', *RTX], ['suggest', *RTX], ['inspect', model()]]
PLACES = ('HOME', 'XDG_RUNTIME_DIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'TMPDIR')


def run_in(environment, args, cwd=None):
    return subprocess.run([EDGEKIT, *args], env=environment, cwd=cwd, capture_output=True, timeout=60)


def answers(environment, args, cwd=None):
    r = run_in(environment, args, cwd)
    assert r.returncode == 0 and r.stdout and not r.stderr, (args, r.returncode, r.stderr)
    return r.stdout


@test
def a_home_is_not_needed():
    bare = {name: value for name, value in os.environ.items() if name not in PLACES}
    closed = dict(bare, HOME='/proc/nobody', XDG_RUNTIME_DIR='/proc/nowhere', TMPDIR='/no/such/folder')
    for environment in (bare, closed, dict(bare, HOME='', TMPDIR='')):
        for args in COMMANDS:
            answers(environment, args)


def without_folder(args):
    """Runs it in a folder that was deleted under it."""
    gone = os.path.join(SCRATCH, 'gone')
    code = 'import os,sys; os.mkdir(sys.argv[1]); os.chdir(sys.argv[1]); os.rmdir(sys.argv[1]); ' \
           'os.execv(sys.argv[2], sys.argv[2:])'
    return subprocess.run([sys.executable, '-c', code, gone, EDGEKIT, *args], capture_output=True, timeout=60)


@test
def a_folder_that_is_gone_is_told_where_it_matters():
    for args in COMMANDS + [['report', '-o', os.path.join(SCRATCH, 'report.txt')]]:
        r = without_folder(args)
        assert r.returncode == 0 and not r.stderr, (args, r.stderr)
    before = sorted(os.listdir('/'))
    for args in (['check', 'model.gguf'], ['check', 'owner/name'], ['variants', '.'], ['inspect', './x'],
                 ['report', '-o', 'edgekit-report.txt', *RTX], ['snapshot', '-o', 'edgekit-snapshot.json', *RTX],
                 ['hardware', '--hardware', 'this.json'], ['hardware', '--root', '.'],
                 ['check', model(), '--with', 'mmproj.gguf']):
        r = without_folder(args)
        assert r.returncode == 2 and b'folder does not exist any more' in r.stderr and not r.stdout, (args, r)
    assert sorted(os.listdir('/')) == before
    # what lies elsewhere needs no folder
    for args in (['check', 'hf:owner/name', '--offline'], ['check', 'https://example.com/x.gguf', '--offline']):
        r = without_folder(args)
        assert r.returncode == 1 and b'folder does not' not in r.stderr, r.stderr
    r = without_folder(['hardware', '--hardware', 'this', '--json'])
    assert r.returncode == 0, r.stderr


@test
def how_much_is_free_is_unknown_in_words():
    facts = '{"schema":"edgekit.hardware/1","memory_pools":[{"id":"ram","kind":"ram","total":68719476736}],' \
            '"storage":[{"path":"/a","total":500000000000},{"path":"/b","free":31000000000},{"path":"/c"},' \
            '{"path":"/d","free":31000000000,"total":500000000000}]}'
    file = path('unknown-free.json', facts.encode())
    text = run('hardware', '--hardware', file).out.replace('\u00a0', ' ')
    for words in ('/a — 500 GB; how much is free is unknown', '/b — 31.0 GB free', '/c — how much is free is unknown',
                  '/d — 31.0 GB of 500 GB free'):
        assert words in text, text
    text = run('check', model(), '--hardware', file, '--hardware', computer('other')).out
    assert '; how much is free is unknown' in text, text
    for form in ('text', 'markdown'):
        text = run('report', '--hardware', file, '--format', form).out
        assert '/a: 500' in text and 'unknown free' not in text and 'of unknown' not in text, text


if __name__ == '__main__':
    sys.exit(main())
