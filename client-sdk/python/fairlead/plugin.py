# SPDX-License-Identifier: MIT
"""plugin — offers functions, hears events, serves until the broker says goodbye."""

import ctypes
import inspect
import json
import sys
import threading
import typing

from .call import (Call, Failure, Pending, answer_failure, answer_items, answer_result, call_wait,
                   take_request)
from .library import (NOT_STARTED, OK, EventFunction, Options, RequestFunction, library)
from .manifest import is_stream, manifest
from .stream import argument_stream, call_stream
from .values import BadValue, convert, name_of, to_json

_help = """{name} is a Fairlead plugin: the broker of an app starts it.
  --attach APP   join the running app APP (for a debugger, or while developing)
  --describe     print what it offers, as JSON
  --threads N    run at most N calls at once (4)
"""
_levels = {"trace": 1, "debug": 2, "info": 3, "warning": 4, "error": 5, "fatal": 6}


class _Method:
    def __init__(self, name, function):
        hints = typing.get_type_hints(function)
        self.name = name
        self.function = function
        self.result = hints.get("return", typing.Any)
        self.parameters = {
            one: hints.get(one, typing.Any)
            for one in inspect.signature(function).parameters
            if hints.get(one) is not Call
        }
        self.gives_items = inspect.isgeneratorfunction(function)
        self.call_as = next((one for one, hint in hints.items() if hint is Call), None)

    def arguments(self, given, request):
        if len(given) != len(self.parameters):
            raise BadValue(f"received {len(given)} arguments to method '{self.name}', "
                           f"expected {len(self.parameters)}")
        made = {}
        for number, ((name, wanted), value) in enumerate(zip(self.parameters.items(), given), 1):
            where = f"argument {number}"
            made[name] = (_stream(wanted, value, where, request)
                          if is_stream(wanted) else convert(wanted, value, where))
        if self.call_as:
            made[self.call_as] = Call(request)
        return made

    def serve(self, request, _user):
        """Runs on one of the plugin's threads; nothing may be raised into C."""
        try:
            if self.gives_items and not library.request_takes_items(request):
                raise BadValue(f"'{self.name}' is a stream; the caller does not take one")
            given = self.arguments(take_request(request), request)
        except BadValue as problem:
            answer_failure(request, "bad-arguments", f"error parsing arguments: {problem}")
            return library.request_release(request)
        try:
            answer = answer_items if self.gives_items else answer_result
            answer(request, self.function(**given))
        except Failure as problem:
            answer_failure(request, problem.code, problem.message, problem.data)
        except BaseException as problem:  # pylint: disable=broad-except
            answer_failure(request, "app-error", str(problem), {"type": type(problem).__name__})
        finally:
            library.request_release(request)
        return None


def _stream(wanted, value, where, request):
    number = value.get("$stream") if isinstance(value, dict) else None
    if not isinstance(number, int):
        raise BadValue(f"expected a stream, got {name_of(value)}", where)
    inside = (typing.get_args(wanted) or (typing.Any,))[0]
    return argument_stream(request, number, lambda one: convert(inside, one, where))


