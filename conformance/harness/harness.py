# The Python half of the harness: asyncio under a clock that tests turn by hand.
#
# Programs run on CPython's own selector loop with its C accelerator. Three things are replaced: the selector, which
# never sleeps but moves the clock to the next timer; the unit of that clock, which is the millisecond, so that times
# stay whole numbers and `asyncio.sleep(100)` reads like its acoro half; and sockets, which are in memory
# (memory_network.py). A loop with nothing ready and no timer ends the program with a DeadlockError.
#
# Where CPython's order depends on addresses in memory (sets of tasks, a heap of equal deadlines) it is pinned to the
# order of creation: a trace has to be the same on every recording. `plain_timers()` gives the heap back.

import asyncio
import concurrent.futures
import gc
import heapq
import socket
import sys
from asyncio import base_events, events, runners, selector_events, taskgroups, tasks

import memory_network
from memory_network import DeadlockError
from neutral import Boom, OrderedSet, form, kind, show, without_places  # noqa: F401 (form, kind: for programs)

# These depend on when the garbage collector runs; programs about them install a handler of their own.
QUIET = ('never retrieved', 'was destroyed but it is pending')

memory_network.install(base_events)
taskgroups.set = OrderedSet
tasks.set = OrderedSet

# What is left of a program is closed by the garbage collector, where asyncio's own code finds no loop any more.
sys.unraisablehook = lambda _: None

gc.disable()

# Pyodide puts a loop of the browser's in place of asyncio's own; programs get asyncio's.
asyncio.run = runners.run


class StableTimer(events.TimerHandle):
    """A timer that knows its place among those of equal deadline."""

    __slots__ = ('_sequence',)

    def __lt__(self, other):
        return (self._when, self._sequence) < (other._when, other._sequence)


StableTimer.__name__ = 'TimerHandle'


class VirtualLoop(selector_events.BaseSelectorEventLoop):
    """A selector loop whose time, in whole milliseconds, jumps to the next timer when nothing is ready."""

    def __init__(self):
        self.now = 0
        super().__init__(memory_network.MemorySelector())
        self._selector.loop = self
        self.stable = True
        self._sequence = 0
        self._clock_resolution = 1e-6
        self._keep = []
        self.set_exception_handler(_trace_context)

    def time(self):
        return self.now

    def call_at(self, when, callback, *args, context=None):
        if not self.stable:
            return super().call_at(when, callback, *args, context=context)
        if when is None:
            raise TypeError('when cannot be None')
        self._check_closed()
        timer = StableTimer(when, callback, args, self, context)
        self._sequence += 1
        timer._sequence = self._sequence
        timer._scheduled = True
        heapq.heappush(self._scheduled, timer)
        return timer

    def create_task(self, coro, **options):
        task = super().create_task(coro, **options)
        self._keep.append(task)
        return task

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        return [(socket.AF_INET, type or socket.SOCK_STREAM, proto, '', (host, port))]

    def _make_self_pipe(self):
        pass

    def _close_self_pipe(self):
        pass

    def _write_to_self(self):
        pass


class _Policy(events._BaseDefaultEventLoopPolicy):
    _loop_factory = VirtualLoop


class InlineExecutor(concurrent.futures.ThreadPoolExecutor):
    """Runs each job in a turn of the loop, as acoro's executor for hosts without threads does."""

    def __init__(self):
        self._open = True

    def submit(self, fn, /, *args, **kwargs):
        if not self._open:
            raise RuntimeError('cannot schedule new futures after shutdown')
        job = concurrent.futures.Future()
        asyncio.get_running_loop().call_soon(self._run, job, fn, args, kwargs)
        return job

    def _run(self, job, fn, args, kwargs):
        if not job.set_running_or_notify_cancel():
            return
        try:
            job.set_result(fn(*args, **kwargs))
        except Exception as error:
            job.set_exception(error)

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._open = False


class _Recording:
    lines = None
    loop = None


def new_loop():
    """A virtual loop, which from now on is the one that dates the trace."""
    _Recording.loop = VirtualLoop()
    return _Recording.loop


def plain_timers():
    """Give the running loop CPython's own heap, in which equal deadlines have no order."""
    _Recording.loop.stable = False


def trace(*values):
    """One line of the trace, dated with the loop's time."""
    if _Recording.lines is not None:
        _Recording.lines.append(f'{show(_Recording.loop.now)} {" ".join(map(show, values))}')


def attempt(label, action, *args):
    """Call something that never waits, and trace what it gave or raised."""
    try:
        trace(label, '->', action(*args))
    except BaseException as error:
        trace(label, 'raised', error)


async def outcome(label, awaitable):
    """Await something, and trace what it gave or raised; a cancellation too is swallowed."""
    try:
        trace(label, '->', await awaitable)
    except BaseException as error:
        trace(label, 'raised', error)


def _trace_context(loop, context):
    message = context['message']
    if not any(quiet in message for quiet in QUIET):
        trace('handler:', without_places(message), '/', context.get('exception'))


def record(source, name):
    """Run one program and give its trace as a list of lines."""
    namespace = {'__name__': 'program'}
    exec(compile(source, f'{name}.py', 'exec'), namespace)
    main = namespace['main']
    lines = _Recording.lines = []
    events._set_running_loop(None)
    events._set_event_loop_policy(_Policy())
    loop = new_loop()
    try:
        if asyncio.iscoroutinefunction(main):
            trace('end:', loop.run_until_complete(main()))
        else:
            trace('end:', main(loop))
    except BaseException as error:
        trace('end: raised', error)
    # What is left of the program is collected here, in silence, and not in the middle of the next one.
    _Recording.lines = None
    _Recording.loop = loop = main = None
    namespace.clear()
    memory_network.forget()
    events._set_running_loop(None)
    gc.collect()
    return lines
