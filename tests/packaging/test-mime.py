#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A file manager knows a model when it sees one, and opens it with the window.

Usage: test-mime.py MIME-FILE DESKTOP-FILE.  Prints TAP.
"""
import os
import shutil
import subprocess
import sys
import tempfile

MIME, DESKTOP = sys.argv[1:]
# what GIO asks, in a process that begins with this folder as the only one with data
LOOK = '''
from gi.repository import Gio
print (Gio.content_type_guess ('a.gguf', None)[0])
print (Gio.content_type_guess (None, b'GGUF\\x03\\0\\0\\0')[0])
print (Gio.content_type_guess ('a.bin', b'GGUF\\x03\\0\\0\\0')[0])
print (Gio.content_type_guess ('a.GGUF', None)[0])
print (Gio.content_type_guess ('a.gguf', b'no model at all')[0])
print (Gio.content_type_get_description ('application/x-gguf'))
print (','.join (app.get_id () for app in Gio.AppInfo.get_all_for_type ('application/x-gguf')))
'''
TYPE = 'application/x-gguf'


def main():
    with tempfile.TemporaryDirectory() as folder:
        for source, place in ((MIME, 'mime/packages/org.edgekit.EdgeKit.xml'),
                              (DESKTOP, 'applications/org.edgekit.EdgeKit.desktop')):
            os.makedirs(os.path.dirname(os.path.join(folder, place)))
            shutil.copyfile(source, os.path.join(folder, place))
        # the program has to be there, or the entry is hidden
        with open(os.path.join(folder, 'edgekit-app'), 'w', encoding='utf-8') as f:
            f.write('#!/bin/sh\n')
        os.chmod(f.name, 0o755)
        subprocess.run(['update-mime-database', os.path.join(folder, 'mime')], check=True)
        subprocess.run(['update-desktop-database', os.path.join(folder, 'applications')], check=True)
        environment = dict(os.environ, XDG_DATA_DIRS=folder, XDG_DATA_HOME=os.path.join(folder, 'home'),
                           PATH=folder + ':' + os.environ['PATH'], LANGUAGE='en')
        found = subprocess.run([sys.executable, '-c', LOOK], env=environment, stdout=subprocess.PIPE, text=True,
                               check=True).stdout.splitlines()
    wanted = [('by its name', TYPE), ('by its content', TYPE), ('by its content under another name', TYPE),
              ('by its name in capitals', TYPE), ('by its name when it holds something else', TYPE),
              ('is described', 'language model (GGUF)'), ('opens the window', 'org.edgekit.EdgeKit.desktop')]
    print('1..%d' % len(wanted))
    failed = 0
    for number, ((title, value), answer) in enumerate(zip(wanted, found), 1):
        failed += answer != value
        print('%s %d a model %s' % ('ok' if answer == value else 'not ok', number, title))
        if answer != value:
            print('# %s, not %s' % (answer, value))
    return failed > 0 or len(found) != len(wanted)


sys.exit(main())
