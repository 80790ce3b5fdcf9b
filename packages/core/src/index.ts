// Coroutines

export { AsCompleted, asCompleted } from './as-completed.ts'
// Resources and async generators
export {
  type AsyncGeneratorObject,
  type AsyncSource,
  asyncFor,
  asyncGenerator,
  type EmitPoint,
  type EmittingGenerator,
  emit,
  GeneratorExit,
} from './async-generator.ts'
export type { Body } from './body.ts'
// Diagnostics
export {
  type CallGraphOptions,
  captureCallGraph,
  type FutureCallGraph,
  formatCallGraph,
  formatTasks,
  type PrintTasksOptions,
  printCallGraph,
  printTasks,
} from './call-graph.ts'
// Context
export { Context, ContextVar, copyContext, Token } from './context.ts'
export {
  Coroutine,
  type CoroutineFunction,
  type CoroutineGenerator,
  type CoroutineLike,
  coroutine,
  isAwaitable,
  isCoroutine,
} from './coroutine.ts'
export { isCoroutineFunction } from './coroutine-function.ts'
export { DebugWarning, type DebugWarningName } from './debug.ts'
// Errors
export {
  CancelledError,
  DeadlockError,
  InvalidStateError,
  isCancelledError,
  RuntimeError,
  TimeoutError,
  throwIfCancelled,
} from './errors.ts'
export { type ErrorFilter, ExceptionGroup } from './exception-group.ts'
export { type Executor, InlineExecutor, type Job, type ShutdownOptions, toThread } from './executor.ts'
export {
  type Awaitable,
  type AwaitedOf,
  Future,
  type FutureState,
  isFuture,
  type Suspension,
} from './future.ts'
export { type GatherOptions, gather } from './gather.ts'
export { Handle, TimerHandle } from './handle.ts'
// The loop
export {
  createEagerTaskFactory,
  EventLoop,
  eagerTaskFactory,
  getEventLoop,
  newEventLoop,
  setEventLoop,
  type TaskFactory,
} from './loop.ts'
export type { StackFrame } from './native-stack.ts'
export { partial } from './partial.ts'
export { race } from './race.ts'
export {
  type AsyncContextManager,
  AsyncExitStack,
  aclosing,
  asyncContextManager,
  asyncWith,
  provide,
} from './resource.ts'
export { type Main, Runner, type RunnerOptions, run, runMain } from './runner.ts'
export type { ExceptionContext, ExceptionHandler } from './scheduler.ts'
export { shield } from './shield.ts'
// Time
export { sleep } from './sleep.ts'
// Tasks
export {
  allTasks,
  createTask,
  currentTask,
  ensureFuture,
  getRunningLoop,
  Task,
  type TaskOptions,
} from './task.ts'
export { TaskGroup, taskGroup } from './task-group.ts'
export { Timeout, timeout, timeoutAt } from './timeout.ts'
export { type ReturnWhen, type WaitOptions, type WaitResult, wait } from './wait.ts'
export { waitFor } from './wait-for.ts'
