# SPDX-License-Identifier: LGPL-2.1-or-later
"""Small ELF files, for tests: what the reader looks at, and nothing else."""
import struct

ENDBR64 = bytes.fromhex('f30f1efa')
RETURNS = {True: ENDBR64 + bytes.fromhex('b801000000c3'), False: ENDBR64 + bytes.fromhex('31c0c3')}


def make(needed=(), runpath=None, glibc=None, has=None, machine=62):
    """has: {'avx2': True, …}: functions ggml_cpu_has_… that return it."""
    strings = bytearray(b'\0')

    def string(text):
        strings.extend(text.encode() + b'\0')
        return len(strings) - len(text) - 1

    base, position = 0x1000, 64 + 2 * 56
    code, symbols = b'', [b'\0' * 24]
    for name, value in (has or {}).items():
        symbols.append(struct.pack('<IBBHQQ', string('ggml_cpu_has_' + name), 0x12, 0, 1, base + position + len(code), 8))
        code += RETURNS[value]
    entries = [(1, string(n)) for n in needed]
    if runpath:
        entries.append((29, string(runpath)))
    versions = b''
    if glibc:
        versions = struct.pack('<HHIII', 1, 1, string('libc.so.6'), 16, 0) + \
                   struct.pack('<IHHII', 0, 0, 2, string('GLIBC_' + glibc), 0)
    code += b'\0' * (-len(code) % 8)
    strings += b'\0' * (-len(strings) % 8)
    at = [position]
    for part in (code, b''.join(symbols), strings, versions):
        at.append(at[-1] + len(part))
    _code, symbols_at, strings_at, versions_at, dynamic_at = at
    entries += [(5, base + strings_at), (10, len(strings)), (6, base + symbols_at)]
    if glibc:
        entries.append((0x6ffffffe, base + versions_at))
    dynamic = b''.join(struct.pack('<QQ', *e) for e in entries + [(0, 0)])
    size = dynamic_at + len(dynamic)
    header = b'\x7fELF\2\1\1' + b'\0' * 9 + struct.pack('<HHIQQQIHHHHHH', 3, machine, 1, 0, 64, 0, 0, 64, 56, 2, 0, 0, 0)
    load = struct.pack('<IIQQQQQQ', 1, 5, 0, base, base, size, size, 4096)
    segment = struct.pack('<IIQQQQQQ', 2, 6, dynamic_at, base + dynamic_at, base + dynamic_at, len(dynamic),
                          len(dynamic), 8)
    return header + load + segment + code + b''.join(symbols) + bytes(strings) + versions + dynamic
