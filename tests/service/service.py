# SPDX-License-Identifier: LGPL-2.1-or-later
"""A session bus of our own, on which edgekit-service is started by its name; and TAP.

Environment: EDGEKIT, EDGEKIT_SERVICE, EDGEKIT_PROBE (programs), MODELS, MACHINES.
"""
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

import gi

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import tap  # noqa: E402
gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

EDGEKIT = os.environ['EDGEKIT']
SERVICE = os.environ['EDGEKIT_SERVICE']
MODELS = os.environ['MODELS']
MACHINES = os.environ['MACHINES']
NAME = 'org.edgekit.EdgeKit1'
PATH = '/org/edgekit/EdgeKit1'
SEARCH_NAME = 'org.edgekit.EdgeKit.SearchProvider'
SEARCH_PATH = '/org/edgekit/EdgeKit/SearchProvider'
SEARCH = 'org.gnome.Shell.SearchProvider2'
SNAPSHOT = os.path.join(MACHINES, 'nvidia-h100-vm', 'snapshot.json')
MODEL = os.path.join(MODELS, 'llama-3.2-1b.gguf')
LONG = 120000  # milliseconds: a hang, not a load

CONFIG = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=%(folder)s</listen>
  <servicedir>%(folder)s</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <!-- as generous as the bus of a session -->
  <limit name="max_incoming_bytes">1000000000</limit>
  <limit name="max_outgoing_bytes">1000000000</limit>
  <limit name="max_message_size">1000000000</limit>
  <limit name="max_match_rules_per_connection">50000</limit>
  <limit name="max_replies_per_connection">50000</limit>
