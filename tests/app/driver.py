#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window as a screen reader sees it, and hands to press what it names.

    program = Program(process.pid)
    program.find('button', 'Check Again').press()

What has no accessible name cannot be found, so every test of a control is a test
of its label, too. Uses AT-SPI of the session that the environment names.
"""
import re
import time
import warnings

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

warnings.filterwarnings('ignore', category=DeprecationWarning)

DEADLINE = 20  # seconds that tell an answer from none
TOAST_DEPTH = 12  # program, frame, overlay, toast, its label; deeper with newer versions
# The names of roles changed with GTK (4.8 to 4.18): tests use the newer ones.
ROLES = {'push button': 'button', 'image button': 'button', 'entry': 'text', 'radio button': 'check box',
         'switch': 'check box', 'filler': 'panel'}
CONTROLS = {'button', 'toggle button', 'text', 'check box', 'slider', 'spin button', 'combo box', 'progress bar',
            'page tab'}
NAMED = re.compile(r'(?!(Gtk|Adw|Ek)[A-Z]\w+$)\s*\S')


class Missing(AssertionError):
    pass


def quiet(call, *arguments, fallback=None):
    """A widget may vanish between two questions: then it is not there."""
    try:
        return call(*arguments)
    except GLib.Error:
        return fallback


def wait_for(question, what):
    """The first true answer; events are delivered in between, so that none is stale."""
    end = time.monotonic() + DEADLINE
    context = GLib.MainContext.default()
    while True:
        while context.pending():
            context.iteration(False)
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise Missing('not there in %d seconds: %s' % (DEADLINE, what))
        time.sleep(0.05)


def matches(wanted, text):
    if wanted is None:
        return True
    return bool(wanted.search(text)) if hasattr(wanted, 'search') else wanted == text


class Widget:
    """One accessible object; nothing of it is remembered."""

    def __init__(self, accessible):
        self.accessible = accessible

    def __repr__(self):
        return '<%s “%s”>' % (self.role, self.name or self.text)

    @property
    def name(self):
        name = quiet(self.accessible.get_name, fallback='') or ''
        # GTK 4.8 calls a button with a mnemonic “_Save… Save…”
        twice = re.fullmatch(r'(.*_.*) (.*)', name)
        if twice and twice[1].replace('_', '', 1) == twice[2]:
            return twice[2]
        return name.replace('_', '', 1) if re.search(r'_\w', name) and self.role == 'button' else name

    @property
    def description(self):
        return quiet(self.accessible.get_description, fallback='') or ''

    @property
    def role(self):
        role = quiet(self.accessible.get_role_name, fallback='') or ''
        return ROLES.get(role, role)

    @property
    def text(self):
        length = quiet(Atspi.Text.get_character_count, self.accessible, fallback=0) or 0
        return (quiet(Atspi.Text.get_text, self.accessible, 0, length, fallback='') or '') if length > 0 else self.name

    @property
    def lines(self):
        """What stands in each line, as it is broken on the screen."""
        lines, text, at = [], self.accessible.get_text_iface(), 0
        while text and at < text.get_character_count():
            # where a line begins, GTK names the one before
            line = text.get_string_at_offset(at + 1 if at else 0, Atspi.TextGranularity.LINE)
            lines.append(line.content)
            at += max(len(line.content), 1)
        return lines

    @property
    def value(self):
        return quiet(Atspi.Value.get_current_value, self.accessible)

    @property
    def states(self):
        states = quiet(self.accessible.get_state_set)
        return {state.value_nick for state in states.get_states()} if states else set()

    @property
    def box(self):
        """x, y, width and height within the window."""
        box = quiet(Atspi.Component.get_extents, self.accessible, Atspi.CoordType.WINDOW)
        return (box.x, box.y, box.width, box.height) if box else (0, 0, 0, 0)

    @property
    def seen(self):
        """GTK 4.8 tells “showing” of windows only: there, something with a size is seen."""
        states = self.states
        return 'showing' in states or ('visible' in states and min(self.box[2:]) > 0)

    @property
    def parts(self):
        count = quiet(self.accessible.get_child_count, fallback=0) or 0
        found = (quiet(self.accessible.get_child_at_index, i) for i in range(count))
        return [Widget(part) for part in found if part is not None]

    def all(self, depth=100):
        """This and everything in it, the outer things first."""
        level = [self]
        while level and depth > 0:
            yield from level
            level = [part for widget in level for part in widget.parts]
            depth -= 1

    def each(self, role=None, name=None, text=None, depth=100):
        return (w for w in self.all(depth) if (role is None or w.role == role) and matches(name, w.name)
                and (text is None or matches(text, w.text)) and w.seen)

    def list(self, role=None, name=None, text=None):
        return list(self.each(role, name, text))

    def find(self, role=None, name=None, text=None, depth=100):
        what = ' '.join(str(x) for x in (role, name, text) if x)
        return wait_for(lambda: next(self.each(role, name, text, depth), None), what)

    def find_toast(self, name):
        """A toast does not stay: it is looked for where toasts are, and not in
        the rows of every page, which can take longer than it is there."""
        return self.find('label', name, depth=TOAST_DEPTH)

    @property
    def actions(self):
        count = quiet(Atspi.Action.get_n_actions, self.accessible, fallback=0) or 0
        return [quiet(Atspi.Action.get_action_name, self.accessible, i, fallback='') for i in range(count)]

    def press(self, action=None):
        if 'sensitive' not in self.states:
            raise Missing('grey: %r' % self)
        names = self.actions
        wanted = action or next((n for n in ('click', 'activate', 'toggle', 'press') if n in names), None)
        if wanted not in names or not Atspi.Action.do_action(self.accessible, names.index(wanted)):
            raise Missing('%r does not do “%s”, but %s' % (self, wanted, names))
        return self

    @property
    def has_focus(self):
        return 'focused' in self.states

    @property
    def siblings(self):
        parent = quiet(self.accessible.get_parent)
        return Widget(parent).parts if parent else []

    def write(self, text):
        if not Atspi.EditableText.set_text_contents(self.accessible, text):
            raise Missing('cannot be written into: %r' % self)
        return self

    def nameless(self):
        """Controls that a screen reader can only call by their class."""
        return [w for w in self.all() if w.role in CONTROLS and not NAMED.match(w.name) and w.seen]


def walk_to(rows, keys):
    """With Tab to the list, and with the arrow down in it.  A row that opens is two, of one name."""
    for _step in range(60):
        if any(row.has_focus for row in rows):
            return
        keys('Down' if any(w.has_focus for w in rows[0].siblings) else 'Tab')
        time.sleep(0.1)
    raise Missing('the keyboard does not reach %r' % rows[0])


class Program(Widget):
    """Waits until the program with this process id has a window."""

    def __init__(self, pid):
        super().__init__(wait_for(lambda: self.look(pid), 'program %d on the accessibility bus' % pid))

    @staticmethod
    def look(pid):
        desktop = Atspi.get_desktop(0)
        quiet(desktop.clear_cache)
        for i in range(quiet(desktop.get_child_count, fallback=0) or 0):
            program = quiet(desktop.get_child_at_index, i)
            if program is not None and quiet(program.get_process_id) == pid and \
                    (quiet(program.get_child_count, fallback=0) or 0) > 0:
                # of what is built and dismantled while it is read, circles would be remembered
                program.set_cache_mask(Atspi.Cache.NONE)
                return program
        return None

    @property
    def toolkit(self):
        return tuple(int(n) for n in self.accessible.get_toolkit_version().split('.')[:2])

    def window_action(self, name):
        """Does an action of the window (“win.report”), as a menu or a key would."""
        frame = self.find('frame')
        frame.press(name)
