# SPDX-License-Identifier: LGPL-2.1-or-later
"""EdgeKit as it is installed, in a folder of its own: what programs outside its sources see."""
import os
import shutil
import subprocess
import tempfile


class Installed:
    """with Installed(build, folders) as here: …

    The folders are those of meson: prefix, bindir, libdir, libexecdir and datadir, and
    where Python finds modules.
    """

    def __init__(self, build, folders):
        self.build = build
        self.prefix, self.bindir, self.libdir, self.libexecdir, self.datadir, self.python_dir = folders

    def at(self, *parts):
        """A path that is absolute once installed."""
        return os.path.join(self.root, os.path.join(*parts).lstrip('/'))

    def __enter__(self):
        self.home = tempfile.mkdtemp(prefix='edgekit-installed-')
        self.root = os.path.join(self.home, 'root')
        environ = {k: v for k, v in os.environ.items() if k not in ('PYTHONPATH', 'GJS_PATH', 'DESTDIR')}
        subprocess.run(['meson', 'install', '-C', self.build, '--destdir', self.root, '--no-rebuild', '--quiet'],
                       check=True, stdout=subprocess.DEVNULL, env=environ)
        packages = os.path.join(self.home, 'pkgconfig')
        os.mkdir(packages)
        with open(self.at(self.libdir, 'pkgconfig/edgekit-1.pc')) as file:
            text = file.read()
        assert 'prefix=%s\n' % self.prefix in text, text
        with open(os.path.join(packages, 'edgekit-1.pc'), 'w') as file:
            file.write(text.replace('prefix=%s\n' % self.prefix, 'prefix=%s\n' % self.at(self.prefix)))
        self.env = dict(environ, PKG_CONFIG_PATH=packages, LD_LIBRARY_PATH=self.at(self.libdir),
                        GI_TYPELIB_PATH=self.at(self.libdir, 'girepository-1.0'),
                        PYTHONPATH=self.at(self.python_dir), PYTHONDONTWRITEBYTECODE='1',
                        XDG_DATA_DIRS='%s:/usr/local/share:/usr/share' % self.at(self.datadir),
                        EDGEKIT_PROBE=self.at(self.libexecdir, 'edgekit-probe'))
        return self

    def __exit__(self, *_error):
        shutil.rmtree(self.home)

    def run(self, *command, status=0, cwd=None):
        """What a command prints; it must end with a status."""
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd or self.home,
                              env=self.env)
        assert done.returncode == status, '%s ended with %d\n%s%s' % (' '.join(command), done.returncode, done.stdout,
                                                                     done.stderr)
        return done.stdout

    def compile(self, folder, program):
        """Builds an example outside the sources; returns the path of its program."""
        source = shutil.copytree(folder, os.path.join(self.home, os.path.basename(folder)))
        build = os.path.join(self.home, 'build-' + os.path.basename(folder))
        self.run('meson', 'setup', build, source)
        self.run('ninja', '-C', build)
        return os.path.join(build, program)