class Plugin:
    def __init__(self, name):
        self.name = name
        self._methods = {}
        self._listeners = []
        self._connection = None
        self._kept = []  # What C may call.

    # -- before run --

    def method(self, name):
        """@plugin.method("main.App.Greet") offers a function. Annotations say what it takes; a
        parameter that is a fairlead.Call gets the call itself. A generator gives a stream; a
        parameter that is a typing.Iterator takes one."""

        def offered(function):
            self._methods[name] = _Method(name, function)
            return function

        return offered

    def on(self, topic):
        """@plugin.on("saved") hears an event; its values are the arguments."""

        def heard(function):
            self._listeners.append((topic, function))
            return function

        return heard

    # -- while it runs, on any thread --

    def emit(self, topic, *values):
        """False: not connected, or dropped because the broker does not keep up."""
        if self._connection is None:
            return False
        text, attachments = to_json(list(values))
        if attachments:
            raise BadValue("events carry no bytes")
        return library.emit(self._connection, topic.encode(), text) == OK

    def call(self, method, *arguments, deadline=30.0):
        """What another plugin, or the runtime, answers; raises Failure. `deadline` in seconds."""
        return call_wait(self._connected(), method, arguments, deadline)

    def start(self, method, *arguments, deadline=0.0):
        """The same without waiting: a Pending, which is a concurrent.futures.Future."""
        return Pending(self._connected(), method, arguments, deadline)

    def stream(self, method, *arguments, deadline=0.0):
        """What a method gives one after the other: a Stream, to be iterated over. Arguments that are
        iterators are streams, too."""
        return call_stream(self._connected(), method, arguments, deadline)

    def log(self, text, level="info"):
        if self._connection is not None:
            library.log(self._connection, _levels[level], text.encode("utf-8", "replace"))

    def _connected(self):
        if self._connection is None:
            raise Failure("the plugin is not connected", "backend-gone")
        return self._connection

    # -- running --

    def describe(self):
        return manifest(self.name, {
            name: (one.function, one.parameters, one.result)
            for name, one in self._methods.items()
        })

    def run(self, arguments=None):
        """Serves; returns what the program is to exit with. See --help."""
        options = _options(sys.argv[1:] if arguments is None else arguments)
        if isinstance(options, str):
            return self._say(options, 2)
        if options["describe"]:
            print(self.describe())
            return 0
        if options["help"]:
            print(_help.format(name=self.name), end="")
            return 0
        try:
            return self._serve(options["attach"], options["threads"])
        except ImportError as problem:
            return self._say(problem, 1)

    def _say(self, text, code):
        print(f"{self.name}: {text}", file=sys.stderr)
        return code

    def _serve(self, app, threads):
        connection = ctypes.c_void_p()
        where = Options(struct_size=ctypes.sizeof(Options), name=self.name.encode(),
                        app=app.encode() if app else None)
        connected = library.connect(where, connection)
        if connected == NOT_STARTED:
            print(_help.format(name=self.name), end="", file=sys.stderr)
            return 2
        if connected != OK:
            return self._say(library.last_error().decode(), 1)
        self._connection = connection
        for method in self._methods.values():
            if library.offer(connection, method.name.encode(), self._keep(RequestFunction(method.serve)),
                             None) != OK:
                self._say(library.last_error().decode(), 0)
        for topic, function in self._listeners:
            library.subscribe(connection, topic.encode(), self._keep(_hearing(function)), None)
        library.ready(connection)
        return self._work(connection, threads)

    def _work(self, connection, threads):
        ends = []
        ended = threading.Event()

        def work():
            code = library.serve(connection, -1)
            ends.append((code, library.last_error().decode()))
            ended.set()

        workers = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
        for one in workers:
            one.start()
        ended.wait()
        for one in workers:
            one.join(0.1)
        self._connection = None
        if not any(one.is_alive() for one in workers):  # Else the process ends over it.
            library.close(connection)
        code, why = ends[0]
        return 0 if code == OK else self._say(why, 1)

    def _keep(self, function):
        self._kept.append(function)
        return function


def _hearing(function):
    def heard(_topic, data, size, _user):
        try:
            function(*json.loads(ctypes.string_at(data, size)))
        except BaseException as problem:  # pylint: disable=broad-except
            print(f"{function.__name__}: {problem}", file=sys.stderr)

    return EventFunction(heard)


def _options(words):
    """Or what is wrong with them."""
    found = {"describe": False, "help": False, "attach": None, "threads": 4}
    words = list(words)
    while words:
        word = words.pop(0)
        if word == "--describe":
            found["describe"] = True
        elif word in ("-h", "--help"):
            found["help"] = True
        elif word == "--attach":
            if not words:
                return "--attach needs the name of a running app"
            found["attach"] = words.pop(0)
        elif word == "--threads":
            if not words or not words[0].isdecimal() or not 1 <= int(words[0]) <= 256:
                return "--threads takes a number from 1 to 256"
            found["threads"] = int(words.pop(0))
        else:
            return f"unknown option {word}"
    return found
