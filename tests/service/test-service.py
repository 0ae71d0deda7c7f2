#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""org.edgekit.EdgeKit1: what a program that cannot link the library relies on.  Prints TAP."""
import collections
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

from gi.repository import Gio, GLib

from service import (LONG, MODEL, NAME, PATH, SERVICE, SNAPSHOT, Bus, b, d, fails, lines, main,
                     probe_that_counts, s, test, wait_until, x)

INTERFACE = os.environ['INTERFACE']
DOCS = os.environ['DOCS']
REMOTE = os.environ['EDGEKIT_REMOTE'] == '1'


@test
def it_is_started_by_its_name():
    with Bus() as bus:
        assert not bus.is_there()
        assert bus.hardware() == bus.edgekit('hardware', '--snapshot', SNAPSHOT, '--json')
        assert bus.is_there()


def without_figures(value):
    """What is free changes while one looks."""
    if isinstance(value, dict):
        return {key: without_figures(one) for key, one in value.items() if key not in ('available', 'free')}
    return [without_figures(one) for one in value] if isinstance(value, list) else value


@test
def this_computer_is_the_one_of_the_command():
    with Bus(snapshot=None) as bus:
        ours, theirs = json.loads(bus.hardware()), json.loads(bus.edgekit('hardware', '--json'))
        assert ours['live'] is True and any('available' in pool for pool in ours['memory_pools'])
        # the shell is that of the one who asks
        for document in (ours, theirs):
            document['software'].pop('shell', None)
            document['provenance'].pop('software.shell', None)
        assert without_figures(ours) == without_figures(theirs)


@test
def a_check_is_that_of_the_command():
    with Bus() as bus:
        for options, words in [
            ({}, []),
            ({'context': x(4096), 'cache_type_k': s('q8_0'), 'cache_type_v': s('q8_0'), 'flash_attn': b(True)},
             ['--context', '4096', '--cache-type-k', 'q8_0', '--cache-type-v', 'q8_0', '--flash-attn', 'on']),
            ({'parallel': GLib.Variant('i', 4), 'gpu_layers': GLib.Variant('u', 8), 'backend': s('cuda')},
             ['--parallel', '4', '--gpu-layers', '8', '--backend', 'cuda']),
            ({'engine': s('all')}, ['--engine', 'all']),
            ({'engine': s('vllm'), 'gpu_memory_utilization': d(0.5)}, ['--engine', 'vllm', '--gpu-memory-utilization', '0.5']),
            ({'max_utilization': d(0.01), 'min_context': x(8192)}, ['--max-utilization', '0.01', '--min-context', '8192']),
            ({'gpu': s('RTX 4090')}, ['--gpu', 'RTX 4090']),
        ]:
            ours, theirs = bus.check(**options), bus.edgekit('check', MODEL, '--snapshot', SNAPSHOT, '--json', *words)
            assert ours == theirs, (options, ours[-300:], theirs[-300:])
        assert bus.check('file://' + MODEL) == bus.check()
        assert json.loads(bus.check('catalogue:llama-3.1-8b'))['model']['name'].startswith('Llama 3.1 8B')


@test
def sentences_are_english_unless_they_are_wanted():
    with Bus(environment={'LANGUAGE': 'de'}) as bus:
        english, german = json.loads(bus.check()), json.loads(bus.check(translated=b(True)))
        assert english['verdict']['headline'] != german['verdict']['headline'], german['verdict']
        assert english['estimate'] == german['estimate']


@test
def an_open_file_is_checked():
    with Bus() as bus, open(MODEL, 'rb') as model, tempfile.TemporaryDirectory() as folder:
        wanted = bus.check()
        assert bus.check_file([model.fileno()]) == wanted
        assert json.loads(bus.check_file([model.fileno()], context=x(4096)))['context']['used'] == 4096
        # a file without a name that can be opened: what a sandbox passes may be none here
        gone = os.path.join(folder, 'llama-3.2-1b.gguf')
        os.link(MODEL, gone) if os.stat(folder).st_dev == os.stat(MODEL).st_dev else subprocess.run(
            ['cp', '--sparse=always', MODEL, gone], check=True)
        with open(gone, 'rb') as unlinked:
            os.unlink(gone)
            document = json.loads(bus.check_file([unlinked.fileno()]))
            assert document['estimate'] == json.loads(wanted)['estimate']
            assert document['model']['files'] == json.loads(wanted)['model']['files']
        assert os.listdir(bus.path('tmp')) == []


