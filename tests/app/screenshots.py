#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""screenshots.py BUILD DIR - pictures of each page, light and dark, wide and narrow.

Run by “./dev screenshots DIR”. With --check it only looks whether every page
opens without a warning, and keeps no picture.
"""
import os
import shutil
import sys
import tempfile

from session import Session, SessionError

HERE = os.path.dirname(os.path.abspath(__file__))

# name: the page, the recorded computer, the model; --check looks at the first four only
STATES = {
    'computer': ('computer', 'amd-phoenix-780m-apu', None),
    'model': ('model', 'amd-phoenix-780m-apu', 'llama-3.2-1b.gguf'),
    'suggestions': ('model', 'amd-phoenix-780m-apu', None),
    'install': ('install', 'amd-phoenix-780m-apu', None),
    'computer-processor-only': ('computer', 'intel-i7-1370p-hybrid', None),
    'model-too-big': ('model', 'intel-i7-1370p-hybrid', 'catalogue:llama-3.1-405b'),
    'model-tight': ('model', 'intel-i7-1370p-hybrid', 'catalogue:qwen3-32b'),
    'install-processor-only': ('install', 'intel-i7-1370p-hybrid', None),
}
CHECKED = 4


def shoot(build, out, state, dark, size):
    build = os.path.abspath(build)
    page, machine, model = STATES[state]
    program = [os.path.join(build, 'app', 'edgekit-app'), '--snapshot',
               os.path.join(HERE, '..', 'machines', machine, 'snapshot.json'), '--page', page]
    if model:
        file = os.path.join(build, 'tests', 'models', model)
        program.append(file if os.path.exists(file) else model)
    os.environ.update(GSETTINGS_SCHEMA_DIR=os.path.join(build, 'data'), G_DEBUG='fatal-warnings',
                      LD_LIBRARY_PATH=os.path.join(build, 'libedgekit'))
    try:
        with Session(*size, dark) as session:
            session.picture(session.start(program), out)
    except SessionError as error:
        print('# %s' % error)
        return 1
    return 0


def main():
    check = '--check' in sys.argv
    only = [a[7:] for a in sys.argv[1:] if a.startswith('--only=')]
    build, *rest = [a for a in sys.argv[1:] if not a.startswith('-')]
    out = rest[0] if rest else tempfile.mkdtemp()
    os.makedirs(out, exist_ok=True)
    cases = [(n, d, s) for n in (only or list(STATES)[:CHECKED if check else None]) for d in (False, True)
             for s in ((900, 700), (360, 640))]
    failed = 0
    print('1..%d' % len(cases))
    for n, (state, dark, size) in enumerate(cases, 1):
        name = '%s-%s-%s' % (state, 'dark' if dark else 'light', size[0])
        code = shoot(build, os.path.join(out, name + '.png'), state, dark, size)
        failed += code != 0
        print('%sok %d - %s' % ('not ' * (code != 0), n, name), flush=True)
    if check:
        shutil.rmtree(out)
    return failed != 0


sys.exit(main())
