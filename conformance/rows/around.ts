// What asyncio took back or borrows, and what its tests are made of.

import type { Row } from './row.ts'

export const around: readonly Row[] = [
  {
    id: '2.5 policies',
    name: 'get_event_loop_policy, set_event_loop_policy, the policies',
    tests: ['compat/asyncio'],
  },
  {
    id: '2.5 child watchers',
    name: 'child watchers',
    absent: 'Python removed them in 3.14; the platform tells of the end of a process',
    lacks: ['core.getChildWatcher', 'streams.ThreadedChildWatcher', 'compat.getChildWatcher'],
  },
  {
    id: '2.5 removed names',
    name: 'asyncio.async, Task.all_tasks, Task.current_task, loop= parameters, @coroutine',
    tests: ['compat/asyncio'],
    differs:
      '3.14 has none of them, so that nothing is recorded; @acoro/compat has them as the namespace asyncio, and each warns once. The loop= parameters are not among them',
  },
  {
    id: '2.5 foreign awaitables',
    name: 'awaiting what is not asyncio’s own',
    tests: ['compat/from-promise', 'compat/to-promise'],
  },
  {
    id: '2.5 async iteration',
    name: 'async iteration and generators from and to others, anext, aclosing',
    tests: ['compat/async-iterable'],
  },
  {
    id: '2.6 TestLoop',
    name: 'test_utils.TestLoop: a loop whose time a test turns',
    tests: ['testing/virtual-loop'],
    differs:
      'it was internal and is gone since 3.7; VirtualLoop jumps to the next timer by itself, and advance, runReady and runUntilComplete take the place of advance_time and run_briefly',
  },
  {
    id: '2.6 IsolatedAsyncioTestCase',
    name: 'IsolatedAsyncioTestCase',
    tests: ['testing/virtual', 'testing/node-test'],
    differs:
      'a test is a generator function on a loop of its own: virtual(function* (loop) { … }) for vitest and node:test; asyncWith is enterAsyncContext, and a finally block addAsyncCleanup',
  },
  {
    id: '2.6 AsyncMock',
    name: 'AsyncMock',
    tests: ['testing/coroutine-mock'],
    differs: 'it is called coroutineMock, and counts awaits as AsyncMock does',
  },
  {
    id: '2.6 set_trace_async',
    name: 'pdb.set_trace_async',
    absent:
      'Node’s debugger waits for no coroutine while it stands still; getStack() and printTasks() show all tasks in it',
    lacks: ['testing.setTraceAsync'],
  },
]
