#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-ways.py BUILD [GROUP…] - ways on: help, signing in, a mirror, and the end of what takes too long.

Each group starts the program once, in a session of its own. Prints TAP.
"""
import glob
import http.server
import os
import re
import shutil
import struct
import sys
import threading
import time

from described import describe
from desk import LAPTOP, MODELS, group, main, model
from obstacles import hanging_probe, write_recent

asked = []


class Gated(http.server.BaseHTTPRequestHandler):
    """A hub whose every model wants conditions to be accepted."""

    def do_GET(self):
        asked.append(self.path)
        self.send_response(401)
        self.send_header('X-Error-Code', 'GatedRepo')
        self.send_header('Content-Length', '0')
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_arguments):
        pass


class Sparse(Gated):
    """A hub that knows one repository, which has no model in it."""

    def do_GET(self):
        asked.append(self.path)
        found = '/someone/only-text' in self.path
        body = b'[{"type": "file", "path": "README.md", "size": 12, "oid": "1"}]' if found else b'[]'
        self.send_response(200 if found or 'search=' in self.path else 404)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_GET


class Busy(Gated):
    """A hub that answers later."""

    def do_GET(self):
        self.send_response(429)
        self.send_header('Retry-After', '3600')
        self.send_header('Content-Length', '0')
        self.end_headers()

    do_HEAD = do_GET


def a_file_that_ends_early(session):
    path = os.path.join(session.home, 'half.gguf')
    with open(os.path.join(MODELS, 'llama-3.2-1b.gguf'), 'rb') as f:
        begin = f.read(2000)
    with open(path, 'wb') as f:
        f.write(begin)
    return [path]


def escape_soon(session):
    while not (window := session.ask('xdotool', 'search', '--onlyvisible', '--name', '^EdgeKit$')):
        time.sleep(0.1)
    session.ask('xdotool', 'windowfocus', window[0])
    time.sleep(0.5)
    session.ask('xdotool', 'key', 'Escape')


def a_probe_that_hangs(session):
    session.env['EDGEKIT_PROBE'] = hanging_probe(session)
    # the look gives up after some seconds: what is read from the tree may come too late for it
    threading.Thread(target=escape_soon, args=[session], daemon=True).start()


def a_gated_mirror(session, handler=Gated):
    """The preferences name a server of this test."""
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = os.path.join(session.home, 'glib-2.0', 'settings')
    os.makedirs(folder)
    with open(os.path.join(folder, 'keyfile'), 'w') as f:
        f.write("[org/edgekit/EdgeKit]\nhub-endpoint='http://127.0.0.1:%d'\n" % server.server_address[1])
    session.env.update(GSETTINGS_BACKEND='keyfile', HF_HUB_OFFLINE='0')
    session.env.pop('HF_TOKEN', None)


def children(desk, name):
    """The processes of that name below the program."""
    rows = []
    for path in glob.glob('/proc/[0-9]*/stat'):
        try:
            with open(path) as f:
                pid, rest = f.read().split(' (', 1)
        except OSError:
            continue
        comm, _paren, facts = rest.rpartition(') ')
        rows.append((int(pid), comm, int(facts.split()[1])))
    found, parents = [], {desk.session.program.pid}
    while parents:
        below = [row for row in rows if row[2] in parents]
        found += [pid for pid, comm, _parent in below if comm == name]
        parents = {pid for pid, _comm, _parent in below}
    return found


def open_dialog(desk, act):
    """What a key or a button opens."""
    before = len(desk.program.parts)
    act()
    desk.wait_for(lambda: len(desk.program.parts) > before, 'a window of its own')
    return desk.program.parts[-1]


@group(prepare=a_probe_that_hangs)
def a_slow_look_can_be_stopped(desk):
    """A look that takes long can be stopped, and begun anew: then there is a bar, what is done, and a way out."""
    desk.find('label', 'You stopped the look at it.')
    desk.find('button', 'Try Again').press()
    desk.wait_for(lambda: children(desk, 'sleep'), 'the probe that hangs')
    # all of it from one reading of the tree: the look gives up by itself after five seconds
    def looking():
        parts = list(desk.program.each())
        return parts if any(w.role == 'button' and w.name == 'Cancel' for w in parts) else None

    seen = desk.wait_for(looking, 'Cancel')
    next(w for w in seen if w.role == 'button' and w.name == 'Cancel').press()
    assert any(w.role == 'progress bar' for w in seen)
    assert any(w.role == 'label' and re.match(r'^(Reading|Asking) .*…$', w.name) for w in seen), [w.name for w in seen]
    desk.wait_for(lambda: not children(desk, 'sleep'), 'the end of the probe')
    desk.find('label', 'You stopped the look at it.')
    assert not desk.program.list('heading', re.compile('Good for'))
    # what needs no computer still works
    desk.keys('alt+2')
    desk.find('text', re.compile('Model file'))


@group('--snapshot', LAPTOP, '--page', 'model',
       prepare=lambda session: write_recent(session, [model('qwen3-8b'), os.path.join(session.home, 'gone.gguf')]))
def recent_models_are_here(desk):
    """What was checked before is a row as long as its file is there; what is checked now is written down."""
    def rows():
        return [row.name for row in desk.program.list('list item', re.compile(r'\.gguf$'))]

    def written():
        with open(os.path.join(desk.session.home, 'recently-used.xbel')) as f:
            return re.findall('<bookmark href="(.*?)"', f.read())

    desk.wait_for(lambda: rows() == ['qwen3-8b.gguf'], 'the model that is there, and no other')
    desk.check(model('llama-3.2-1b'))
    desk.wait_for(lambda: any('llama-3.2-1b' in uri for uri in written()), 'the model in the list of recent files')
    assert len(written()) == 3, written()


@group('--snapshot', LAPTOP, '--page', 'model', prepare=lambda session: write_recent(session, [model('qwen3-8b')]))
def recent_models_can_be_forgotten(desk):
    """“Clear” takes them out of the list that all applications share."""
    desk.find('list item', 'qwen3-8b.gguf')
    desk.find('button', 'Clear').press()
    desk.wait_for(lambda: not desk.program.list('list item', 'qwen3-8b.gguf'), 'a page without it')
    with open(os.path.join(desk.session.home, 'recently-used.xbel')) as f:
        assert 'qwen3-8b' not in f.read()


@group('--snapshot', LAPTOP)
def help_is_here(desk):
    """F1 opens the help, which explains the words; Escape closes it."""
    dialog = open_dialog(desk, lambda: desk.keys('F1'))
    dialog.find('label', 'What the Words Mean')
    dialog.find('label', 'Token')
    desk.every_control_has_a_name()
    last = dialog.find('list item', 'How to Sign In to Hugging Face')
    desk.focus(last)
    foot = dialog.box[1] + dialog.box[3]
    desk.wait_for(lambda: last.box[1] + last.box[3] + 10 < foot, 'a ring apart from the edge of the window')
    desk.keys('Escape')
    desk.wait_for(lambda: len(desk.program.parts) == 1, 'the end of the help')


@group('--snapshot', LAPTOP)
def shortcuts_are_here(desk):
    """Ctrl+? opens the shortcuts: what each does, and the keys with it; Escape closes them."""
    dialog = open_dialog(desk, lambda: desk.keys('ctrl+question'))
    for does, keys in (('Check again', ('F5', 'R')), ('Open a model file', ('O',)), ('Main menu', ('F10',))):
        row = dialog.find('list item', does)
        assert all(key in row.description for key in keys), (does, row.description)
    desk.every_control_has_a_name()
    desk.keys('Escape')
    desk.wait_for(lambda: len(desk.program.parts) == 1, 'the end of the shortcuts')


@group('--snapshot', LAPTOP)
def numbers_are_written_as_elsewhere(desk):
    """A field of the preferences has groups of digits, or a percent sign, and takes numbers without them."""
    dialog = open_dialog(desk, lambda: desk.keys('ctrl+comma'))
    share = dialog.find('spin button', re.compile('^Share of free memory to use'))
    shortest = dialog.find('spin button', re.compile('^Shortest useful conversation'))
    desk.wait_for(lambda: re.match(r'85\s%$', share.text), 'a percent sign')
    desk.wait_for(lambda: shortest.text == '4,096', 'groups of digits')
    # from the first row to the field of the second, over the switch to that of the last
    for tabs, field, typed, number, written in ((2, share, '90', 90, r'90\s%$'), (4, shortest, '8192', 8192, '8,192$')):
        desk.keys(*['Tab'] * tabs, 'ctrl+a')
        desk.type(typed)
        desk.keys('Return')
        desk.wait_for(lambda: field.value == number and re.match(written, field.text), written)
        # with decimals, a sign, a letter, or nothing at all it is no such number, and the old one stays
        for wrong in ('12.5', '-60', '1e3', ''):
            desk.keys('ctrl+a', 'BackSpace')
            desk.type(wrong)
            desk.keys('Return')
            desk.wait_for(lambda: re.match(written, field.text), 'the old number, and not that of “%s”' % wrong)
            assert field.value == number, (wrong, field.value)


@group('--snapshot', LAPTOP, prepare=a_gated_mirror)
def signing_in_is_explained(desk):
    """The mirror of the preferences is asked; for a gated model there is a way to sign in."""
    typed = desk.check('hf:someone/some-model')
    desk.find(None, 'You Need Permission for This Model')
    assert any('someone/some-model' in path for path in asked), asked
    assert typed.text == 'hf:someone/some-model', typed.text
    desk.find('button', 'Open Web Page')
    dialog = open_dialog(desk, desk.find('button', 'How to Sign In').press)
    dialog.find('label', re.compile('HF_TOKEN'))
    desk.every_control_has_a_name()
    dialog.find('button', 'Copy').press()
    assert desk.copied() == 'hf auth login', desk.clipboard()


@group('--snapshot', LAPTOP, prepare=lambda session: a_gated_mirror(session, Busy))
def a_busy_server_is_said(desk):
    """A hub that asks to come back later is no model that is not there."""
    typed = desk.check('hf:someone/some-model')
    desk.find('heading', 'The Server Is Busy')
    desk.find('button', 'Try Again')
    assert typed.text == 'hf:someone/some-model', typed.text


@group('--snapshot', LAPTOP, prepare=a_file_that_ends_early)
def half_a_file_is_said(desk):
    """A download that is not finished: what is wrong, and two ways on."""
    desk.find('heading', 'The File Ends Too Early')
    desk.find('button', 'Open Another…')


class WholeOnly(Gated):
    """A server that hands out the begin of a file, and after it whole files only."""
    filling = 200 * 1024
    tells_size = True

    def do_GET(self):
        source = model('novel-1b')
        key = b'test.filling'
        # one more key in front, an array of bytes; all of it is a multiple of 32, so that the weights stay aligned
        head = struct.pack('<Q', len(key)) + key + struct.pack('<II', 9, 0)
        size = self.filling + -(len(head) + 8 + self.filling) % 32
        head += struct.pack('<Q', size) + b'\0' * size
        whole = os.stat(source).st_size + len(head)
        begin = re.match(r'bytes=0-(\d+)$', self.headers.get('Range', ''))
        with open(source, 'rb') as f:
            magic, version, tensors, keys = struct.unpack('<IIQQ', f.read(24))
            head = struct.pack('<IIQQ', magic, version, tensors, keys + 1) + head
            if begin:
                head = head[:int(begin[1]) + 1]
                self.send_response(206)
                self.send_header('Content-Range', 'bytes 0-%d/%s' % (len(head) - 1, whole if self.tells_size else '*'))
            else:
                self.send_response(200)
            self.send_header('Content-Type', 'application/octet-stream')
            if begin or self.tells_size:
                self.send_header('Content-Length', str(len(head) if begin else whole))
            self.end_headers()
            try:
                self.wfile.write(head)
                if not begin:
                    shutil.copyfileobj(f, self.wfile, 1 << 20)
            except OSError:
                pass  # whoever asked has read enough


class Sizeless(WholeOnly):
    """A server that does not say how large its files are, either."""
    tells_size = False


def a_server_of_whole_files(session, handler=WholeOnly):
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    session.env['HF_HUB_OFFLINE'] = '0'
    return ['http://127.0.0.1:%d/novel-1b.gguf' % server.server_port]


@group('--snapshot', LAPTOP, prepare=a_server_of_whole_files)
def a_whole_download_is_asked_for(desk):
    """A server that cannot send the description alone: a question with the size, Cancel unless something is chosen;
    the download is checked where it lies."""
    title = re.compile(r'^Download 14\d(\.\d)?\s?MB\?$')
    desk.find('heading', 'This Server Sends Only Whole Files')
    desk.find('label', title)
    desk.keys('Return')
    desk.wait_for(lambda: not desk.program.list('label', title), 'the end of the question')
    assert not os.path.exists(os.path.join(desk.session.home, 'novel-1b')), 'Enter must not download'
    desk.find('button', 'Download…').press()
    desk.find('button', 'Download').press()
    desk.find('heading', 'Runs on the processor')
    assert glob.glob(os.path.join(desk.session.home, '**', 'novel-1b', 'novel-1b.gguf'), recursive=True)


@group('--snapshot', LAPTOP, prepare=lambda session: a_server_of_whole_files(session, Sizeless))
def a_download_of_no_known_size_is_the_browsers(desk):
    """What may fill the disk is not downloaded here; the link is opened elsewhere, and the file here."""
    desk.find('label', re.compile('the server does not say how large this file is'))
    desk.find('button', 'Open Link in Browser')
    desk.find('button', 'Open Another…')


@group('--snapshot', LAPTOP, prepare=a_server_of_whole_files)
def a_question_goes_with_its_window(desk):
    """The window is closed under the question: the program ends, and nothing was downloaded."""
    title = re.compile('^Download .*\\?$')
    desk.find('label', title)
    # as a part of the window it keeps it until it is answered
    if len(desk.program.parts) == 1:
        desk.keys('Escape')
        desk.wait_for(lambda: not desk.program.list('label', title), 'the end of the question')
    desk.find('button', 'Close').press()
    assert desk.session.program.wait(20) == 0, desk.session.program.returncode
    assert not glob.glob(os.path.join(desk.session.home, '**', 'novel-1b'), recursive=True)


@group('--snapshot', LAPTOP, '--page', 'model')
def something_smaller_is_offered(desk):
    """What fits only just: the recommended version, in one step. What no setting makes fit: the models that do."""
    typed = desk.check('catalogue:qwen3-32b')
    desk.find('heading', 'Fits, but only just')
    row = desk.find('list item', re.compile('^Choose a smaller version'))
    desk.find('label', re.compile(r'^Q3_K_M needs .*\s· noticeably weaker$'))
    next(w for w in row.all() if w.role in ('button', 'push button')).press()
    desk.find('label', 'Using Q3_K_M')
    desk.find('heading', re.compile('^Runs on the processor$'))
    desk.wait_for(lambda: not desk.program.list('list item', re.compile('^Choose a smaller')), 'the end of the offer')
    desk.check('catalogue:llama-3.1-405b')
    desk.find('heading', 'Too big for this computer')
    desk.find('label', 'it does not fit')
    desk.find('label', 'estimated without a file')
    row = desk.find('list item', re.compile('^Choose a smaller model'))
    assert not desk.program.list('list item', re.compile('^Choose a smaller version')), typed.text
    button = next(w for w in row.all() if w.role in ('button', 'push button'))
    dialog = open_dialog(desk, button.press)
    dialog.find('list item', re.compile('^Qwen3 '))


@group('--snapshot', LAPTOP, prepare=lambda session: a_gated_mirror(session, Sparse))
def there_is_a_way_on_from_a_wrong_name(desk):
    """A name that is nearly right: the model that may be meant; a repository without one: where to search."""
    typed = desk.check('hf:Qwen/Qwen3-8C')
    desk.find('heading', 'No Such Model')
    desk.find('button', 'Search GGUF Versions')
    assert typed.text == 'hf:Qwen/Qwen3-8C', typed.text
    desk.find('button', 'Check “Qwen3 8B”').press()
    desk.find('heading', 'Runs on the processor')
    typed = desk.check('hf:someone/only-text')
    desk.find('heading', 'No Usable File Here')
    desk.find('label', '“someone/only-text” has no GGUF or safetensors files.')
    desk.find('button', 'Search GGUF Versions')
    assert not desk.program.list('button', re.compile('^Check “'))
    desk.every_control_has_a_name()


@group('--snapshot', os.path.dirname(LAPTOP), '--page', 'install')
def a_record_that_is_none_is_said(desk):
    """Without a computer the other pages have nothing to tell; the first one says why."""
    desk.find('label', 'The Recorded Computer Could Not Be Read')
    desk.find('label', re.compile('this is a folder, where a file should be$'))
    desk.find('button', 'Open Recorded Computer…')


@group('catalogue:qwen3-32b', prepare=lambda session: describe(session, 'described'))
def slow_versions_are_not_recommended(desk):
    """What only partly fits the card and is slower than people read is nobody's recommendation."""
    desk.find('heading', 'Runs, but slowly')
    desk.wait_for(lambda: desk.program.list('list item', re.compile(r'^Q4_K_M, .*Partly')), 'the versions')
    recommended = [row.name for row in desk.program.list('list item', re.compile('Recommended'))]
    # “Q2_K, Recommended, needs 14.1 GiB · 4.1–9.9 tokens/s, Partly”
    assert all(float(re.search(r'–([\d.]+) tokens/s', name)[1]) > 5 for name in recommended), recommended


sys.exit(main())