@test
def only_what_the_caller_can_read_is_read():
    with Bus() as bus, tempfile.TemporaryDirectory() as folder:
        written = os.open(os.path.join(folder, 'model.gguf'), os.O_WRONLY | os.O_CREAT)
        place = os.open(MODEL, os.O_PATH)
        os.mkfifo(os.path.join(folder, 'fifo'))
        fifo = os.open(os.path.join(folder, 'fifo'), os.O_RDONLY | os.O_NONBLOCK)
        directory = os.open(folder, os.O_RDONLY)
        for fd in (written, place):
            code, sentence = fails(bus.check_file, [fd])
            assert code == 'InvalidArgument' and 'not open for reading' in sentence, sentence
        for fd in (fifo, directory):
            code, sentence = fails(bus.check_file, [fd])
            assert code == 'InvalidArgument' and 'plain file' in sentence, sentence
        for files, index in ((None, 0), ([directory], 1), ([directory], -1), ([directory], 2147483647)):
            code, sentence = fails(bus.check_file, files, index)
            assert code in ('InvalidArgument', 'InvalidArgs') and 'file' in sentence, (code, sentence)
        with open(os.path.join(folder, 'text'), 'w+', encoding='utf-8') as text:
            text.write('no model')
            text.flush()
            code, sentence = fails(bus.check_file, [text.fileno()])
            assert code == 'NotAModel' and re.match(r'(GDBus\.Error:\S+: )?text: ', sentence), sentence
        for fd in (written, place, fifo, directory):
            os.close(fd)
        assert bus.hardware()


CHROOT = '''
import ctypes, os, sys
sys.path.insert (0, sys.argv[1])
folder, address, model = sys.argv[2:]
if os.geteuid () != 0:
    if ctypes.CDLL (None).unshare (0x10000000) != 0: # CLONE_NEWUSER
        sys.exit (77)
from gi.repository import Gio, GLib
connection = Gio.DBusConnection.new_for_address_sync (address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
                                                      Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
file = os.open (model, os.O_RDONLY)
try:
    os.chroot (folder)
except OSError:
    sys.exit (77)
def call (method, value, files=None):
    return connection.call_with_unix_fd_list_sync ('%(name)s', '%(path)s', '%(name)s', method, value, None, 0, %(long)d,
                                                   files, None)[0].unpack ()[0]
try:
    call ('Check', GLib.Variant ('(sa{sv})', (model, {})))
    print ('a path was read')
except GLib.Error as error:
    print (Gio.DBusError.get_remote_error (error), error.message)
print (call ('CheckFile', GLib.Variant ('(ha{sv})', (0, {})), Gio.UnixFDList.new_from_array ([file]))[:80])
print (call ('Check', GLib.Variant ('(sa{sv})', ('catalogue:llama-3.1-8b', {})))[:80])
''' % {'name': NAME, 'path': PATH, 'long': LONG}


@test
def a_path_of_another_root_is_refused():
    with Bus() as bus, tempfile.TemporaryDirectory() as folder:
        p = subprocess.run([sys.executable, '-c', CHROOT, os.path.dirname(__file__), folder, bus.address, MODEL],
                           stdout=subprocess.PIPE, text=True)
        if p.returncode == 77:
            return 'no other root can be had here'
        assert p.returncode == 0
        assert 'Error.Permission' in p.stdout and 'CheckFile()' in p.stdout, p.stdout
        assert p.stdout.count('edgekit.preflight/1') == 2, p.stdout


