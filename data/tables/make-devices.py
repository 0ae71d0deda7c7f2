#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""make-devices.py FOLDER DATE - write devices.ini anew.

FOLDER holds what others keep up to date:
  pci.ids         https://github.com/pciutils/pciids
  nvidia.md       README.md of https://github.com/NVIDIA/open-gpu-kernel-modules
  amdgpu.ids      data/amdgpu.ids of https://gitlab.freedesktop.org/mesa/libdrm
  pciids.h        include/drm/intel/pciids.h of Linux
A device goes below the chip (a row of chips.ini) that these name. What they do
not tell, or tell wrongly, stands in OTHERS.
"""
import collections
import configparser
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NOT_GRAPHICS = re.compile(r'Audio|USB|Bridge|Port|Switch|Cryptographic|Dummy|Root Complex|UCSI|host$|bridge$|Endpoint')
NO_PRODUCT = re.compile(r'Reserved|Engineering|Initial|Generic|INT|ES\d*\b|Skinny|^PG\d|^GK|^D15M|Desktop Device|-A1$|'
                        r'Polaris1|Sample')

# Platforms of pciids.h, by the beginning of their name, and what to call a device
# without a name of its own.
INTEL = [
    ('SNB', 'sandy-bridge', 'HD Graphics (Sandy Bridge)'), ('IVB', 'ivy-bridge', 'HD Graphics (Ivy Bridge)'),
    ('HSW', 'haswell', 'HD Graphics (Haswell)'), ('VLV', 'bay-trail', 'HD Graphics (Bay Trail)'),
    ('BDW', 'broadwell', 'HD Graphics (Broadwell)'), ('CHV', 'cherry-trail', 'HD Graphics (Cherry Trail)'),
    ('SKL', 'gen9', 'HD Graphics (Skylake)'), ('BXT', 'gen9', 'HD Graphics (Apollo Lake)'),
    ('GLK', 'gen9', 'UHD Graphics (Gemini Lake)'), ('KBL', 'gen9', 'HD Graphics (Kaby Lake)'),
    ('AML', 'gen9', 'UHD Graphics (Amber Lake)'), ('CFL', 'gen9', 'UHD Graphics (Coffee Lake)'),
    ('CML', 'gen9', 'UHD Graphics (Comet Lake)'), ('WHL', 'gen9', 'UHD Graphics (Whiskey Lake)'),
    ('CNL', 'cannon-lake', 'UHD Graphics (Cannon Lake)'), ('ICL', 'icl', 'Iris Plus Graphics (Ice Lake)'),
    ('EHL', 'icl', 'UHD Graphics (Elkhart Lake)'), ('JSL', 'icl', 'UHD Graphics (Jasper Lake)'),
    ('TGL', 'xe-lp', 'Graphics (Tiger Lake)'), ('RKL', 'xe-lp', 'UHD Graphics (Rocket Lake)'),
    ('DG1', 'dg1', 'Iris Xe (DG1)'), ('ADLS', 'xe-lp', 'UHD Graphics (Alder Lake)'),
    ('ADLP', 'xe-lp', 'Graphics (Alder Lake)'), ('ADLN', 'xe-lp', 'UHD Graphics (Alder Lake-N)'),
    ('RPLS', 'xe-lp', 'UHD Graphics (Raptor Lake)'), ('RPLU', 'xe-lp', 'Graphics (Raptor Lake)'),
    ('RPLP', 'xe-lp', 'Graphics (Raptor Lake)'), ('DG2', 'alchemist', 'Arc (Alchemist)'),
    ('ATS', 'alchemist', 'Data Center GPU Flex'), ('MTL', 'xe-lpg', 'Graphics (Meteor Lake)'),
    ('ARL', 'xe-lpg', 'Graphics (Arrow Lake)'), ('PVC', 'ponte-vecchio', 'Data Center GPU Max'),
    ('LNL', 'lunar-lake', 'Arc Graphics (Lunar Lake)'), ('BMG', 'battlemage', 'Arc (Battlemage)'),
    ('PTL', 'xe3', 'Graphics (Panther Lake)'), ('WCL', 'xe3', 'Graphics (Wildcat Lake)'),
]
# chip: its devices; None leaves a device out
OTHERS = {
    'mi300a': {'1002:74a0': 'AMD Instinct MI300A'},
    'mi350': {'1002:75a0': 'AMD Instinct MI350X', '1002:75a3': 'AMD Instinct MI355X',
              '1002:75a8': 'AMD Instinct MI350P'},
    'GB20B': {'10de:2e12': 'NVIDIA GB10'},
    'GB10B': {'10de:2b00': 'NVIDIA Thor'},
    'xe-lp': {'8086:46a0': 'Intel Graphics (Alder Lake)', '8086:46c0': 'Intel Graphics (Alder Lake)'},
    'vega10': {'1002:6860': 'AMD Radeon Instinct MI25'},
    'intel-npu': {'8086:7d1d': 'Intel NPU (Meteor Lake)', '8086:ad1d': 'Intel NPU (Arrow Lake)',
                  '8086:643e': 'Intel NPU (Lunar Lake)', '8086:b03e': 'Intel NPU (Panther Lake)',
                  '8086:fd3e': 'Intel NPU (Wildcat Lake)'},
    'amd-xdna': {'1022:1502': 'AMD XDNA NPU (Phoenix)', '1022:17f0': 'AMD XDNA 2 NPU',
                 '1022:17f0:10': 'AMD XDNA 2 NPU (Strix)', '1022:17f0:11': 'AMD XDNA 2 NPU (Strix Halo)',
                 '1022:17f0:20': 'AMD XDNA 2 NPU (Krackan)', '1022:17f1': 'AMD XDNA NPU', '1022:17f2': 'AMD XDNA NPU',
                 '1022:17f3': 'AMD XDNA NPU', '1022:1b0a': 'AMD XDNA NPU', '1022:1b0b': 'AMD XDNA NPU',
                 '1022:1b0c': 'AMD XDNA NPU'},
    'hailo': {'1e60:2864': 'Hailo-8', '1e60:45c4': 'Hailo-10H'},
    'coral': {'1ac1:089a': 'Coral Edge TPU'},
    'ascend': {'19e5:d100': 'Huawei Ascend 310', '19e5:d500': 'Huawei Ascend 310P', '19e5:d801': 'Huawei Ascend 910',
               '19e5:d802': 'Huawei Ascend 910B', '19e5:d803': 'Huawei Ascend 910C'},
    'loongson': {'0014:7a15': 'Loongson Vivante GC1000', '0014:7a25': 'Loongson LG100', '0014:7a35': 'Loongson LG200'},
    'zhaoxin': {'1d17:3a03': 'Zhaoxin C-860', '1d17:3a04': 'Zhaoxin C-960', '1d17:3a05': 'Zhaoxin C-1190',
                '1d17:3d01': 'Zhaoxin C-1080'},
    'qaic': {'17cb:a080': 'Qualcomm Cloud AI 80', '17cb:a100': 'Qualcomm Cloud AI 100'},
    'management': {'1002:515e': 'ES1000', '1002:5159': 'RV100', '1002:4752': 'Rage XL', '1002:4758': 'Rage',
                   '102b:0522': 'G200e', '19e5:1711': 'Hi171x iBMC', '126f:0750': 'SM750', '18ca:0020': 'Z7',
                   '1db7:dc22': 'Phytium display', '0014:7a06': 'Loongson display', '0014:7a36': 'Loongson display',
                   '0014:7a46': 'Loongson display'},
}
# Vendors of processing accelerators: every device in pci.ids but what NOT_GRAPHICS names.
NPU_VENDORS = {'1da3': ('gaudi', 'Habana'), 'cabc': ('cambricon', 'Cambricon'), '1e52': ('tenstorrent', 'Tenstorrent'),
               '1f9d': ('metis', 'Axelera'), '1fe9': ('memryx', 'MemryX'), '1ff4': ('deepx', 'DEEPX'),
               '1ed2': ('furiosa', 'FuriosaAI'), '1eff': ('rebellions', 'Rebellions'), '1e36': ('enflame', 'Enflame'),
               '1de0': ('groq', 'Groq'), '1d95': ('graphcore', 'Graphcore')}
NPU_DEVICES = {('1e30', '1684'): ('sophgo', 'Sophgo'), ('1f1c', '1686'): ('sophgo', 'Sophgo'),
               ('1d22', '3684'): ('kunlun', 'Baidu'), ('1e7c', 'bca1'): ('akida', 'BrainChip'),
               ('1d0f', '7064'): ('neuron', 'AWS'), ('1d0f', '7164'): ('neuron', 'AWS'),
               ('1d0f', '7264'): ('neuron', 'AWS'), ('1d0f', '7364'): ('neuron', 'AWS'),
               ('1d0f', '7564'): ('neuron', 'AWS'), ('1d0f', '7565'): ('neuron', 'AWS')}


def read_pci_ids(path):
    vendor = None
    with open(path, encoding='utf-8', errors='replace') as f:
        for line in f:
            if line.startswith('C '):
                return
            match = re.match(r'(\t?)([0-9a-f]{4})  (.*)', line)
            if match and match[1]:
                yield vendor, match[2], match[3]
            elif match:
                vendor = match[2]


def read_nvidia(path):
    """Names by device, where they do not depend on the board."""
    names = {}
    with open(path, encoding='utf-8') as f:
        for line in f:
            match = re.match(r'\| (NVIDIA .*?) +\| ([0-9A-F]{4}) *\|', line)
            if match:
                names[match[2].lower()] = match[1]
    return names


def read_amdgpu(path):
    names = collections.defaultdict(dict)
    with open(path, encoding='utf-8') as f:
        for line in f:
            match = re.match(r'([0-9A-F]{4}),\s*([0-9A-F]{2}),\s*(.*\S)', line)
            if match:
                names[match[1].lower()][match[2].lower()] = re.sub(r'^(?!AMD )', 'AMD ', match[3])
    return names


def read_intel(path):
    platform = None
    with open(path, encoding='utf-8') as f:
        for line in f:
            match = re.match(r'#define INTEL_(\w+)_IDS\(', line)
            platform = match[1] if match else platform
            for device in re.findall(r'MACRO__\(0[xX]([0-9A-Fa-f]{4})', line):
                for prefix, chip, name in INTEL:
                    # 0be0 to 0be5 are graphics of old Atoms as well
                    if platform.startswith(prefix) and not device.lower().startswith('0be'):
                        yield device.lower(), chip, name


def read_chips():
    """(vendor, how a name begins, chip), the longest first."""
    table = configparser.RawConfigParser(delimiters=('=',), comment_prefixes=('#',), default_section=None)
    table.optionxform = str
    table.read(os.path.join(HERE, 'chips.ini'), encoding='utf-8')
    begins = []
    for chip in table.sections():
        vendor = {'nvidia': '10de', 'amd': '1002', 'moore-threads': '1ed5'}.get(table.get(chip, 'vendor'))
        for name in table.get(chip, 'codenames', fallback=chip).split(';'):
            if vendor and name and not table.has_option(chip, 'npu'):
                begins.append((vendor, name, chip))
    return sorted(begins, key=lambda b: -len(b[1]))


def chip_of(begins, vendor, name):
    for who, begin, chip in begins:
        # NVIDIA adds letters for the market: AD107M, GA102GL, GK208BM
        end = r'(?![0-9])' if vendor == '10de' else r'(?![0-9A-Za-z])'
        if who == vendor and re.match(re.escape(begin) + end, name):
            return chip
    return None


def product(maker, name):
    """“AD102 [GeForce RTX 4090]” is a GeForce RTX 4090."""
    match = re.search(r'\[(.*)\]', name)
    inner = match[1] if match else name
    if not match and re.search(r'Controller|Processor', name) or NO_PRODUCT.search(inner):
        return None
    inner = re.sub(r'^(?:AMD|Intel|NVIDIA) ', '', inner)
    return '%s %s' % (maker, re.sub(r'^Geforce', 'GeForce', inner))


def together(names):
    """One name for a device that is called differently by its revision: “AMD Radeon 780M / 760M Graphics”."""
    names = [name for name, _ in collections.Counter(names).most_common()]
    if len(names) < 2:
        return names[0] if names else None
    begin = re.sub(r'\S*$', '', os.path.commonprefix(names))
    end = re.sub(r'^\S*', '', os.path.commonprefix([n[::-1] for n in names])[::-1])
    middles = [name[len(begin):len(name) - len(end)] for name in names]
    return begin + ' / '.join(middles) + end if begin and len(names) <= 4 and all(middles) else None


def main():
    folder, date = sys.argv[1:]
    devices = collections.defaultdict(dict)
    begins = read_chips()
    nvidia, amdgpu = (read(os.path.join(folder, name)) for read, name in
                      ((read_nvidia, 'nvidia.md'), (read_amdgpu, 'amdgpu.ids')))
    pci = {(v, d): n for v, d, n in read_pci_ids(os.path.join(folder, 'pci.ids'))}
    fixed = {device for chip in OTHERS.values() for device in chip}
    for (vendor, device), name in pci.items():
        key = '%s:%s' % (vendor, device)
        chip = chip_of(begins, vendor, name)
        if vendor == '1ed5' and 'MTT' in name:
            chip = 'mt-s'
        if key in fixed or NOT_GRAPHICS.search(name):
            continue
        if (vendor, device) in NPU_DEVICES or vendor in NPU_VENDORS:
            chip, maker = NPU_DEVICES.get((vendor, device)) or NPU_VENDORS[vendor]
            devices[chip][key] = '%s %s' % (maker, re.sub(r' \[.*', '', name) if vendor == '1d0f' else name)
        elif vendor == '10de' and chip and not re.match(r'G\d|GT2', chip):
            devices[chip][key] = nvidia.get(device) or product('NVIDIA', name) or 'NVIDIA ' + name.split()[0]
        elif vendor == '1ed5' and chip:
            devices[chip][key] = 'Moore Threads ' + name
        elif vendor == '1002' and chip:
            known = amdgpu.get(device, {})
            devices[chip][key] = (together(known.values()) or '[' in name and product('AMD', name) or
                                  'AMD Radeon Graphics (%s)' % re.sub(r' \[.*', '', name))
            devices[chip].update({'%s:%s' % (key, r): n for r, n in known.items() if n != devices[chip][key]})
    for device, chip, name in read_intel(os.path.join(folder, 'pciids.h')):
        key = '8086:' + device
        named = pci.get(('8086', device), '')
        if key not in fixed:
            devices[chip].setdefault(key, product('Intel', named) if '[' in named and '[Intel Graphics]' not in named
                                     else 'Intel ' + name)
    for chip, others in OTHERS.items():
        devices[chip].update(others)
    with open(os.path.join(HERE, 'devices.ini'), 'w', encoding='utf-8') as f:
        f.write('# SPDX-License-Identifier: LGPL-2.1-or-later\n'
                '# Devices by PCI vendor and device id, and by revision where that makes another\n'
                '# product, below their chip (a row of chips.ini). make-devices.py writes this file.\n')
        for chip in sorted(devices):
            f.write('\n[%s]\n' % chip)
            for key in sorted(devices[chip]):
                f.write('%s=%s\n' % (key, devices[chip][key]))
            f.write('source=pci-ids.ucw.cz; amdgpu.ids of libdrm; NVIDIA open-gpu-kernel-modules; Linux pciids.h\n'
                    'date=%s\n' % date)


main()
