# SPDX-License-Identifier: MIT
"""library — libfairlead.so by ctypes: where it is, and what its functions take."""

import ctypes
import glob
import os
from ctypes import c_char_p, c_int, c_int64, c_size_t, c_uint32, c_uint64, c_void_p, POINTER

ABI_MAJOR = 1

OK, CANCELLED, NOT_STARTED, END = 0, 6, 101, 107


class Bytes(ctypes.Structure):
    _fields_ = [("data", c_char_p), ("size", c_size_t)]


class Options(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("socket", c_char_p),
        ("app", c_char_p),
        ("name", c_char_p),
        ("token", c_char_p),
        ("role", c_int),
        ("patience_ms", c_uint32),
        ("waiting_max", c_uint32),
    ]


class CallOptions(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("deadline_ms", c_uint32),
        ("attachments", POINTER(Bytes)),
        ("attachment_count", c_size_t),
        ("progress", c_void_p),
        ("progress_user", c_void_p),
    ]


RequestFunction = ctypes.CFUNCTYPE(None, c_void_p, c_void_p)
ReplyFunction = ctypes.CFUNCTYPE(None, c_void_p, c_void_p)
EventFunction = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, c_size_t, c_void_p)
ProgressFunction = ctypes.CFUNCTYPE(None, c_void_p, c_size_t, c_void_p)

_sizes = POINTER(c_size_t)
_functions = {
    "abi_version": (c_uint32,),
    "code_text": (c_char_p, c_int),
    "last_error": (c_char_p,),
    "connect": (c_int, POINTER(Options), POINTER(c_void_p)),
    "close": (c_int, c_void_p),
    "app_name": (c_char_p, c_void_p),
    "offer": (c_int, c_void_p, c_char_p, RequestFunction, c_void_p),
    "ready": (c_int, c_void_p),
    "serve": (c_int, c_void_p, c_int64),
    "stop": (c_int, c_void_p),
    "request_arguments": (c_void_p, c_void_p, _sizes),
    "request_attachments": (c_size_t, c_void_p),
    "request_attachment": (c_void_p, c_void_p, c_size_t, _sizes),
    "request_deadline_ms": (c_int64, c_void_p),
    "request_cancelled": (c_int, c_void_p),
    "request_sleep": (c_int, c_void_p, c_uint32),
    "request_progress": (c_int, c_void_p, c_char_p),
    "request_takes_items": (c_int, c_void_p),
    "request_item": (c_int, c_void_p, c_char_p, POINTER(Bytes), c_size_t, c_int64),
    "request_stream": (c_int, c_void_p, c_uint32, POINTER(c_void_p)),
    "request_result": (c_int, c_void_p, c_char_p, POINTER(Bytes), c_size_t),
    "request_error": (c_int, c_void_p, c_int, c_char_p, c_char_p),
    "request_release": (None, c_void_p),
    "call": (c_int, c_void_p, c_char_p, c_char_p, POINTER(CallOptions), ReplyFunction, c_void_p,
             POINTER(c_uint64)),
    "call_wait": (c_int, c_void_p, c_char_p, c_char_p, POINTER(CallOptions), POINTER(c_void_p)),
    "cancel": (c_int, c_void_p, c_uint64),
    "reply_code": (c_int, c_void_p),
    "reply_json": (c_void_p, c_void_p, _sizes),
    "reply_message": (c_void_p, c_void_p, _sizes),
    "reply_data": (c_void_p, c_void_p, _sizes),
    "reply_attachments": (c_size_t, c_void_p),
    "reply_attachment": (c_void_p, c_void_p, c_size_t, _sizes),
    "reply_release": (None, c_void_p),
    "call_stream": (c_int, c_void_p, c_char_p, c_char_p, POINTER(CallOptions), POINTER(c_void_p)),
    "stream_next": (c_int, c_void_p, c_int64, POINTER(c_void_p)),
    "stream_write": (c_int, c_void_p, c_uint32, c_char_p, POINTER(Bytes), c_size_t, c_int64),
    "stream_end": (c_int, c_void_p, c_uint32, c_int, c_char_p),
    "stream_stop": (None, c_void_p),
    "stream_release": (None, c_void_p),
    "emit": (c_int, c_void_p, c_char_p, c_char_p),
    "subscribe": (c_int, c_void_p, c_char_p, EventFunction, c_void_p),
    "unsubscribe": (c_int, c_void_p, c_char_p),
    "log": (c_int, c_void_p, c_int, c_char_p),
}


def _places():
    """Said so; beside this package, as installed; beside the broker that started us; the system's."""
    if "FAIRLEAD_LIBRARY" in os.environ:
        yield os.environ["FAIRLEAD_LIBRARY"]
        return
    name = f"libfairlead.so.{ABI_MAJOR}"
    prefixes = [os.path.join(os.path.dirname(os.path.realpath(__file__)), "../../../..")]
    try:
        programs = os.path.dirname(os.readlink(f"/proc/{os.getppid()}/exe"))
        prefixes.append(os.path.dirname(programs))
        yield os.path.join(programs, name)
    except OSError:
        pass
    for prefix in prefixes:
        for folder in ("lib", "lib64", "lib/*-linux-gnu"):
            yield from glob.glob(os.path.join(prefix, folder, name))
    yield name


def _load():
    tried = []
    for place in _places():
        if os.sep in place and not os.path.exists(place):
            continue
        try:
            return ctypes.CDLL(place)
        except OSError as problem:
            tried.append(str(problem))
    raise ImportError("libfairlead is not found; FAIRLEAD_LIBRARY may say where it is. " +
                      "; ".join(tried))


class _Library:
    """fairlead_emit is `library.emit`, and so on. Loaded when it is first needed: `--describe` does
    without."""

    def __getattr__(self, name):
        if name != "codes" and name not in _functions:
            raise AttributeError(name)
        loaded = _load()
        for one, (result, *arguments) in _functions.items():
            function = getattr(loaded, "fairlead_" + one)
            function.restype = result
            function.argtypes = arguments
            setattr(self, one, function)
        found = self.abi_version() >> 16
        if found != ABI_MAJOR:
            raise ImportError(f"libfairlead has ABI {found}, this package needs {ABI_MAJOR}")
        self.codes = {self.code_text(code).decode(): code for code in range(1, 11)}
        return getattr(self, name)

    def text_of(self, function, handle):
        """What a function with a `size` gives, as bytes."""
        size = c_size_t()
        return ctypes.string_at(function(handle, ctypes.byref(size)), size.value)

    def attachments_of(self, kind, handle):
        """Copies: their sender can still write the originals."""
        one = getattr(self, kind + "_attachment")
        size = c_size_t()
        return [
            ctypes.string_at(one(handle, number, ctypes.byref(size)), size.value)
            for number in range(getattr(self, kind + "_attachments")(handle))
        ]


def as_bytes_array(attachments):
    return (Bytes * len(attachments))(*((one, len(one)) for one in attachments))


library = _Library()
