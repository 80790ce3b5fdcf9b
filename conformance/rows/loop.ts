// asyncio’s loop.

import type { Row } from './row.ts'

export const loop: readonly Row[] = [
  { id: '2.1 _run_once', name: 'one iteration' },
  { id: '2.1 call_soon', name: 'call_soon' },
  { id: '2.1 call_soon_threadsafe', name: 'call_soon_threadsafe' },
  { id: '2.1 call_later', name: 'call_later' },
  { id: '2.1 call_at', name: 'call_at' },
  { id: '2.1 time', name: 'time' },
  { id: '2.1 Handle', name: 'Handle: cancel, cancelled, get_context' },
  {
    id: '2.1 TimerHandle',
    name: 'TimerHandle: when; JavaScript has no operators to overload, so timers compare by when()',
  },
  { id: '2.1 run_forever', name: 'run_forever' },
  { id: '2.1 run_until_complete', name: 'run_until_complete' },
  { id: '2.1 stop', name: 'stop' },
  { id: '2.1 close', name: 'close' },
  { id: '2.1 is_running/is_closed', name: 'is_running, is_closed' },
  { id: '2.1 create_future', name: 'create_future' },
  { id: '2.1 create_task', name: 'create_task' },
  { id: '2.1 set_task_factory/get_task_factory', name: 'set_task_factory, get_task_factory' },
  { id: '2.1 run_in_executor', name: 'run_in_executor' },
  {
    id: '2.1 set_default_executor',
    name: 'set_default_executor',
    tests: ['core/executor'],
  },
  {
    id: '2.1 shutdown_default_executor',
    name: 'shutdown_default_executor',
    tests: ['core/executor'],
  },
  { id: '2.1 shutdown_asyncgens', name: 'shutdown_asyncgens' },
  { id: '2.1 set/get_exception_handler', name: 'set_exception_handler, get_exception_handler' },
  { id: '2.1 call_exception_handler', name: 'call_exception_handler' },
  {
    id: '2.1 default_exception_handler',
    name: 'default_exception_handler',
    tests: ['core/scheduler'],
  },
  { id: '2.1 exception in a plain callback', name: 'an exception in a plain callback' },
  {
    id: '2.1 set_debug/get_debug',
    name: 'set_debug, get_debug, debug mode',
    tests: ['core/debug'],
  },
  {
    id: '2.1 add_reader/add_writer',
    name: 'add_reader, add_writer, remove_reader, remove_writer',
    absent:
      'there is no selector to add a descriptor to: the platform polls, and a Host wakes the loop; connectReadPipe and connectWritePipe of @acoro/streams take descriptors',
    lacks: ['EventLoop.addReader', 'EventLoop.addWriter', 'EventLoop.removeReader', 'EventLoop.removeWriter'],
  },
  { id: '2.1 get_running_loop', name: 'get_running_loop' },
  { id: '2.1 get_event_loop', name: 'get_event_loop' },
  { id: '2.1 set_event_loop/new_event_loop', name: 'set_event_loop, new_event_loop' },
  {
    id: '2.1 _set_running_loop',
    name: '_get_running_loop, _set_running_loop',
    absent:
      'no loop of another make has to announce itself: another world is a Host for EventLoop; the loop that runs is runningLoop() of @acoro/core/lowlevel',
    lacks: ['core.setRunningLoop', 'lowlevel.setRunningLoop'],
  },
  {
    id: '2.1 AbstractEventLoop',
    name: 'AbstractEventLoop, BaseEventLoop, SelectorEventLoop, ProactorEventLoop',
    absent: 'there is one EventLoop class; what differs from platform to platform is its Host',
    lacks: [
      'core.AbstractEventLoop',
      'core.BaseEventLoop',
      'core.SelectorEventLoop',
      'core.ProactorEventLoop',
    ],
  },
  { id: '2.1 asyncio.run', name: 'asyncio.run', tests: ['core/runner'] },
  { id: '2.1 Runner', name: 'Runner', tests: ['core/runner'] },
  {
    id: '2.1 REPL',
    name: 'python -m asyncio',
    absent:
      'the REPL of Node awaits a future as it awaits a promise: await run(main); and printTasks() is its ps',
    lacks: ['core.repl'],
  },
]
