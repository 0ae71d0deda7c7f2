#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""screenshots.py BUILD DIR - pictures of each page and state, in each look.

Run by “./dev screenshots DIR”. With --check it only looks whether every page
opens without a warning, and keeps no picture. --only=STATE and --look=LOOK
(light, dark, whole, narrow, high-contrast, right-to-left, …) choose some; both can be given several times.
--kept takes the pictures that the project itself shows: ./dev screenshots data/screenshots --kept.
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
NARROW = (370, 650)  # 360 × 640, and the frame that GTK draws without a compositor
WHOLE = (900, 2400)  # pages from head to foot
LAPTOP = 'intel-i7-1370p-hybrid'
# a path that a message or an entry shows is the same in every picture
FILES = os.path.join(tempfile.gettempdir(), 'edgekit-pictures')

# name: the page, the recorded computer, the model, and what is done then (keys, the name of a button to press, or with
# a + of a row to open);
# --check looks at the first few only
STATES = {
    'computer': ('computer', 'described', None, None),
    'model': ('model', 'described', 'llama-3.1-8b.gguf', None),
    'suggestions': ('model', 'described', None, None),
    'install': ('install', 'described', None, None),
    'computer-facts': ('computer', 'described', None, '+NVIDIA GeForce RTX 4070'),
    'computer-shared-memory': ('computer', 'shared', None, None),
    'computer-processor-only': ('computer', LAPTOP, None, None),
    'computer-driver-missing': ('computer', 'driver-missing', None, None),
    'computer-show-how': ('computer', 'driver-missing', None, 'Show How'),
    'computer-two-cards': ('computer', 'two-cards', None, None),
    'computer-many-cards': ('computer', 'amd-mi300x-cpx', None, None),
    'computer-hardly-known': ('computer', 'amd-phoenix-780m-apu', None, None),
    'computer-not-readable': ('computer', 'broken', None, None),
    'model-fits': ('model', 'described', 'catalogue:llama-3.1-8b', None),
    'model-shared-memory': ('model', 'shared', 'catalogue:gpt-oss-120b', None),
    'model-two-cards': ('model', 'two-cards', 'catalogue:qwen3-32b', None),
    'model-settings': ('model', 'described', 'catalogue:qwen3-32b', '+More Settings'),
    'model-partly': ('model', 'described', 'catalogue:qwen3-32b', None),
    'model-too-big': ('model', LAPTOP, 'catalogue:llama-3.1-405b', None),
    'model-tight': ('model', LAPTOP, 'catalogue:qwen3-32b', None),
    'model-new-design': ('model', LAPTOP, 'novel-1b.gguf', None),
    'model-no-file': ('model', LAPTOP, '/nonexistent/some-model.gguf', None),
    'model-not-a-model': ('model', LAPTOP, 'holidays.gguf', None),
    'model-offline': ('model', LAPTOP, 'hf:someone/some-model-that-is-elsewhere', None),
    'report': ('model', LAPTOP, 'catalogue:qwen3-32b', 'ctrl+s'),
    'details': ('model', 'described', 'catalogue:qwen3-32b', 'Details for Developers'),
    'catalogue': ('model', 'described', None, 'Show the Only One…|Show All %u…'),
    'preferences': ('model', LAPTOP, None, 'ctrl+comma'),
    'shortcuts': ('model', LAPTOP, None, 'ctrl+question'),
    'help': ('model', LAPTOP, None, 'F1'),
    'sign-in': ('model', LAPTOP, None, 'F1 How to Sign In to Hugging Face'),
    'install-shared-memory': ('install', 'shared', None, None),
    'install-processor-only': ('install', LAPTOP, None, None),
    'install-something-missing': ('install', 'driver-missing', None, None),
}
CHECKED = 4

# name: the size, and how the session differs
LOOKS = {
    'light': (WIDE, {}),
    'dark': (WIDE, {'dark': True}),
    'whole': (WHOLE, {}),
    'whole-dark': (WHOLE, {'dark': True}),
    'whole-high-contrast': (WHOLE, {'high_contrast': True}),
    'whole-right-to-left': (WHOLE, {'language': 'ar'}),
    'narrow': (NARROW, {}),
    'narrow-dark': (NARROW, {'dark': True}),
    'high-contrast': (WIDE, {'high_contrast': True}),
    'high-contrast-dark': (WIDE, {'high_contrast': True, 'dark': True}),
    'narrow-high-contrast': (NARROW, {'high_contrast': True}),
    'right-to-left': (WIDE, {'language': 'ar'}),
    'right-to-left-dark': (WIDE, {'language': 'ar', 'dark': True}),
    'narrow-right-to-left': (NARROW, {'language': 'ar'}),
    'german': (WIDE, {'language': 'de'}),
    'narrow-german': (NARROW, {'language': 'de'}),
    'large-text': (WIDE, {'text': 1.5}),
    'twice': ((1800, 1400), {'scale': 2}),
}
CHECKED_LOOKS = ('light', 'dark', 'narrow', 'narrow-dark')

