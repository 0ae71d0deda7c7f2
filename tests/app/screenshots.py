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
MACHINE = os.path.join(HERE, '..', 'machines', 'amd-phoenix-780m-apu', 'snapshot.json')


def shoot(build, out, page, dark, size):
    build = os.path.abspath(build)
    model = os.path.join(build, 'tests', 'models', 'llama-3.2-1b.gguf')
    program = [os.path.join(build, 'app', 'edgekit-app'), '--snapshot', MACHINE, '--page', page]
    if page == 'model' and os.path.exists(model):
        program.append(model)
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
    build, *rest = [a for a in sys.argv[1:] if not a.startswith('-')]
    out = rest[0] if rest else tempfile.mkdtemp()
    os.makedirs(out, exist_ok=True)
    cases = [(p, d, s) for p in ('computer', 'model', 'install') for d in (False, True)
             for s in ((900, 700), (360, 640))]
    failed = 0
    print('1..%d' % len(cases))
    for n, (page, dark, size) in enumerate(cases, 1):
        name = '%s-%s-%s' % (page, 'dark' if dark else 'light', size[0])
        code = shoot(build, os.path.join(out, name + '.png'), page, dark, size)
        failed += code != 0
        print('%sok %d - %s' % ('not ' * (code != 0), n, name), flush=True)
    if check:
        shutil.rmtree(out)
    return failed != 0


sys.exit(main())
