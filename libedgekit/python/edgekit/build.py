# SPDX-License-Identifier: LGPL-2.1-or-later
"""How llama-cpp-python is built and installed on this computer."""
import shlex
from typing import List, Optional

from ._library import EdgeKit, detect

__all__ = ['llama_cpp_args', 'install_command']

_SHELLS = {'auto': EdgeKit.Shell.AUTO, 'bash': EdgeKit.Shell.BASH, 'zsh': EdgeKit.Shell.ZSH,
           'fish': EdgeKit.Shell.FISH, 'powershell': EdgeKit.Shell.POWERSHELL, 'cmd': EdgeKit.Shell.CMD}


def _plan(shell, profile):
    if profile is None:
        profile = detect()[0]
    plan = EdgeKit.InstallPlan.new(profile, 'llama-cpp-python', EdgeKit.Goal.CHAT, None, EdgeKit.InstallMethod.AUTO,
                                   shell, False)
    if plan.method == EdgeKit.InstallMethod.REFUSE:
        raise RuntimeError('llama-cpp-python: %s' % plan.reason)
    return plan


def llama_cpp_args(profile: Optional[EdgeKit.HardwareProfile] = None) -> List[str]:
    """The options of CMake with which llama-cpp-python is built for this computer.

    None are needed where a ready-made package suits it. `profile` is another computer,
    an EdgeKit.HardwareProfile.
    """
    for variable in _plan(EdgeKit.Shell.AUTO, profile).environment or []:
        name, _equals, value = variable.partition('=')
        if name == 'CMAKE_ARGS':
            return shlex.split(value)
    return []


def install_command(shell: str = 'auto', profile: Optional[EdgeKit.HardwareProfile] = None) -> str:
    """The command that installs llama-cpp-python on this computer, as one line.

    Raises RuntimeError with the reason where it cannot be installed.
    """
    if shell not in _SHELLS:
        raise ValueError('%r is no shell; it is one of %s' % (shell, ', '.join(_SHELLS)))
    return _plan(_SHELLS[shell], profile).command
