/**
 * The namespace `asyncio`, for programs that are ported line by line. It exports functions and classes of
 * acoro under their Python names too. It also has names that asyncio has removed; each of these warns once.
 * Times are in milliseconds.
 */

export {
  allTasks,
  allTasks as all_tasks,
  asCompleted,
  asCompleted as as_completed,
  CancelledError,
  Context,
  ContextVar,
  copyContext,
  copyContext as copy_context,
  createEagerTaskFactory,
  createEagerTaskFactory as create_eager_task_factory,
  createTask,
  createTask as create_task,
  currentTask,
  currentTask as current_task,
  EventLoop,
  eagerTaskFactory,
  eagerTaskFactory as eager_task_factory,
  ensureFuture,
  ensureFuture as ensure_future,
  Future,
  gather,
  getRunningLoop,
  getRunningLoop as get_running_loop,
  Handle,
  InvalidStateError,
  isCoroutine as iscoroutine,
  isCoroutineFunction as iscoroutinefunction,
  isFuture as isfuture,
  Runner,
  shield,
  sleep,
  TaskGroup,
  Timeout,
  TimeoutError,
  TimerHandle,
  timeout,
  timeoutAt,
  timeoutAt as timeout_at,
  toThread,
  toThread as to_thread,
  wait,
  waitFor,
  waitFor as wait_for,
} from '@acoro/core'
// Names that Python deprecated or removed
export {
  AbstractEventLoopPolicy,
  async_,
  coroutine,
  DefaultEventLoopPolicy,
  getEventLoop,
  getEventLoop as get_event_loop,
  getEventLoopPolicy,
  getEventLoopPolicy as get_event_loop_policy,
  newEventLoop,
  newEventLoop as new_event_loop,
  run,
  setEventLoop,
  setEventLoop as set_event_loop,
  setEventLoopPolicy,
  setEventLoopPolicy as set_event_loop_policy,
  Task,
} from './asyncio-deprecated.ts'

export const FIRST_COMPLETED = 'FIRST_COMPLETED' as const
export const FIRST_EXCEPTION = 'FIRST_EXCEPTION' as const
export const ALL_COMPLETED = 'ALL_COMPLETED' as const
