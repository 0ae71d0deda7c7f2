# SPDX-License-Identifier: LGPL-2.1-or-later
"""The library, and this computer as it sees it."""
import gi

gi.require_version('EdgeKit', '1')
from gi.repository import EdgeKit  # noqa: E402

VERSION = EdgeKit.get_version()
GB = 1024 ** 3  # what the original calls a gigabyte


def detect():
    """This computer: what is in it, and what it was read from."""
    detector = EdgeKit.Detector()
    profile = detector.detect()
    return profile, detector.snapshot


def gb(size, digits=2):
    """A size in bytes, in the original's unit; None stays None."""
    return None if size is None else round(size / GB, digits)
