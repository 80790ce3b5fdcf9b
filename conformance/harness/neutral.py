# How both halves print values: in one neutral form, so that a trace is a list of lines to compare.

import asyncio
import json
import re

# asyncio's names on the left, acoro's on the right: the only table of differences in naming.
NAMES = {
    'ValueError': 'RangeError',
    'BaseExceptionGroup': 'ExceptionGroup',
    'KeyboardInterrupt': 'Interrupt',
    'DeprecationWarning': 'Warning',
}
# Errors whose message is part of what a program shows: the program's own, and the one cancel() carries.
WITH_MESSAGE = {'Boom', 'CancelledError', 'ExceptionGroup'}


class Boom(Exception):
    """The error that programs raise on purpose."""


class OrderedSet(dict):
    """A set that is walked in order of insertion."""

    def __init__(self, items=()):
        super().__init__((item, None) for item in items)

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)

    def remove(self, item):
        del self[item]


def kind(error):
    name = type(error).__name__
    return NAMES.get(name, name)


def show(value):
    """A value in the neutral form both halves print."""
    if value is None:
        return 'none'
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, BaseExceptionGroup):
        return f'ExceptionGroup({value.message}: {", ".join(map(show, value.exceptions))})'
    if isinstance(value, BaseException):
        name = kind(value)
        return f'{name}({value})' if name in WITH_MESSAGE and str(value) else name
    if isinstance(value, (bytes, bytearray, memoryview)):
        return json.dumps(bytes(value).decode('latin-1'))
    if isinstance(value, (list, tuple)):
        return f'[{", ".join(map(show, value))}]'
    if isinstance(value, (set, frozenset, OrderedSet)):
        return f'{{{", ".join(sorted(map(show, value)))}}}'
    if isinstance(value, asyncio.Task):
        return value.get_name()
    if asyncio.isfuture(value):
        return 'future'
    return str(value)


def form(value):
    """repr() without the places in source files, which the two halves cannot share."""
    return without_places(repr(value))


def without_places(text):
    return re.sub(r'(, defined)? at [^ <>,\])]+:\d+', '', text)
