#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may hold a window up: a server that trickles, a probe that hangs, many versions, files that do not answer."""
import os
import stat
import time


def trickle(listener):
    """A server that sends one byte at a time, and never gets to an end."""
    while True:
        try:
            client = listener.accept()[0]
        except OSError:
            return
        try:
            client.recv(4096)
            for byte in b'HTTP/1.1 206 Partial Content\r\nContent-Length: 1000000\r\n\r\n' + b'G' * 1000:
                client.send(bytes([byte]))
                time.sleep(0.05)
        except OSError:
            pass


def hanging_probe(session):
    path = os.path.join(session.home, 'hangs')
    with open(path, 'w') as f:
        f.write('#!/bin/sh\nexec sleep 60\n')
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    return path


def many_versions(session, model):
    """A folder with 300 versions of a model."""
    folder = os.path.join(session.home, 'versions')
    os.makedirs(folder, exist_ok=True)
    # a description, and weights that are a hole
    about = os.stat(model)
    with open(model, 'rb') as f:
        description = f.read(about.st_blocks * 512)
    for i in range(300):
        with open(os.path.join(folder, 'llama-3.2-1b-%03d.gguf' % i), 'wb') as f:
            f.write(description)
            f.truncate(about.st_size)
    return os.path.join(folder, 'llama-3.2-1b-000.gguf')


def write_recent(session, paths):
    """The list of recent files, as all applications share it."""
    with open(os.path.join(session.home, 'recently-used.xbel'), 'w') as f:
        f.write('<?xml version="1.0" encoding="UTF-8"?>\n<xbel version="1.0" xmlns:bookmark='
                '"http://www.freedesktop.org/standards/desktop-bookmarks" '
                'xmlns:mime="http://www.freedesktop.org/standards/shared-mime-info">\n')
        for path in paths:
            f.write('<bookmark href="file://%s" added="2026-11-12T10:00:00Z" modified="2026-11-12T10:00:00Z" '
                    'visited="2026-11-12T10:00:00Z"><info><metadata owner="http://freedesktop.org"><mime:mime-type '
                    'type="application/x-gguf"/><bookmark:groups><bookmark:group>EdgeKit models</bookmark:group>'
                    '</bookmark:groups><bookmark:applications><bookmark:application name="EdgeKit" exec="edgekit-app '
                    '%%u" modified="2026-11-12T10:00:00Z" count="1"/></bookmark:applications></metadata></info>'
                    '</bookmark>\n' % path)
        f.write('</xbel>\n')


def silent_recent(session):
    """The list of recent files names models of which nobody knows whether they are still there."""
    folder = os.path.join(session.home, 'silent')
    os.makedirs(folder, exist_ok=True)
    write_recent(session, [os.path.join(folder, '%d.gguf' % i) for i in range(4)])
    return folder
