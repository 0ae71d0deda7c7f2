#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A private desktop for the window's tests: a display, a bus and a home of its own.

    with Session(900, 700) as session:
        window = session.start(['edgekit-app', '--page', 'model'])
        session.picture(window, 'model.png')

Needs Xvfb, dbus-daemon, xdotool and ImageMagick's import.
"""
import os
import shutil
import subprocess
import tempfile
import time

# lines of a font that lacks the letters are as high as whichever font steps in
FONTS = {'ar': 'Noto Sans Arabic'}
DEADLINE = 40  # seconds that tell a window that hangs from one that comes


class SessionError(Exception):
    pass


class Session:
    def __init__(self, width, height, dark=False, high_contrast=False, language='en', text=1.0, scale=1):
        self.size = (width, height)
        self.dark = dark
        self.high_contrast = high_contrast
        self.language = language
        self.text = text
        self.scale = scale
        self.processes = []

    def __enter__(self):
        for program, package in (('Xvfb', 'xvfb'), ('dbus-daemon', 'dbus'), ('xdotool', 'xdotool')):
            if not shutil.which(program):
                raise SessionError('%s is missing: install the package %s' % (program, package))
        self.home = tempfile.mkdtemp(prefix='edgekit-session-')
        self.env = {k: v for k, v in os.environ.items()
                    if not k.startswith(('DBUS_', 'XDG_', 'WAYLAND_', 'GTK_', 'AT_SPI_')) and k != 'DISPLAY'}
        self.env.update(HOME=self.home, XDG_RUNTIME_DIR=self.home, XDG_CONFIG_HOME=self.home,
                        XDG_CACHE_HOME=self.home, XDG_DATA_HOME=self.home, GDK_BACKEND='x11', GSK_RENDERER='cairo',
                        GTK_A11Y='atspi', ADW_DEBUG_COLOR_SCHEME='prefer-dark' if self.dark else 'prefer-light',
                        ADW_DEBUG_HIGH_CONTRAST='1' if self.high_contrast else '0',
                        ADW_DISABLE_PORTAL='1', GTK_USE_PORTAL='0', GSETTINGS_BACKEND='memory', GIO_USE_VFS='local',
                        # whether there is a network is not for the test to find out
                        GIO_USE_NETWORK_MONITOR='base',
                        GDK_SCALE=str(self.scale), LC_ALL='C.UTF-8', LANGUAGE=self.language, TZ='UTC')
        self.write_locale()
        self.write_settings()
        try:
            read, write = os.pipe()
            # a number that nobody else takes: containers that share a network share the names of displays
            number = ':%d' % (1000 + os.getpid() % 30000)
            # without -noreset it starts anew, and refuses all, when the last of several programs goes
            self.spawn(['Xvfb', number, '-displayfd', str(write), '-screen', '0', '%dx%dx24' % self.size,
                        '-nolisten', 'tcp', '-noreset'],
                       pass_fds=[write])
            os.close(write)
            with os.fdopen(read) as pipe:
                self.env['DISPLAY'] = ':' + pipe.readline().strip()
            if self.text != 1:
                # what GTK takes from an X server without a desktop goes before its settings.ini
                self.ask('xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER',
                         'Xft.dpi:\t%d\n' % (96 * self.text))
            bus = self.spawn(['dbus-daemon', '--session', '--nofork', '--print-address=1'], stdout=subprocess.PIPE)
            self.env['DBUS_SESSION_BUS_ADDRESS'] = bus.stdout.readline().decode().strip()
        except BaseException:
            self.__exit__()
            raise
        return self

    def write_locale(self):
        """Newer gettexts translate nothing in “C.UTF-8”: the same locale under
        another name, so that no test depends on the locales of a computer."""
        if self.language == 'en':
            return
        source = next((p for p in map('/usr/lib/locale/C.'.__add__, ('utf8', 'UTF-8')) if os.path.isdir(p)), None)
        if source:
            os.symlink(source, os.path.join(self.home, 'en_US.utf8'))
            self.env.update(LOCPATH=self.home, LC_ALL='en_US.UTF-8')

    def write_settings(self):
        """The same font, icons and still pictures on every computer: without a
        desktop, GTK takes whatever font there is."""
        os.makedirs(os.path.join(self.home, 'gtk-4.0'))
        with open(os.path.join(self.home, 'gtk-4.0', 'settings.ini'), 'w') as f:
            f.write('[Settings]\ngtk-font-name=%s 11\ngtk-icon-theme-name=Adwaita\n'
                    'gtk-enable-animations=0\ngtk-cursor-blink=0\ngtk-xft-antialias=1\ngtk-xft-hinting=1\n'
                    'gtk-xft-hintstyle=hintslight\ngtk-xft-rgba=none\n'
                    % FONTS.get(self.language, 'Cantarell'))

    def __exit__(self, *_error):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def spawn(self, command, **options):
        process = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL,
                                   stderr=options.pop('stderr', subprocess.DEVNULL), **options)
        self.processes.append(process)
        return process

    def ask(self, *command):
        run = subprocess.run(command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return run.stdout.split()

    def start(self, command):
        """Starts a program; returns the id of its window, which fills the display."""
        process = self.spawn(command, stderr=None)
        for _attempt in range(DEADLINE * 10):
            if process.poll() is not None:
                raise SessionError('%s ended with %d before it had a window' % (command[0], process.returncode))
            for window in self.ask('xdotool', 'search', '--onlyvisible', '--pid', str(process.pid)):
                self.ask('xdotool', 'windowmove', window, '0', '0')
                self.ask('xdotool', 'windowsize', window, *map(str, self.size))
                self.program = process
                return window
            time.sleep(0.1)
        raise SessionError('%s had no window in %d seconds' % (command[0], DEADLINE))

    def picture(self, window, path):
        """Saves the display once nothing moves any more."""
        last = None
        for _attempt in range(DEADLINE * 2):
            time.sleep(0.5)
            if self.program.poll() is not None:
                raise SessionError('the program ended with %d' % self.program.returncode)
            run = subprocess.run(['/usr/bin/import', '-silent', '-window', 'root', 'rgb:-'], env=self.env,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            if run.stdout and run.stdout == last and len(set(run.stdout[::997])) > 3:
                # the same window is the same file, whenever it was taken
                subprocess.run(['/usr/bin/import', '-silent', '-window', 'root', '-define',
                                'png:exclude-chunks=date,time', path], env=self.env, check=True)
                return
            last = run.stdout
        raise SessionError('the window stayed blank, or never came to rest')
