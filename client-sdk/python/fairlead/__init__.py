# SPDX-License-Identifier: MIT
"""fairlead — plugins in Python: the C ABI by ctypes, and nothing but the standard library.

    import sys
    import fairlead

    plugin = fairlead.Plugin("greeter")

    @plugin.method("main.App.Greet")
    def greet(name: str) -> str:
        plugin.emit("greeted", name)
        return f"Hello {name}!"

    sys.exit(plugin.run())

bytes go as binary in both directions. An exception is an app-error with its text and type;
fairlead.Failure(text, code, data) says more. Methods run on a few threads, several at once.
"""

from .call import Call, Failure, Pending
from .plugin import Plugin
from .stream import Stream
from .values import BadValue

__all__ = ["BadValue", "Call", "Failure", "Pending", "Plugin", "Stream"]
