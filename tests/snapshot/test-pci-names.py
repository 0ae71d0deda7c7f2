#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-pci-names.py EDGEKIT - a device that is newer than the tables has the name that hwdata gives it.

The list is large and from outside: only the lines of the computer's own devices are taken.
"""
import json
import os
import subprocess
import sys
import tempfile

EDGEKIT = os.path.abspath(sys.argv[1])
LIST = '''# a comment
10de  NVIDIA Corporation
\tfff0  GB205M [GeForce RTX 6070 Laptop GPU]
# a comment between two devices
\t\t1043 0001  a board, not a device
\tfff1  GB203 [GeForce RTX 6080]
1002  Advanced Micro Devices, Inc. [AMD/ATI]
\tfff1  Navi 48 XT [Radeon RX 9095]
C 03  Display controller
\tfff0  not a device
'''
number = 0
failed = False


def check(what, found, wanted):
    global number, failed
    number += 1
    failed = failed or found != wanted
    print('%s %d %s' % ('ok' if found == wanted else 'not ok', number, what))
    if found != wanted:
        print('# %r, not %r' % (found, wanted))


def run(listed, devices):
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(root + '/usr/share/misc')
        with open(root + '/usr/share/misc/pci.ids', 'wb') as f:
            f.write(listed)
        for address, (kind, vendor, device) in devices.items():
            folder = '%s/sys/bus/pci/devices/%s' % (root, address)
            os.makedirs(folder)
            for name, value in (('class', kind), ('vendor', vendor), ('device', device)):
                with open('%s/%s' % (folder, name), 'w', encoding='utf-8') as f:
                    f.write('0x%s\n' % value)
        snapshot = json.loads(subprocess.run([EDGEKIT, 'snapshot', '--root', root], stdout=subprocess.PIPE).stdout)
        hardware = json.loads(subprocess.run([EDGEKIT, 'hardware', '--root', root, '--json'],
                                             stdout=subprocess.PIPE).stdout)
    names = {k: v['text'] for k, v in snapshot['entries'].items() if k.startswith('pci-name:')}
    return names, [(a.get('name'), a.get('compute_capability') or a.get('gfx_target'))
                   for a in hardware['accelerators']]


DEVICES = {'0000:01:00.0': ('030000', '10de', 'fff1'), '0000:02:00.0': ('030200', '10de', 'fff0'),
           '0000:03:00.0': ('030000', '1002', 'fff1'), '0000:04:00.0': ('020000', '10de', 'fff0')}
names, found = run(LIST.encode(), DEVICES)
check('the lines of the own devices are recorded', names,
      {'pci-name:10de:fff1': 'GB203 [GeForce RTX 6080]', 'pci-name:10de:fff0': 'GB205M [GeForce RTX 6070 Laptop GPU]',
       'pci-name:1002:fff1': 'Navi 48 XT [Radeon RX 9095]'})
check('they give the name and the chip', found,
      [('NVIDIA GeForce RTX 6080', '12.0'), ('NVIDIA GeForce RTX 6070 Laptop GPU', '12.0'),
       ('AMD Radeon RX 9095', 'gfx1201')])
check('nothing else of the list is', run(LIST.encode(), {'0000:01:00.0': ('030000', '10de', '2684')}),
      ({}, [('NVIDIA GeForce RTX 4090', '8.9')]))
vendors = ''.join('%04x  Vendor %d\n' % (i, i) + ''.join('\t%04x  Device %d of %d\n' % (d, d, i) for d in range(40))
                  for i in range(0x1000, 0x1100) if i not in (0x1002, 0x10de))
devices = ''.join('\t%04x  Graphics %d\n' % (d, d) for d in range(0x2000, 0x4000))
far = vendors + '1002  Advanced Micro Devices, Inc. [AMD/ATI]\n' + devices + vendors.replace('10', '11')
names, _ = run((far + LIST).encode(), {'0000:01:00.0': ('030000', '10de', 'fff1'), '0000:02:00.0': ('030000', '1002', '3abc'),
                                       '0000:03:00.0': ('ff0000', '10ff', '0027')})
check('a long list is read to its end', names,
      {'pci-name:10de:fff1': 'GB203 [GeForce RTX 6080]', 'pci-name:1002:3abc': 'Graphics 15036',
       'pci-name:10ff:0027': 'Device 39 of 4351'})
check('a class ends the last vendor', run(LIST.encode(), {'0000:01:00.0': ('030000', '1002', 'fff0')})[0], {})
for what, listed in (('an empty list', b''), ('a list without line breaks', b'10de  x\tfff1  y' * 1000),
                     ('bytes that are no text', b'10de  NVIDIA\n\tfff1  \xff\xfe\n'),
                     ('NULs', LIST.encode()[:40] + bytes(100)),
                     ('a list that ends in a device', b'10de  NVIDIA\n\tfff1  ')):
    names, found = run(listed, {'0000:01:00.0': ('030000', '10de', 'fff1')})
    check(what + ' does no harm', [len(found), [n for n in names.values() if n]], [1, []])
print('1..%d' % number)
sys.exit(failed)
