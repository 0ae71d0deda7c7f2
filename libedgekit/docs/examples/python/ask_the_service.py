#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A program without the library asks the service on the session bus about a file.

    ask_the_service.py FILE [CONTEXT]

The file is opened here and passed on, as a program in a sandbox has to.
Exits with 3 if the model does not run.
"""
import json
import sys

from gi.repository import Gio, GLib

NAME, PATH = 'org.edgekit.EdgeKit1', '/org/edgekit/EdgeKit1'


def check(file, options):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    files = Gio.UnixFDList()
    handle = files.append(file.fileno())
    answer, _files = bus.call_with_unix_fd_list_sync(
        NAME, PATH, NAME, 'CheckFile', GLib.Variant('(ha{sv})', (handle, options)), GLib.VariantType('(s)'),
        Gio.DBusCallFlags.NONE, 60000, files, None)
    return json.loads(answer.unpack()[0])


def main(path, context=None):
    options = {'context': GLib.Variant('x', int(context))} if context else {}
    try:
        with open(path, 'rb') as file:
            document = check(file, options)
    except GLib.Error as error:
        name = Gio.DBusError.get_remote_error(error)
        Gio.DBusError.strip_remote_error(error)
        print('%s (%s)' % (error.message, name), file=sys.stderr)
        return 1
    print(document['verdict']['headline'])
    print(document['verdict']['summary'])
    return 0 if document['verdict']['outcome'] in ('fits', 'tight', 'partial') else 3


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