@test
def errors_have_names_and_say_what_is_wrong():
    with Bus() as bus:
        def refused(code, word, model=MODEL, **options):
            name, sentence = fails(bus.check, model, **options)
            assert name == code and word in sentence and '\n' not in sentence, (name, sentence)

        refused('NotFound', '/nowhere/model.gguf', '/nowhere/model.gguf')
        refused('NotAModel', SNAPSHOT, SNAPSHOT)
        refused('InvalidArgument', 'llama3', 'llama3')
        refused('InvalidArgument', 'absolute', 'models/llama/x.gguf')
        refused('InvalidArgument', 'absolute', './x.gguf')
        refused('InvalidArgument', 'absolute', '../x/y')
        refused('InvalidArgument', 'absolute', '')
        refused('InvalidArgument', 'control', 'hf:a/b\n')
        refused('InvalidArgument', 'longer', '/' + 'x' * 5000)
        refused('InvalidArgument', 'file:///%zz', 'file:///%zz')
        # what is no scheme would be a path below the current folder
        for name in ('x:/../..' + MODEL, 'file2:..' + MODEL, 'hf:../../..' + MODEL):
            name, sentence = fails(bus.check, name)
            assert name in ('InvalidArgument', 'NotFound', 'NotSupported', 'Failed'), (name, sentence)
        refused('InvalidArgument', 'contxt', contxt=x(1))
        refused('InvalidArgument', 'context', context=s('many'))
        refused('InvalidArgument', 'context', context=x(-1))
        refused('InvalidArgument', 'context', context=GLib.Variant('t', 2 ** 64 - 1))
        refused('InvalidArgument', 'context', context=GLib.Variant('as', ['1']))
        refused('InvalidArgument', 'max_utilization', max_utilization=d(2))
        refused('InvalidArgument', 'min_context', min_context=s('x'))
        refused('InvalidArgument', 'offline', offline=x(1))
        refused('InvalidArgument', 'preset', preset=s('nothing'))
        refused('InvalidArgument', 'option', **{'x' * 100: x(1)})
        refused('LimitsExceeded', 'longer', engine=s('x' * 100000))
        name, sentence = fails(bus.hardware, measure=b(True))
        assert (name, 'measure' in sentence) == ('InvalidArgument', True), (name, sentence)
        assert fails(bus.call, 'Hardware', '(s)', 'x')[0] == 'InvalidArgs'
        assert fails(bus.call, 'Nothing', '()')[0] == 'UnknownMethod'
        for share in (float('nan'), float('inf')):
            assert fails(bus.check, gpu_memory_utilization=d(share))[0] in ('InvalidArgument', 'InvalidData')
        # far too much of everything is an answer, too
        document = json.loads(bus.check(context=x(2 ** 40), parallel=x(2 ** 40), batch=x(2 ** 40), ubatch=x(2 ** 40)))
        assert document['verdict']['outcome'] in ('no', 'unknown')
        assert bus.hardware()


@test
def one_look_serves_all():
    with tempfile.TemporaryDirectory() as folder:
        program, log = probe_that_counts(folder)
        look_once(program, log)


def look_once(program, log):
    with Bus(snapshot=None, environment={'EDGEKIT_PROBE': program}) as bus:
        answers, loop = bus.call_often(200, 'Hardware', GLib.Variant('(a{sv})', ({},)))
        loop.run()
        assert all('edgekit.hardware/1' in answer for answer in answers), answers[:3]
        once = len(lines(log))
        assert once > 0 and len(set(answers)) <= 3, (once, len(set(answers)))
        bus.check()
        assert len(lines(log)) == once, 'a check looked again'
        bus.hardware(refresh=b(True))
        assert len(lines(log)) == 2 * once, 'nothing was looked at again'


@test
def free_memory_is_that_of_now():
    with Bus(snapshot=None) as bus:
        def available():
            return next(pool['available'] for pool in json.loads(bus.hardware())['memory_pools'] if pool['id'] == 'ram')

        first = available()
        wait_until(lambda: available() != first)


@test
def thousands_of_calls_do_no_harm():
    with Bus() as bus:
        bus.hardware()
        answers, loop = bus.call_often(3000, 'Check', GLib.Variant('(sa{sv})', (MODEL, {})), bus.connect())
        # somebody else is not kept waiting until they are through
        assert 'edgekit.preflight/1' in bus.check()
        assert len(answers) < 3000
        loop.run()
        kinds = collections.Counter('document' if 'edgekit.preflight/1' in answer else answer for answer in answers)
        assert set(kinds) <= {'document', 'org.freedesktop.DBus.Error.LimitsExceeded'}, kinds
        assert kinds['document'] >= 1024, kinds


@test
def a_call_ends_with_its_caller():
    if not REMOTE:
        return 'built without the network'
    with socket.socket() as server:
        server.bind(('127.0.0.1', 0))
        server.listen()
        server.settimeout(60)
        environment = {'HF_ENDPOINT': 'http://127.0.0.1:%d' % server.getsockname()[1], 'HF_HUB_OFFLINE': '0'}
        with Bus('--timeout', '0.2', environment=environment) as bus:
            caller = bus.connect()
            for _ in range(20): # more than are done at once
                caller.call(NAME, PATH, NAME, 'Check', GLib.Variant('(sa{sv})', ('hf:owner/name', {})), None, 0, LONG, None,
                            None)
            caller.flush_sync()
            hub, _ = server.accept()
            with hub:
                hub.settimeout(60)
                assert hub.recv(4096).startswith(b'GET ')
                time.sleep(1)
                assert bus.is_there(), 'it left while a call was open'
                begun = time.monotonic()
                caller.close_sync()
                while hub.recv(4096):
                    pass
                assert time.monotonic() - begun < 5, 'it went on for nobody'
            wait_until(lambda: not bus.is_there(), 10)