# where README.md and the software centres look: a picture of the project, the state, the look
KEPT = (('computer', 'computer', 'light'), ('check', 'model', 'light'), ('check-dark', 'model-partly', 'dark'),
        ('suggestions', 'suggestions', 'light'), ('install', 'install', 'dark'), ('narrow', 'model-fits', 'narrow'))


def machine_option(session, machine):
    if machine == 'broken':
        path = os.path.join(FILES, 'desktop.json')
        with open(path, 'w') as f:
            f.write('this is not JSON')
        return ['--hardware', path]
    if machine in DESCRIBED:
        return describe(session, machine)
    return ['--snapshot', os.path.join(HERE, '..', 'machines', machine, 'snapshot.json')]


def model_option(build, model):
    """A file of the tests under a path that does not tell where the project lies; or a name as it is."""
    path = os.path.join(FILES, model)
    source = os.path.join(build, 'tests', 'models', model)
    if model == 'holidays.gguf':
        with open(path, 'w') as f:
            f.write('no model at all')
    elif not os.path.exists(source):
        return model
    elif not os.path.exists(path):
        shutil.copyfile(source, path + '.part')
        os.rename(path + '.part', path)
    return path


def settle(program, wait_for, _):
    """Until nothing is read any more: the header bar offers to look again."""
    wait_for(lambda: next(program.each('button', _('Check Again')), None)
             and not next(program.each('progress bar'), None), 'the end of all work')


def act(session, window, program, action, words):
    """Keys, a button or row to press, or both."""
    from driver import wait_for, walk_to
    opens = action.startswith('+')
    action = action.lstrip('+')
    keys, _space, press = action.partition(' ') if action[0].islower() or action[0] == 'F' else ('', '', action)
    before = len(program.parts)
    if keys:
        type_keys(session, window, keys)
        wait_for(lambda: len(program.parts) > before, 'a window of its own')
    if press:
        one, _bar, many = press.partition('|')
        # what stands before the number
        word = (words.ngettext(one, many, 100) if many else words.gettext(press)).partition('%u')[0].strip()
        targets = wait_for(lambda: [w for w in program.each(None) if w.name.startswith(word)
                                    and w.role in ('button', 'list item')], word)
        if targets[0].role != 'list item':
            targets[0].press()
            return
        # GTK offers no action for a row: the keyboard goes there
        walk_to(targets, lambda key: type_keys(session, window, key))
        before = len(program.parts)
        type_keys(session, window, 'Return')
        if not opens:
            wait_for(lambda: len(program.parts) > before, 'a window of its own')


def type_keys(session, window, keys):
    session.ask('xdotool', 'windowfocus', window)
    session.ask('xdotool', 'key', '--clearmodifiers', keys)


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
            command.append(model_option(build, model))
        window = session.start(command)
        program = Program(session.program.pid)
        words = gettext.translation('edgekit', os.path.join(build, 'po'), [session.language], fallback=True)
        _ = words.gettext
        settle(program, wait_for, _)
        if page == 'model' and not model:
            # what runs here is worked out in a thread
            wait_for(lambda: len(list(program.each('list item'))) > 3, 'the suggestions')
        if action:
            act(session, window, program, action, words)
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
    os.makedirs(FILES, exist_ok=True)
    os.environ.update(GSETTINGS_SCHEMA_DIR=os.path.join(build, 'data'), G_DEBUG='fatal-warnings',
                      LD_LIBRARY_PATH=os.path.join(build, 'libedgekit'), HF_HUB_OFFLINE='1',
                      EDGEKIT_LOCALEDIR=os.path.join(build, 'po'))
    states = only or list(STATES)[:CHECKED if check else None]
    cases = [('%s-%s' % (state, look), state, look) for state in states
             for look in (looks or (CHECKED_LOOKS if check else LOOKS))]
    if '--kept' in sys.argv:
        cases = KEPT
    failed = 0
    print('1..%d' % len(cases))
    for n, (name, state, look) in enumerate(cases, 1):
        good = shoot_apart(build, os.path.join(out, name + '.png'), state, look)
        failed += not good
        print('%sok %d - %s' % ('' if good else 'not ', n, name), flush=True)
    if check:
        shutil.rmtree(out)
    return failed != 0


sys.exit(main())
