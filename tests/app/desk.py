#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the window share: a desk with one running program on it, and the
loop that gives each group of a file a session of its own and prints TAP."""
import os
import re
import signal
import subprocess
import sys
import time
import traceback

from session import Session

HERE = os.path.dirname(os.path.abspath(__file__))
MACHINES = os.path.join(HERE, '..', 'machines')
BUILD = os.path.abspath(sys.argv[1])
APP = os.path.join(BUILD, 'app', 'edgekit-app')
TOOL = os.path.join(BUILD, 'libedgekit', 'tool', 'edgekit')
MODELS = os.path.join(BUILD, 'tests', 'models')
HEADER = 46  # pixels of the header bar
GROUPS = []


def snapshot(name):
    return os.path.join(MACHINES, name, 'snapshot.json')


LAPTOP = snapshot('intel-i7-1370p-hybrid')


def group(*arguments, size=(900, 700), prepare=None, language='en', text=1.0):
    """@prepare gets the session before the program is there, to put something into its
    home; what it returns is added to the arguments."""
    def add(function):
        GROUPS.append((function, arguments, size, prepare, language, text))
        return function
    return add


def model(name):
    return os.path.join(MODELS, name + '.gguf')


def tool(*arguments):
    run = subprocess.run([TOOL, *arguments], stdout=subprocess.PIPE, text=True)
    return run.stdout


class Desk:
    """One running program, and what is around it."""

    def __init__(self, session, arguments):
        from driver import Program, wait_for
        self.session = session
        self.wait_for = wait_for
        self.window = session.start([APP, *arguments])
        session.ask('xdotool', 'windowfocus', self.window)
        self.program = Program(session.program.pid)
        self.find = self.program.find

    def keys(self, *keys):
        self.session.ask('xdotool', 'key', '--clearmodifiers', *keys)

    def type(self, text):
        self.session.ask('xdotool', 'type', '--delay', '1', text)

    def clipboard(self):
        # GTK offers UTF8_STRING, not the STRING that xclip asks for by itself
        run = subprocess.run(['xclip', '-o', '-selection', 'clipboard', '-t', 'UTF8_STRING'], env=self.session.env,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return run.stdout if run.returncode == 0 else ''

    def copied(self):
        return self.wait_for(self.clipboard, 'something on the clipboard')

    def check(self, location):
        """Types the name of a model, as a person does."""
        self.keys('alt+2')
        entry = self.find('text', re.compile('Model file'))
        self.keys('ctrl+l')
        self.type(location)
        self.wait_for(lambda: entry.text == location, 'the typed text')
        self.keys('Return')
        return entry

    def walk_to(self, row):
        from driver import walk_to
        walk_to([row], self.keys)

    def open_row(self, name):
        """The window that a row opens, for which GTK offers no action but the keyboard."""
        self.walk_to(self.find('list item', name))
        before = len(self.program.parts)
        self.keys('Return')
        self.wait_for(lambda: len(self.program.parts) > before, 'what “%s” opens' % name)
        return self.program.parts[-1]

    def focus(self, control):
        for _step in range(60):
            if control.has_focus:
                return
            self.keys('Tab')
            time.sleep(0.1)
        raise AssertionError('the keyboard does not reach %r' % control)

    def settled(self, complaints, what):
        """A list that is just filled anew answers for rows that are gone: what is
        wrong is wrong for more than a moment."""
        for _attempt in range(10):
            found = complaints()
            if not found:
                return
            time.sleep(0.3)
        raise AssertionError('%s: %s' % (what, found))

    def every_control_has_a_name(self):
        self.settled(self.program.nameless, 'no name')

    def cut_sideways(self):
        found = []
        # newer versions tell places without the padding around them (4.18: up to 28 pixels)
        left = 0 if self.program.toolkit < (4, 10) else -32
        for widget in self.program.all():
            x, y, width, _height = widget.box
            # GTK 4.8 still tells the place of the tabs that are hidden in the header bar
            if y > HEADER and widget.role in ('label', 'button', 'image', 'slider', 'heading') and widget.seen and \
                    (x < left or x + width > self.session.size[0]):
                found.append((widget, widget.box))
        return found

    def every_page_is_whole(self):
        """Nothing is cut sideways on any page, and the buttons of the header are in the window."""
        for key in ('alt+1', 'alt+2', 'alt+3'):
            self.keys(key)
            time.sleep(0.3)
            self.settled(self.cut_sideways, 'cut sideways')
            self.settled(lambda: [(w, w.box) for w in self.program.each('button')
                                  if w.box[1] < HEADER and w.box[0] + w.box[2] > self.session.size[0]],
                         'the header is wider than the window')

    def choose(self, drop_down, item, down):
        """One of a list that opens: so many steps below the one that is chosen."""
        button = next(w for w in self.find('combo box', drop_down).all() if w.actions)
        # a list opens only below a button that is in sight
        if button.box[1] + button.box[3] < self.session.size[1]:
            button.press()
        else:
            self.focus(button)
            self.keys('space')
        self.find('label', item)
        self.keys(*['Down'] * down, 'Return')

    def slider(self):
        return self.find('slider', 'Conversation length')


def main():
    failed = 0
    print('1..%d' % len(GROUPS), flush=True)
    os.environ.update(GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, 'data'),
                      LD_LIBRARY_PATH=os.path.join(BUILD, 'libedgekit'),
                      EDGEKIT_PROBE=os.path.join(BUILD, 'libedgekit', 'snapshot', 'probe', 'edgekit-probe'))
    only = sys.argv[2:]
    for number, (function, arguments, size, prepare, language, text) in enumerate(GROUPS, 1):
        name = function.__name__
        if only and name not in only:
            print('ok %d - %s # SKIP not asked for' % (number, name))
            continue
        # AT-SPI connects once in a process: each group has one of its own
        pid = os.fork()
        if pid == 0:
            code = 1
            os.setpgid(0, 0)
            try:
                with Session(*size, language=language, text=text) as session:
                    os.environ.update(session.env)
                    # a warning ends the window, not the one who looks at it
                    session.env['G_DEBUG'] = 'fatal-warnings'
                    os.environ.pop('G_DEBUG', None)
                    more = prepare(session) if prepare else None
                    function(Desk(session, [*arguments, *(more or [])]))
                    code = 0
            except Exception:
                print('# ' + traceback.format_exc().rstrip().replace('\n', '\n# '), flush=True)
            finally:
                os._exit(code)
        status = os.waitpid(pid, 0)[1]
        good = status == 0
        if os.WIFSIGNALED(status):
            print('# the test itself ended with signal %d' % os.WTERMSIG(status))
        try:
            os.killpg(pid, signal.SIGKILL)  # nothing of a session outlives its test
        except ProcessLookupError:
            pass
        failed += not good
        print('%sok %d - %s' % ('' if good else 'not ', number, name), flush=True)
    return failed != 0