</busconfig>
'''

TESTS = []


def test(function):
    TESTS.append(function)
    return function


def main():
    sys.exit(tap.run(TESTS))


class Bus:
    """with Bus (…) as bus: a bus, its services, and a scratch folder that is their home."""

    def __init__(self, *arguments, search=(), snapshot=SNAPSHOT, environment=()):
        self.arguments = list(arguments) + (['--snapshot', snapshot] if snapshot else [])
        self.search = list(search) + self.arguments
        self.environment = dict(environment)

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='ek-bus-')
        self.path('services')
        for name, arguments in ((NAME, self.arguments), (SEARCH_NAME, ['--search'] + self.search)):
            self.write(name + '.service', '[D-BUS Service]\nName=%s\nExec=%s\n' %
                       (name, ' '.join(shlex.quote(word) for word in [SERVICE] + arguments)))
        config = self.write('bus.conf', CONFIG % {'folder': self.folder})
        for kind in ('DATA', 'CACHE', 'CONFIG'):
            os.makedirs(self.path('xdg-' + kind.lower()))
            self.environment.setdefault('XDG_%s_HOME' % kind, self.path('xdg-' + kind.lower()))
        os.makedirs(self.path('tmp'))
        self.environment.update(HOME=self.folder, TMPDIR=self.path('tmp'))
        self.environment.setdefault('XDG_DATA_DIRS', self.path('xdg-data'))
        if self.environment.get('LANGUAGE', 'en') != 'en':
            self.name_locale()
        self.env = dict(os.environ, **self.environment)
        self.daemon = subprocess.Popen(['dbus-daemon', '--config-file', config, '--print-address', '--nofork'],
                                       stdout=subprocess.PIPE, text=True, env=self.env)
        self.address = self.daemon.stdout.readline().strip()
        assert self.address, 'dbus-daemon gave no address'
        self.connection = self.connect()
        return self

    def __exit__(self, *_):
        self.daemon.terminate()
        self.daemon.wait()
        self.daemon.stdout.close()
        shutil.rmtree(self.folder)

    def name_locale(self):
        """Newer gettexts translate nothing in “C.UTF-8”: the same locale under another name."""
        source = next((p for p in map('/usr/lib/locale/C.'.__add__, ('utf8', 'UTF-8')) if os.path.isdir(p)), None)
        if source:
            os.symlink(source, self.path('en_US.utf8'))
            self.environment.update(LOCPATH=self.folder, LC_ALL='en_US.UTF-8')

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text, mode=0o644):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), 'w', encoding='utf-8') as f:
            f.write(text)
        os.chmod(self.path(name), mode)
        return self.path(name)

    def connect(self):
        connection = Gio.DBusConnection.new_for_address_sync(
            self.address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
            None, None)
        connection.set_exit_on_close(False)
        return connection

    def edgekit(self, *arguments):
        """What the command prints with the environment of the service."""
        return subprocess.run([EDGEKIT, *arguments], stdout=subprocess.PIPE, text=True, env=self.env).stdout.rstrip('\n')

    # --- calls ---------------------------------------------------------------

    def ask_bus(self, method, signature, *values):
        return self.connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', method,
                                         GLib.Variant(signature, values), None, 0, LONG, None).unpack()[0]

    def is_there(self, name=NAME):
        return self.ask_bus('NameHasOwner', '(s)', name)

    def pid(self, name=NAME):
        return self.ask_bus('GetConnectionUnixProcessID', '(s)', name)

    def call(self, method, signature, *values, connection=None):
        return (connection or self.connection).call_sync(NAME, PATH, NAME, method, GLib.Variant(signature, values), None, 0,
                                                         LONG, None).unpack()[0]

    def hardware(self, **options):
        return self.call('Hardware', '(a{sv})', options)

    def check(self, model=MODEL, connection=None, **options):
        return self.call('Check', '(sa{sv})', model, options, connection=connection)

    def call_often(self, times, method, value, connection=None):
        """What comes back: documents, and the names of errors."""
        loop = GLib.MainLoop()
        answers = []

        def answered(asked, result):
            try:
                answers.append(asked.call_finish(result).unpack()[0])
            except GLib.Error as error:
                answers.append(Gio.DBusError.get_remote_error(error) or error.message)
            if len(answers) == times:
                loop.quit()

        connection = connection or self.connection
        for _ in range(times):
            connection.call(NAME, PATH, NAME, method, value, None, 0, LONG, None, answered)
        connection.flush_sync()
        return answers, loop

    def check_file(self, files, index=0, **options):
        """files: file descriptors that go with the call, or None"""
        answer, _ = self.connection.call_with_unix_fd_list_sync(
            NAME, PATH, NAME, 'CheckFile', GLib.Variant('(ha{sv})', (index, options)), None, 0, LONG,
            Gio.UnixFDList.new_from_array([os.dup(fd) for fd in files]) if files is not None else None, None)
        return answer.unpack()[0]

    def find(self, method, signature, *values):
        answer = self.connection.call_sync(SEARCH_NAME, SEARCH_PATH, SEARCH, method, GLib.Variant(signature, values), None, 0,
                                           LONG, None).unpack()
        return answer[0] if answer else None


def fails(function, *arguments, **options):
    """The name of the error behind the last point, and its sentence."""
    try:
        function(*arguments, **options)
    except GLib.Error as error:
        name = Gio.DBusError.get_remote_error(error)
        assert name, error
        Gio.DBusError.strip_remote_error(error)
        return name.rsplit('.', 1)[1], error.message
    raise AssertionError('it did not fail')


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, 'nothing came of it'
        time.sleep(0.02)


def s(text):
    return GLib.Variant('s', text)


def x(number):
    return GLib.Variant('x', number)


def b(flag):
    return GLib.Variant('b', flag)


def d(number):
    return GLib.Variant('d', number)


def probe_that_counts(bus_folder):
    """A program that stands before edgekit-probe, and the file that has a line for each time it was run."""
    log = os.path.join(bus_folder, 'probe.log')
    program = os.path.join(bus_folder, 'probe')
    with open(program, 'w', encoding='utf-8') as f:
        f.write('#!/bin/sh\necho "$*" >>%s\nexec %s "$@"\n' % (shlex.quote(log), shlex.quote(os.environ['EDGEKIT_PROBE'])))
    os.chmod(program, 0o755)
    return program, log


def lines(path):
    try:
        with open(path, encoding='utf-8') as f:
            return f.read().splitlines()
    except FileNotFoundError:
        return []
