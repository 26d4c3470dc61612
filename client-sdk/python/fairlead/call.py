# SPDX-License-Identifier: MIT
"""call — a call that somebody made to us, one that we make, and how either fails."""

import concurrent.futures
import contextlib
import ctypes

from .library import (CANCELLED, CallOptions, ReplyFunction, as_bytes_array,
                      library)
from .values import from_json, to_json


class Failure(Exception):
    """How a call failed. Raised by a method, its caller gets `code`, text and `data`; raised by
    `plugin.call`, it says what the other side answered."""

    def __init__(self, message, code="app-error", data=None):
        super().__init__(message)
        self.message = message
        self.code = code
        self.data = data


class Call:
    """The call that a method is serving, for a parameter with this annotation."""

    def __init__(self, handle):
        self._handle = handle

    @property
    def cancelled(self):
        """The caller no longer wants the answer."""
        return bool(library.request_cancelled(self._handle))

    @property
    def deadline(self):
        """Seconds that are left of the caller's patience; None: it has no end."""
        left = library.request_deadline_ms(self._handle)
        return None if left < 0 else left / 1000

    def progress(self, value):
        """How far it is: goes to callers that want to know."""
        library.request_progress(self._handle, to_json(value)[0])

    def sleep(self, seconds):
        """Raises Failure as soon as the call is cancelled."""
        if library.request_sleep(self._handle, int(seconds * 1000)) == CANCELLED:
            if self.deadline == 0:
                raise Failure("the deadline has passed", "timeout")
            raise Failure("the call was cancelled", "cancelled")


def take_request(handle):
    """The arguments, as JSON has them; {"$stream":n} stays."""
    return from_json(library.text_of(library.request_arguments, handle),
                     library.attachments_of("request", handle))


def answer_result(handle, value):
    text, attachments = to_json(value)
    library.request_result(handle, text, as_bytes_array(attachments), len(attachments))


def answer_items(handle, items):
    """Each of them, as fast as the caller reads; then null."""
    with contextlib.closing(items):
        for item in items:
            text, attachments = to_json(item)
            code = library.request_item(handle, text, as_bytes_array(attachments), len(attachments), -1)
            if code != 0:
                raise refused(code)
    answer_result(handle, None)


def answer_failure(handle, code, message, data=None):
    number = library.codes.get(code, library.codes["app-error"])
    text = None if data is None else to_json(data)[0]
    library.request_error(handle, number, message.encode("utf-8", "replace"), text)


def _code_text(code):
    return library.code_text(code).decode()


def refused(code):
    return Failure(library.last_error().decode(), _code_text(code))


def outcome_of(reply):
    """The value, or the Failure; the reply is gone then."""
    try:
        code = library.reply_code(reply)
        if code == 0:
            return from_json(library.text_of(library.reply_json, reply),
                             library.attachments_of("reply", reply))
        data = library.text_of(library.reply_data, reply)
        return Failure(library.text_of(library.reply_message, reply).decode(), _code_text(code),
                       from_json(data, []) if data else None)
    finally:
        library.reply_release(reply)


def prepared(method, arguments, deadline):
    text, attachments = to_json(list(arguments))
    return method.encode(), text, CallOptions(ctypes.sizeof(CallOptions), int(deadline * 1000),
                                              as_bytes_array(attachments), len(attachments))


def call_wait(connection, method, arguments, deadline):
    reply = ctypes.c_void_p()
    code = library.call_wait(connection, *prepared(method, arguments, deadline), reply)
    if code != 0:
        raise refused(code)
    outcome = outcome_of(reply)
    if isinstance(outcome, Failure):
        raise outcome
    return outcome


class Pending(concurrent.futures.Future):
    """A call under way: `result(seconds)`, `add_done_callback`, `cancel`."""

    _open = set()  # Those that C may yet end.

    def __init__(self, connection, method, arguments, deadline):
        super().__init__()
        call = ctypes.c_uint64()
        self._connection = connection
        self._function = ReplyFunction(self._end)
        Pending._open.add(self)
        self.set_running_or_notify_cancel()
        code = library.call(connection, *prepared(method, arguments, deadline), self._function, None,
                            call)
        self._call = call.value
        if code != 0:
            Pending._open.discard(self)
            self.set_exception(refused(code))

    def cancel(self):
        """It then ends with the Failure `cancelled`, unless it has ended already."""
        library.cancel(self._connection, self._call)
        return not self.done()

    def _end(self, reply, _user):
        outcome = outcome_of(reply)
        if isinstance(outcome, Failure):
            self.set_exception(outcome)
        else:
            self.set_result(outcome)
        Pending._open.discard(self)
