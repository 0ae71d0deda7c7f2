# SPDX-License-Identifier: LGPL-2.1-or-later
"""What hardware is here, which models fit it, and how to install an engine for them.

This package has the names and fields of the Python EdgeKit 0.2, so that programs move to
this one without edits; the answers are those of the library. New programs take the
library itself, which says more: `from gi.repository import EdgeKit`.
"""
from . import build, hardware, models
from ._library import VERSION as __version__
from .build import install_command, llama_cpp_args
from .hardware import recommended_engine, system_info
from .models import Engine, PreflightResult, can_load, inspect_model_remote, model_preflight

__all__ = [
    'hardware', 'models', 'build',
    'system_info', 'recommended_engine', 'model_preflight', 'can_load', 'inspect_model_remote', 'PreflightResult',
    'Engine', 'llama_cpp_args', 'install_command', '__version__',
]
