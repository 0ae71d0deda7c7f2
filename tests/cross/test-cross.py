#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-cross.py SOURCE BUILD [--all] - the sources for other systems still compile.

Windows: every file is compiled by MinGW-w64 with this system's own GLib headers, whose one generated header is made
anew for a 64-bit Windows. Nothing is linked: what a header promises is checked, not that it works there.
macOS: the two files that call the system are checked against the prototypes of edgekit-darwin-private.h.

Only the files that call a system; with --all, the whole library for Windows. Prints TAP; skips, with the reason, what
there is no compiler for.
"""
import glob
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

SOURCE, BUILD = sys.argv[1:3]
MINGW = 'x86_64-w64-mingw32-gcc'
PACKAGES = ['gio-2.0', 'gmodule-2.0', 'json-glib-1.0']
WARNINGS = ['-Wall', '-Wextra', '-Wno-unused-parameter', '-Wno-missing-field-initializers', '-Wshadow',
            '-Wstrict-prototypes', '-Wmissing-prototypes', '-Wpointer-arith', '-Wwrite-strings', '-Wundef', '-Werror']

WINDOWS = ['edgekit-children-windows.c', 'edgekit-collector-windows.c', 'edgekit-tree-windows.c',
           'probe/edgekit-probe-windows.c', 'probe/probe-d3dkmt.c', 'probe/probe-dxcore.c', 'probe/probe-dxgi.c',
           'probe/probe-json.c', 'edgekit-collector-files.c', 'edgekit-collector-live.c', 'edgekit-collector.c',
           'edgekit-collector-guests.c', 'edgekit-collector-recorded.c', 'edgekit-collector-toolchain.c']
MACOS = ['edgekit-collector-macos.c', 'probe/probe-metal.c']
# of the library, what another system's build leaves out (libedgekit/snapshot/meson.build)
NOT_ON_WINDOWS = ['edgekit-children.c', 'edgekit-collector-generic.c', 'edgekit-collector-macos.c',
                  'edgekit-tree-unix.c', 'edgekit-probe.c', 'probe-cards.c', 'probe-cuda.c', 'probe-drm.c',
                  'probe-level-zero.c', 'probe-library.c', 'probe-metal.c', 'probe-nvml.c', 'probe-opencl.c',
                  'probe-vulkan-drivers.c', 'probe-vulkan.c']

# glibconfig.h.in of GLib, filled in for LLP64: a long has 32 bits there
LLP64 = [
    (r'typedef signed long (gint64|gssize|gintptr);', r'typedef signed long long \1;'),
    (r'typedef unsigned long (guint64|gsize|guintptr);', r'typedef unsigned long long \1;'),
    (r'\(val##L\)', '(val##LL)'),
    (r'\(val##UL\)', '(val##ULL)'),
    (r'#define G_(GINT64|GSIZE|GSSIZE|GINTPTR)_MODIFIER(\s+)"l"', r'#define G_\1_MODIFIER\2"ll"'),
    (r'(#define G_G[A-Z0-9]+_FORMAT\s+)"l([iu])"', r'\1"ll\2"'),
    (r'GLIB_SIZEOF_LONG   8', 'GLIB_SIZEOF_LONG   4'),
    (r'G_MAXULONG\n', 'G_MAXUINT64\n'),
    (r'(#define G_M[A-Z]+SSIZE\s+)G_(MIN|MAX)LONG', r'\1G_\2INT64'),
    (r'#define G_MAXSIZE\s+G_MAXULONG', '#define G_MAXSIZE G_MAXUINT64'),
    (r'\(glong\) \(([piu])\)', r'(gint64) (\1)'),
    (r'\(gulong\) \(([piu])\)', r'(guint64) (\1)'),
    (r'#define G_OS_UNIX', '#define G_OS_WIN32\n#define G_PLATFORM_WIN32'),
    (r'G_THREADS_IMPL_POSIX', 'G_THREADS_IMPL_WIN32'),
    (r'__attribute__\(\(visibility\("hidden"\)\)\)', ''),
    (r'typedef int GPid;', 'typedef void *GPid;'),
    (r'#define G_PID_FORMAT "i"', '#define G_PID_FORMAT "p"'),
    (r'#define GLIB_HAVE_ALLOCA_H', ''),
    (r"#define G_DIR_SEPARATOR '/'", r"#define G_DIR_SEPARATOR '\\\\'"),
    (r'#define G_DIR_SEPARATOR_S "/"', r'#define G_DIR_SEPARATOR_S "\\\\"'),
    (r"#define G_SEARCHPATH_SEPARATOR ':'", "#define G_SEARCHPATH_SEPARATOR ';'"),
    (r'#define G_SEARCHPATH_SEPARATOR_S ":"', '#define G_SEARCHPATH_SEPARATOR_S ";"'),
]


def pkg_config(*options):
    return shlex.split(subprocess.run(['pkg-config', *options, *PACKAGES], stdout=subprocess.PIPE, text=True,
                                      check=True).stdout)


def includes():
    library = os.path.join(SOURCE, 'libedgekit')
    folders = [library] + [f for f in glob.glob(library + '/*') + [library + '/snapshot/probe'] if os.path.isdir(f)]
    return [f'-I{f}' for f in [BUILD, BUILD + '/libedgekit'] + folders]


def windows_headers(folder):
    """The headers of this system that are not of one system, and a glibconfig.h for the other."""
    config = None
    flags = []
    for flag in pkg_config('--cflags'):
        if os.path.exists(os.path.join(flag[2:], 'glibconfig.h')):
            config = os.path.join(flag[2:], 'glibconfig.h')
        elif flag.startswith('-I') and flag not in ('-I/usr/include', '-I/usr/local/include'):
            flags.append('-isystem' + flag[2:])
    with open(config, encoding='utf-8') as f:
        text = f.read()
    for pattern, new in LLP64:
        text = re.sub(pattern, new, text)
    with open(os.path.join(folder, 'glibconfig.h'), 'w', encoding='utf-8') as f:
        f.write(text)
    # gettext's own header is not one of MinGW's
    with open(os.path.join(folder, 'libintl.h'), 'w', encoding='utf-8') as f:
        f.write('#pragma once\n'
                'char *dgettext (const char *domain, const char *text) __attribute__ ((format_arg (2)));\n'
                'char *dngettext (const char *domain, const char *one, const char *many, unsigned long n)\n'
                '  __attribute__ ((format_arg (2))) __attribute__ ((format_arg (3)));\n'
                'char *ngettext (const char *one, const char *many, unsigned long n)\n'
                '  __attribute__ ((format_arg (1))) __attribute__ ((format_arg (2)));\n'
                'char *textdomain (const char *domain);\n'
                'char *bindtextdomain (const char *domain, const char *folder);\n'
                'char *bind_textdomain_codeset (const char *domain, const char *codeset);\n')
    # the build's own configuration is this system's
    with open(os.path.join(BUILD, 'config.h'), encoding='utf-8') as f:
        own = re.sub(r'#define EDGEKIT_HAVE_SOUP 1', '#define EDGEKIT_HAVE_SOUP 0', f.read())
    with open(os.path.join(folder, 'config.h'), 'w', encoding='utf-8') as f:
        f.write(own)
    return ['-isystem' + folder, '-I' + folder] + flags


def compile_one(command, path):
    run = subprocess.run(command + [path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return path, run.returncode, run.stdout


def whole_library():
    for path in sorted(glob.glob(SOURCE + '/libedgekit/**/*.c', recursive=True)):
        if os.path.basename(path) not in NOT_ON_WINDOWS:
            yield path


def main():
    snapshot = os.path.join(SOURCE, 'libedgekit', 'snapshot')
    everything = '--all' in sys.argv[3:]
    tests = []
    with tempfile.TemporaryDirectory() as folder:
        common = ['-std=gnu11', '-D_GNU_SOURCE', '-DEDGEKIT_COMPILATION', '-DG_LOG_DOMAIN="EdgeKit"', *WARNINGS]
        macos = ['-fsyntax-only', '-DEDGEKIT_DARWIN_PROTOTYPES', *common, *includes(), *pkg_config('--cflags')]
        for compiler in ('gcc', 'clang'):
            for name in MACOS:
                command = [compiler, *macos] if shutil.which(compiler) else None
                tests.append((f'macos: {compiler} {name}', command, os.path.join(snapshot, name)))
        # MinGW's long double and its printf are not those that gcc checks formats against
        windows = [MINGW, '-c', '-o', '/dev/null', '-D_WIN32_WINNT=0x0a00', '-D__USE_MINGW_ANSI_STDIO=1',
                   '-Wno-format', *common]
        if shutil.which(MINGW):
            windows += windows_headers(folder) + includes()
        paths = list(whole_library()) if everything else [os.path.join(snapshot, name) for name in WINDOWS]
        for path in paths:
            tests.append(('windows: ' + os.path.relpath(path, SOURCE), windows if shutil.which(MINGW) else None, path))
        print(f'1..{len(tests)}')
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            jobs = [pool.submit(compile_one, t[1], t[2]) if t[1] else None for t in tests]
            failed = report(tests, jobs)
    sys.exit(failed)


def report(tests, jobs):
    failed = 0
    for number, (test, job) in enumerate(zip(tests, jobs), 1):
        if not job:
            missing = 'gcc-mingw-w64-x86-64' if test[0].startswith('windows') else 'the compiler'
            print(f'ok {number} {test[0]} # SKIP {missing} is not installed')
            continue
        _path, status, output = job.result()
        print(f'{"not ok" if status else "ok"} {number} {test[0]}')
        failed = failed or status != 0
        for line in output.splitlines()[:20]:
            print('# ' + line)
    return int(bool(failed))


main()