@test
def it_leaves_and_comes_back():
    with Bus('--timeout', '0.3') as bus:
        bus.hardware()
        first = bus.pid()
        wait_until(lambda: not bus.is_there())
        assert bus.hardware()
        assert bus.pid() != first


@test
def no_call_is_lost_when_it_leaves():
    with Bus('--timeout', '0.01') as bus:
        pids = set()
        for i in range(150):
            time.sleep((i % 30) * 0.001)
            connection = bus.connection
            answer = connection.call_sync(NAME, PATH, 'org.freedesktop.DBus.Peer', 'Ping', None, None, 0, LONG, None)
            assert answer is not None
            assert 'edgekit.hardware/1' in bus.hardware()
            try:
                pids.add(bus.pid())
            except GLib.Error:
                pass # it has left already
        assert len(pids) > 3, 'it never left'


@test
def a_second_one_leaves_at_once():
    with Bus() as bus:
        bus.hardware()
        environment = dict(bus.env, DBUS_SESSION_BUS_ADDRESS=bus.address)
        assert subprocess.run([SERVICE, '--snapshot', SNAPSHOT], env=environment, timeout=60).returncode == 0
        assert bus.hardware()
    environment['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nowhere'
    p = subprocess.run([SERVICE], env=environment, timeout=60, stderr=subprocess.PIPE, text=True)
    assert p.returncode == 1 and p.stderr.startswith('edgekit-service: ') and p.stderr.count('\n') == 1, p.stderr


def members(text):
    interface = next(node for node in ElementTree.fromstring(text) if node.get('name') == NAME)
    return {(one.tag, one.get('name'), one.get('type'),
             tuple((arg.get('name'), arg.get('type'), arg.get('direction')) for arg in one.iter('arg')))
            for one in interface if one.tag != 'annotation'}


@test
def the_installed_interface_is_that_of_the_object():
    with Bus() as bus, open(INTERFACE, encoding='utf-8') as f:
        installed = f.read()
        answer = bus.connection.call_sync(NAME, PATH, 'org.freedesktop.DBus.Introspectable', 'Introspect', None, None, 0, LONG,
                                          None).unpack()[0]
        assert members(installed) == members(answer) and len(members(answer)) == 4
        version = bus.connection.call_sync(NAME, PATH, 'org.freedesktop.DBus.Properties', 'Get',
                                           GLib.Variant('(ss)', (NAME, 'Version')), None, 0, LONG, None).unpack()[0]
        assert bus.edgekit('--version') == 'edgekit %s' % version
    # every code of an error has a name
    described = re.sub(r'\s+', ' ', installed)
    assert 'org.edgekit.EdgeKit1.Error.' in described


@test
def what_the_documentation_shows_works():
    with open(os.path.join(DOCS, 'service.md'), encoding='utf-8') as f:
        blocks = dict(re.findall(r'^```(sh|python|js)\n(.*?)^```', f.read(), re.M | re.S))
    with Bus() as bus:
        environment = dict(bus.env, DBUS_SESSION_BUS_ADDRESS=bus.address)
        headline = json.loads(bus.check('catalogue:llama-3.1-8b', context=x(8192)))['verdict']['headline']
        left_out = []

        def run(program, *words):
            if not shutil.which(program):
                left_out.append(program)
                return None
            return subprocess.run([program, *words], env=environment, stdout=subprocess.PIPE, text=True, check=True,
                                  timeout=120).stdout

        gdbus, busctl = blocks['sh'].split('\n\n')
        assert 'edgekit.preflight/1' in run('sh', '-ec', gdbus)
        if shutil.which('busctl'):
            assert 'edgekit.hardware/1' in run('sh', '-ec', busctl.replace('--user', '--address="$DBUS_SESSION_BUS_ADDRESS"'))
        else:
            left_out.append('busctl')
        assert run(sys.executable, '-c', blocks['python']) == headline + '\n'
        bus.write('example.js', blocks['js'])
        printed = run('gjs', '-m', bus.path('example.js'))
        assert printed in (None, json.loads(bus.check('catalogue:llama-3.1-8b'))['verdict']['headline'] + '\n'), printed
        example = os.path.join(DOCS, 'examples', 'python', 'ask_the_service.py')
        verdict = json.loads(bus.check(context=x(4096)))['verdict']
        assert run(sys.executable, example, MODEL, '4096') == '%s\n%s\n' % (verdict['headline'], verdict['summary'])
        p = subprocess.run([sys.executable, example, SNAPSHOT], env=environment, stderr=subprocess.PIPE, text=True)
        assert p.returncode == 1 and 'org.edgekit.EdgeKit1.Error.NotAModel' in p.stderr, p.stderr
        if left_out:
            print('# not here: ' + ', '.join(left_out))


main()
