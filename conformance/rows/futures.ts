// Futures, tasks, and what waits for them.

import type { Row } from './row.ts'

export const futures: readonly Row[] = [
  { id: '2.2 Future', name: 'Future' },
  { id: '2.2 result', name: 'result' },
  { id: '2.2 exception', name: 'exception' },
  { id: '2.2 set_result/set_exception', name: 'set_result, set_exception' },
  { id: '2.2 Future.cancel', name: 'Future.cancel' },
  { id: '2.2 cancelled/done/get_loop', name: 'cancelled, done, get_loop' },
  { id: '2.2 add_done_callback', name: 'add_done_callback' },
  { id: '2.2 remove_done_callback', name: 'remove_done_callback' },
  { id: '2.2 __await__/__iter__', name: '__await__, __iter__' },
  {
    id: '2.2 unretrieved exception',
    name: 'an exception that was never retrieved',
    tests: ['core/future'],
  },
  { id: '2.2 isfuture', name: 'isfuture' },
  {
    id: '2.2 wrap_future',
    name: 'wrap_future, _chain_future',
    absent:
      'there is no second kind of future: an executor gives a Job, and runInExecutor makes a future of it; promises come in by fromPromise of @acoro/compat',
    lacks: ['core.wrapFuture', 'compat.wrapFuture'],
  },
  { id: '2.2 Task', name: 'Task' },
  { id: '2.2 step protocol', name: 'the step protocol' },
  { id: '2.2 Task.cancel', name: 'Task.cancel' },
  { id: '2.2 uncancel/cancelling', name: 'uncancel, cancelling' },
  { id: '2.2 Task.cancelled', name: 'Task.cancelled' },
  { id: '2.2 get_stack', name: 'get_stack', tests: ['core/stack'] },
  { id: '2.2 print_stack', name: 'print_stack', tests: ['core/stack'] },
  { id: '2.2 get_coro/get_context/get_name/set_name', name: 'get_coro, get_context, get_name, set_name' },
  { id: '2.2 set_result/set_exception on Task', name: 'set_result, set_exception of a task' },
  { id: '2.2 repr', name: 'how futures, tasks, handles, groups and timeouts print' },
  { id: '2.2 pending task collected', name: 'a pending task that nobody keeps' },
  { id: '2.2 create_task', name: 'asyncio.create_task' },
  { id: '2.2 ensure_future', name: 'ensure_future' },
  { id: '2.2 current_task/all_tasks', name: 'current_task, all_tasks' },
  {
    id: '2.2 _register_task',
    name: '_register_task, _unregister_task, _enter_task, _leave_task',
    absent: 'a task class of one’s own extends Task, which registers itself; eager/own-task-class shows one',
    lacks: ['core.registerTask', 'lowlevel.registerTask'],
  },
  { id: '2.2 eager_task_factory', name: 'eager_task_factory, create_eager_task_factory' },
  { id: '2.2 gather', name: 'gather' },
  { id: '2.2 wait', name: 'wait' },
  { id: '2.2 wait_for', name: 'wait_for' },
  { id: '2.2 as_completed', name: 'as_completed' },
  { id: '2.2 shield', name: 'shield' },
  { id: '2.2 sleep', name: 'sleep' },
  { id: '2.2 timeout', name: 'timeout, timeout_at' },
  { id: '2.2 TaskGroup enter/exit', name: 'TaskGroup: enter and exit' },
  { id: '2.2 TaskGroup.create_task', name: 'TaskGroup.create_task' },
  {
    id: '2.2 TaskGroup.cancel',
    name: 'TaskGroup.cancel (3.15)',
    tests: ['core/task-group'],
  },
  {
    id: '2.2 staggered_race',
    name: 'staggered_race',
    tests: ['streams/happy-eyeballs'],
    absent:
      'it is internal to asyncio; race() takes the first result and cancels and awaits the others, and openConnection({ happyEyeballsDelay }) staggers',
    lacks: ['core.staggeredRace'],
  },
  { id: '2.2 to_thread', name: 'to_thread' },
  {
    id: '2.2 run_coroutine_threadsafe',
    name: 'run_coroutine_threadsafe',
    tests: ['executors/portal'],
    differs:
      'threads share no objects in JavaScript: a worker calls by name what its portal offers (runCoroutineThreadsafe of @acoro/executors)',
  },
  { id: '2.2 iscoroutine/iscoroutinefunction', name: 'iscoroutine, iscoroutinefunction' },
  {
    id: '2.2 capture_call_graph',
    name: 'capture_call_graph, format_call_graph',
    tests: ['core/call-graph'],
  },
  {
    id: '2.2 future_add_to_awaited_by',
    name: 'future_add_to_awaited_by, future_discard_from_awaited_by',
    tests: ['core/call-graph'],
    absent:
      'edges are not reported but read off what a task waits for, when somebody asks: a join of one’s own that is made of gather, wait or a group is in the graph, one made of done callbacks is not',
    lacks: ['core.futureAddToAwaitedBy', 'core.addAwaitedBy', 'lowlevel.addAwaitedBy'],
  },
  {
    id: '2.2 tools',
    name: 'asyncio.tools: ps and pstree of another process',
    tests: ['core/call-graph'],
    differs:
      'printTasks() prints the same tree from inside the process, under ACORO_DUMP=1 SIGUSR2 makes run() print it; nothing reads it from outside',
  },
  { id: '2.2 contextvars', name: 'contextvars' },
  { id: '2.2 exceptions', name: 'the exceptions' },
  {
    id: '2.2 AsyncExitStack/asynccontextmanager/aclosing',
    name: 'AsyncExitStack, asynccontextmanager, aclosing',
  },
]
