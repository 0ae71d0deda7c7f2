#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""screenshots.py BUILD DIR - pictures of each page and state, in each look.

Run by “./dev screenshots DIR”. With --check it only looks whether every page
opens without a warning, and keeps no picture. --only=STATE and --look=LOOK
(light, dark, whole, narrow, high-contrast, right-to-left, …) choose some; both can be given several times.
"""
import gettext
import os
import shutil
import signal
import sys
import tempfile

from described import DESCRIBED, describe
from session import Session, SessionError

HERE = os.path.dirname(os.path.abspath(__file__))
WIDE = (900, 700)
NARROW = (360, 640)
WHOLE = (900, 2400)  # pages from head to foot
APU = 'amd-phoenix-780m-apu'
LAPTOP = 'intel-i7-1370p-hybrid'

# name: the page, the recorded computer, the model, and what is done then; --check looks at the first few only
STATES = {
    'computer': ('computer', APU, None, None),
    'model': ('model', APU, 'llama-3.2-1b.gguf', None),
    'suggestions': ('model', APU, None, None),
    'install': ('install', APU, None, None),
    'computer-processor-only': ('computer', LAPTOP, None, None),
    'computer-graphics-card': ('computer', 'described', None, None),
    'computer-driver-missing': ('computer', 'driver-missing', None, None),
    'computer-show-how': ('computer', 'driver-missing', None, 'show-how'),
    'computer-many-cards': ('computer', 'amd-mi300x-cpx', None, None),
    'computer-not-readable': ('computer', 'broken', None, None),
    'model-fits': ('model', 'described', 'catalogue:llama-3.1-8b', None),
    'model-partly': ('model', 'described', 'catalogue:qwen3-32b', None),
    'model-too-big': ('model', LAPTOP, 'catalogue:llama-3.1-405b', None),
    'model-tight': ('model', LAPTOP, 'catalogue:qwen3-32b', None),
    'model-no-file': ('model', LAPTOP, '/nonexistent/some-model.gguf', None),
    'model-not-a-model': ('model', LAPTOP, os.path.abspath(__file__), None),
    'model-offline': ('model', LAPTOP, 'hf:someone/some-model-that-is-elsewhere', None),
    'model-report': ('model', LAPTOP, 'catalogue:qwen3-32b', 'win.report'),
    'model-preferences': ('model', LAPTOP, None, 'app.preferences'),
    'model-shortcuts': ('model', LAPTOP, None, 'win.show-help-overlay'),
    'install-processor-only': ('install', LAPTOP, None, None),
    'install-something-missing': ('install', 'driver-missing', None, None),
}
CHECKED = 4

# name: the size, and how the session differs
LOOKS = {
    'light': (WIDE, {}),
    'dark': (WIDE, {'dark': True}),
    'whole': (WHOLE, {}),
    'narrow': (NARROW, {}),
    'narrow-dark': (NARROW, {'dark': True}),
    'high-contrast': (WIDE, {'high_contrast': True}),
    'right-to-left': (WIDE, {'language': 'ar'}),
    'narrow-right-to-left': (NARROW, {'language': 'ar'}),
    'narrow-german': (NARROW, {'language': 'de'}),
}
CHECKED_LOOKS = ('light', 'dark', 'narrow', 'narrow-dark')

def machine_option(session, machine):
    if machine in DESCRIBED:
        return describe(session, machine)
    return ['--snapshot', os.path.join(HERE, '..', 'machines', machine, 'snapshot.json')]


def settle(program, wait_for, _):
    """Until nothing is read any more: the header bar offers to look again."""
    wait_for(lambda: next(program.each('button', _('Check Again')), None)
             and not next(program.each('progress bar'), None), 'the end of all work')


def act(program, action, _):
    if action == 'show-how':
        program.find('button', _('Show How')).press()
    elif action:
        program.window_action(action)


def shoot(build, out, state, look):
    page, machine, model, action = STATES[state]
    size, options = LOOKS[look]
    with Session(*size, **options) as session:
        os.environ.update(session.env)
        # a warning ends the window, not the one who looks at it
        os.environ.pop('G_DEBUG', None)
        from driver import Program, wait_for
        command = [os.path.join(build, 'app', 'edgekit-app'), *machine_option(session, machine), '--page', page]
        if model:
            file = os.path.join(build, 'tests', 'models', model)
            command.append(file if os.path.exists(file) else model)
        window = session.start(command)
        program = Program(session.program.pid)
        _ = gettext.translation('edgekit', os.path.join(build, 'po'), [session.language], fallback=True).gettext
        settle(program, wait_for, _)
        act(program, action, _)
        session.picture(window, out)


def shoot_apart(build, out, state, look):
    """AT-SPI connects once in a process: each picture has one of its own."""
    pid = os.fork()
    if pid == 0:
        code = 1
        os.setpgid(0, 0)
        try:
            shoot(build, out, state, look)
            code = 0
        except (SessionError, AssertionError) as error:
            print('# %s' % error, flush=True)
        finally:
            os._exit(code)
    status = os.waitpid(pid, 0)[1]
    try:
        os.killpg(pid, signal.SIGKILL)  # nothing of a session outlives its picture
    except ProcessLookupError:
        pass
    return status == 0


def main():
    check = '--check' in sys.argv
    only = [a[7:] for a in sys.argv[1:] if a.startswith('--only=')]
    looks = [a[7:] for a in sys.argv[1:] if a.startswith('--look=')]
    build, *rest = [a for a in sys.argv[1:] if not a.startswith('-')]
    build = os.path.abspath(build)
    out = rest[0] if rest else tempfile.mkdtemp()
    os.makedirs(out, exist_ok=True)
    os.environ.update(GSETTINGS_SCHEMA_DIR=os.path.join(build, 'data'), G_DEBUG='fatal-warnings',
                      LD_LIBRARY_PATH=os.path.join(build, 'libedgekit'), HF_HUB_OFFLINE='1',
                      EDGEKIT_LOCALEDIR=os.path.join(build, 'po'))
    states = only or list(STATES)[:CHECKED if check else None]
    cases = [(state, look) for state in states for look in (looks or (CHECKED_LOOKS if check else LOOKS))]
    failed = 0
    print('1..%d' % len(cases))
    for n, (state, look) in enumerate(cases, 1):
        name = '%s-%s' % (state, look)
        good = shoot_apart(build, os.path.join(out, name + '.png'), state, look)
        failed += not good
        print('%sok %d - %s' % ('' if good else 'not ', n, name), flush=True)
    if check:
        shutil.rmtree(out)
    return failed != 0


sys.exit(main())
