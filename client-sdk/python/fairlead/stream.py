# SPDX-License-Identifier: MIT
"""stream — values that come one after the other: to be iterated over, or given by an iterator."""

import collections.abc
import ctypes
import threading

from .call import Failure, outcome_of, prepared, refused
from .library import CANCELLED, END, OK, as_bytes_array, library
from .values import to_json


class _Handle:
    """Released when neither its reader nor its writers have it any more."""

    def __init__(self):
        self.value = ctypes.c_void_p()

    def __del__(self):
        if self.value:
            library.stream_release(self.value)


class Stream(collections.abc.Iterator):
    """What another process gives. Who stops early closes it, or drops it. At the end of a call's,
    `result` is its result."""

    def __init__(self, handle, convert=lambda value: value):
        self._handle = handle
        self._convert = convert
        self.result = None

    def __next__(self):
        if self._handle is None:
            raise StopIteration
        reply = ctypes.c_void_p()
        code = library.stream_next(self._handle.value, -1, reply)
        if code not in (OK, END):
            raise refused(code)
        outcome = outcome_of(reply)
        if code == OK:
            return self._convert(outcome)
        self._handle = None
        if isinstance(outcome, Failure):
            raise outcome
        self.result = outcome
        raise StopIteration

    def close(self):
        """Nothing more of it is wanted: a call that still runs is taken back."""
        handle, self._handle = self._handle, None
        if handle is not None:
            library.stream_stop(handle.value)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        self.close()


def argument_stream(request, number, convert):
    handle = _Handle()
    code = library.request_stream(request, number, handle.value)
    if code != OK:
        raise refused(code)
    return Stream(handle, convert)


def call_stream(connection, method, arguments, deadline):
    """Arguments that are iterators are streams, read as the other side wants them."""
    sources = {}
    plain = []
    for one in arguments:
        if isinstance(one, collections.abc.Iterator):
            sources[len(sources) + 1] = one
            one = {"$stream": len(sources)}
        plain.append(one)
    handle = _Handle()
    code = library.call_stream(connection, *prepared(method, plain, deadline), handle.value)
    if code != OK:
        raise refused(code)
    for number, source in sources.items():
        threading.Thread(target=_write, args=(handle, number, source), daemon=True).start()
    return Stream(handle)


def _write(handle, number, source):
    """Until the source ends, or nobody reads it any more."""
    try:
        for value in source:
            text, attachments = to_json(value)
            code = library.stream_write(handle.value, number, text, as_bytes_array(attachments),
                                        len(attachments), -1)
            if code == CANCELLED:
                return
            if code != OK:
                raise refused(code)
        library.stream_end(handle.value, number, OK, None)
    except Exception as problem:  # pylint: disable=broad-except
        library.stream_end(handle.value, number, library.codes["app-error"], str(problem).encode())
