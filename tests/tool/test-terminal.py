#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a person sees in a terminal: narrow ones, and other languages.  Prints TAP."""
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata

from command import EDGEKIT, MACHINES, SCRATCH, folder, main, model, path, run, test

CARD = ['--snapshot', os.path.join(MACHINES, 'nvidia-rtx4080-nvidia-drm', 'snapshot.json')]
TABLES = [['suggest', *CARD], ['variants', os.path.dirname(model()), *CARD],
          ['check', model('llama-3.1-8b'), '--engine', 'all', *CARD], ['inspect', model('qwen3-8b'), '--tensors']]
TEXTS = [['hardware', *CARD], ['check', model('llama-3.1-8b'), *CARD], ['engine', *CARD], ['install', *CARD],
         ['models'], ['report', *CARD]]
LANGUAGES = ('en', 'de', 'ar')


def width(text):
    """Columns of a terminal, by Python's own tables."""
    return sum(0 if unicodedata.category(c) in ('Mn', 'Me', 'Cf') else
               2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in text)


def locale(language):
    """Newer gettexts translate nothing in “C.UTF-8”: the same locale under another name."""
    source = next((p for p in map('/usr/lib/locale/C.'.__add__, ('utf8', 'UTF-8')) if os.path.isdir(p)), None)
    if source is None:
        return {'LANGUAGE': language}
    link = os.path.join(SCRATCH, 'en_US.utf8')
    if not os.path.islink(link):
        os.symlink(source, link)
    return {'LANGUAGE': language, 'LOCPATH': SCRATCH, 'LC_ALL': 'en_US.UTF-8'}


def needs_terminal(function):
    """A test, where the system has terminals to give: a chroot without /dev/pts has none."""
    def checked():
        try:
            ours, theirs = pty.openpty()
        except OSError as e:
            return 'no terminal: %s' % e
        os.close(ours)
        os.close(theirs)
        return function()
    checked.__name__ = function.__name__
    return test(checked)


def show(columns, args, language='en'):
    """The lines that a terminal of that many columns is sent."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
    child = subprocess.Popen([EDGEKIT, *args], stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.DEVNULL,
                             env=dict(os.environ, TERM='dumb', **locale(language)))
    os.close(theirs)
    out = b''
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        out += data
    os.close(ours)
    assert child.wait(60) in (0, 3), (args, child.returncode)
    return out.decode().replace('\r\n', '\n').splitlines()


def is_for_copying(line):
    """A command or a path stays in one piece."""
    return re.match(r' +(llama-|printf |curl |ollama |/)', line)


@needs_terminal
def nothing_is_wider_than_the_terminal():
    for language in LANGUAGES:
        for columns in (40, 60, 80):
            for args in TABLES + TEXTS[:-1]:
                for line in show(columns, args, language):
                    assert is_for_copying(line) or width(line) <= columns, (language, columns, args[0], line)
                    assert not line.endswith(' ') or not line.strip(), (language, columns, args[0], line)


def rows(lines):
    """The rows of a table with a heading, and where the columns of numbers end in each."""
    start = next(i for i, line in enumerate(lines) if re.match(r'  \S', line))
    table = lines[start:]
    return table[0], [line for line in table[1:] if re.match('[✓▲◐✗?] ', line)]


@needs_terminal
def columns_stand_below_each_other():
    for language, word in zip(LANGUAGES, ('Memory', 'Speicher', 'الذاكرة')):
        for columns in (40, 60, 100):
            for args in TABLES[:3]:
                heading, table = rows(show(columns, args, language))
                assert len(table) >= 4 and word in heading, (language, columns, args[0])
                gib = [width(line[:match.end()]) for line in table for match in [re.search('[GM]iB', line)] if match]
                assert len(set(gib)) == 1 and len(gib) > 1, (language, columns, args[0], gib)
                ends = [width(heading[:m.end()]) for m in re.finditer(r'\S+(?: \S+)*', heading)]
                assert gib[0] in ends, (language, columns, args[0], heading, gib)


@needs_terminal
def the_least_important_columns_go_first_and_names_are_cut_last():
    seen = {}
    for columns in (40, 60, 100):
        heading, table = rows(show(columns, TABLES[0]))
        seen[columns] = re.split(r' {2,}', heading.strip())
        assert any('…' in line for line in table) == (columns < 100), table
        assert len(table) == 20, table
    assert seen == {40: ['Model', 'Version', 'Memory'], 60: ['Model', 'Version', 'Memory', 'Speed'],
                    100: ['Model', 'Version', 'Download', 'Memory', 'Speed']}, seen
    # what is piped into another program is whole
    assert '…' not in run(*TABLES[0]).out and 'Download' in run(*TABLES[0]).out


@needs_terminal
def names_in_wide_signs_are_measured():
    names = ['模型' * 12, 'e\u0301' * 30, 'plain-1b']
    where = folder('wide', {})
    for name in names:
        os.symlink(model(), os.path.join(where, name + '.gguf'))
    for columns in (40, 100):
        heading, table = rows(show(columns, ['variants', where, *CARD]))
        ends = {width(line[:re.search('[GM]iB', line).end()]) for line in table}
        assert len(table) == 3 and len(ends) == 1, table
        assert all(width(line) <= columns for line in table), table
    assert sum('…' in line for line in rows(show(40, ['variants', where, *CARD]))[1]) == 2


@needs_terminal
def a_legend_is_not_broken_within_an_entry():
    for columns in (40, 60):
        lines = show(columns, TEXTS[1])
        legend = [line for line in lines if re.match(r'  [█▓▚·╱▒] \w.*\d', line.replace('\u00a0', ' '))]
        assert len(legend) >= 3 and all(re.search('[GM]iB$', line) for line in legend), lines


@test
def what_a_document_says_is_shown_in_the_language_of_the_person():
    """Its notes are written in English; where a name or a number is in one, or another made it, it stays as it is."""
    own = 'The NVIDIA driver is not installed.'
    command = 'sudo apt install nvidia-driver'
    notes = [{'code': 'nvidia-driver-missing', 'severity': 'warning', 'message': own, 'hint': '', 'command': command},
             {'code': 'other', 'severity': 'warning', 'message': 'Somebody wrote this.', 'hint': own}]
    document = path('notes.json', json.dumps({'schema': 'edgekit.hardware/1', 'notes': notes}).encode())
    plain = run('hardware', '--hardware', document).out
    german = run('hardware', '--hardware', document, env=locale('de')).out
    assert plain.count(own) == 2 and own not in german, german
    assert german.count('NVIDIA-Treiber') == 2 and 'Somebody wrote this.' in german, german
    # the empty sentence stays empty, and what is to be copied stands by itself
    assert 'Content-Type' not in german and '    %s\n' % command in german, german
    # a document stays what it was
    assert json.loads(run('hardware', '--hardware', document, '--json', env=locale('de')).out)['notes'] == notes


if __name__ == '__main__':
    sys.exit(main())
