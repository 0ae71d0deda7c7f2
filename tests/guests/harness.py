# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of guests share: fake vendor libraries under the names of the real
ones, in a folder at the front of the search path; the environment says what they do.

Environment: EDGEKIT, EDGEKIT_PROBE and REFRESH (programs), FAKES (a folder of
libraries), MACHINES (tests/machines).
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import tap  # noqa: E402

EDGEKIT, PROBE = os.environ['EDGEKIT'], os.environ['EDGEKIT_PROBE']
FAKES, MACHINES = os.environ['FAKES'], os.environ['MACHINES']
GIB, MIB = 1 << 30, 1 << 20
# The limit is 6 seconds, of which this test's computer may need ten times as many:
# it tells a hang from an answer.
DEADLINE = 60
LIBRARIES = {'nvml': 'libnvidia-ml.so.1', 'cuda': 'libcuda.so.1', 'vulkan': 'libvulkan.so.1',
             'level-zero': 'libze_loader.so.1', 'opencl': 'libOpenCL.so.1'}
GUESTS = list(LIBRARIES) + ['drm']
# Where each fake says that its card is: no computer has one there.
ADDRESS = {'nvml': '0000:f1:00.0', 'cuda': '0000:f1:00.0', 'vulkan': '0000:e1:00.0', 'level-zero': '0000:d1:00.0',
           'opencl': '0000:c1:00.0'}
INSTEAD = 'What the system itself knows about the graphics card is used instead.'

SCRATCH = tempfile.mkdtemp(prefix='edgekit-guests-')
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def folder(name):
    path = os.path.join(SCRATCH, name)
    os.makedirs(path, exist_ok=True)
    return path


def install(**fakes):
    """A folder with these fakes: install(nvml='nvml-old') has an old one."""
    path = tempfile.mkdtemp(dir=SCRATCH)
    for guest, fake in fakes.items():
        guest = guest.replace('_', '-')
        os.symlink(os.path.join(FAKES, 'libfake-%s.so' % fake), os.path.join(path, LIBRARIES[guest]))
    return path


def environment(guests, libraries, fault, **more):
    env = dict(os.environ, EDGEKIT_GUESTS=','.join(guests), EDGEKIT_PROBE_ROOT=folder('nothing'),
               PATH=folder('nothing'),  # no compiler is asked for its version
               # a sanitizer would make an answer of a crash
               ASAN_OPTIONS=os.environ.get('ASAN_OPTIONS', '') + ':handle_segv=0:verify_asan_link_order=0',
               TSAN_OPTIONS=os.environ.get('TSAN_OPTIONS', '') + ':handle_segv=0')
    if libraries:
        env['LD_LIBRARY_PATH'] = libraries + ':' + env.get('LD_LIBRARY_PATH', '')
    if fault:
        env['FAKE'] = fault
    env.update({k: str(v) for k, v in more.items()})
    return env


def probe(guest, *options, libraries=None, fault=None, **more):
    run = subprocess.run([PROBE, guest, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=DEADLINE,
                         env=environment([guest], libraries, fault, **more))
    assert run.returncode == 0, (guest, fault, run.returncode)
    return json.loads(run.stdout)


class Hardware:
    """What `edgekit hardware` says, and how long it took."""

    def __init__(self, guests, *arguments, libraries=None, fault=None, **more):
        begin = time.monotonic()
        run = subprocess.run([EDGEKIT, 'hardware', '--json', *arguments], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, timeout=DEADLINE,
                             env=environment(guests, libraries, fault, **more))
        self.seconds = time.monotonic() - begin
        assert run.returncode == 0 and not run.stderr, (guests, fault, run.returncode, run.stderr)
        self.doc = json.loads(run.stdout)

    def notes(self):
        return {n['code']: n for n in self.doc['notes']}

    def device(self, address):
        found = [a for a in self.doc['accelerators'] if a.get('pci') == address]
        assert len(found) <= 1, found
        return found[0] if found else None

    def pool(self, address, name='vram'):
        device = self.device(address)
        pools = {p['id']: p for p in self.doc['memory_pools']}
        return pools.get('%s.%s' % (device['id'], name))

    def source(self, path):
        return self.doc['provenance'].get(path)


def ask(guest, fault=None, fake=None, **more):
    return Hardware([guest], libraries=install(**{guest.replace('-', '_'): fake or guest}), fault=fault, **more)


def subset(wanted, found):
    wrong = {k: (v, found.get(k)) for k, v in wanted.items() if found.get(k) != v}
    assert not wrong, wrong


def replay(machine, guest_documents, extra=None):
    """A recorded computer, with what its guests might have said."""
    with open(os.path.join(MACHINES, machine, 'snapshot.json')) as f:
        snapshot = json.load(f)
    for guest, document in guest_documents.items():
        snapshot['entries']['guest:' + guest] = document if 'error' in document and len(document) == 1 else {
            'json': document}
    snapshot['entries'].update(extra or {})
    path = os.path.join(SCRATCH, 'replay.json')
    with open(path, 'w') as f:
        json.dump(snapshot, f)
    return Hardware([], '--snapshot', path)


def render_node(driver, status='active', pci='0000:b1:00.0'):
    root = tempfile.mkdtemp(dir=SCRATCH)
    files = {'dev/dri/renderD128': '', 'sys/class/drm/renderD128/device/uevent':
             'DRIVER=%s\nPCI_CLASS=30000\nPCI_SLOT_NAME=%s\n' % (driver, pci),
             'sys/bus/pci/drivers/%s/%s/uevent' % (driver, pci): '',
             'sys/bus/pci/devices/%s/power/runtime_status' % pci: status + '\n',
             'sys/bus/pci/devices/%s/power/control' % pci: 'auto\n'}
    for name, text in files.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as f:
            f.write(text)
    return root


def ask_drm(driver, fault=None, options=(), status='active', **more):
    kernel = 'amdgpu' if driver == 'amdgpu-apu' else driver
    return probe('drm', *options, fault=fault, EDGEKIT_PROBE_ROOT=render_node(kernel, status), FAKE_DRM=driver,
                 LD_PRELOAD=os.path.join(FAKES, 'libfake-drm.so'), **more)


def main():
    """Runs the tests and prints TAP."""
    status = tap.run(TESTS)
    shutil.rmtree(SCRATCH)
    sys.exit(status)
