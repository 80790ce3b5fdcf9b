# The Python half of the harness for the real world: processes, signals, threads, Unix sockets.
#
#   python3 native.py program.py    prints the program's trace, a JSON array, on its last line
#
# A program runs on the loop that asyncio.run makes, and its lines carry no times. It imports from `harness` what it
# would from harness.py.

import asyncio
import json
import sys

from neutral import Boom, form, kind, show, without_places  # noqa: F401 (for programs)

_lines = []


def trace(*values):
    _lines.append(' '.join(map(show, values)))


def attempt(label, action, *args):
    try:
        trace(label, '->', action(*args))
    except BaseException as error:
        trace(label, 'raised', error)


async def outcome(label, awaitable):
    try:
        trace(label, '->', await awaitable)
    except BaseException as error:
        trace(label, 'raised', error)


def _trace_context(loop, context):
    trace('handler:', without_places(context['message']), '/', context.get('exception'))


def record(file):
    sys.modules['harness'] = sys.modules['__main__']
    with open(file, encoding='utf8') as source:
        namespace = {'__name__': 'program'}
        exec(compile(source.read(), file, 'exec'), namespace)

    async def main():
        asyncio.get_running_loop().set_exception_handler(_trace_context)
        return await namespace['main']()

    try:
        trace('end:', asyncio.run(main()))
    except BaseException as error:
        trace('end: raised', error)
    return _lines


if __name__ == '__main__':
    print(json.dumps(record(sys.argv[1])))
