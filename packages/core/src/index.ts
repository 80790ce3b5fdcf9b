/// <reference path="../types/disposable.d.ts" preserve="true" />

// A blank line behind each heading keeps the formatter from sorting one group into another.

// Coroutines

export type { Body } from './coroutine/body.ts'
export {
  type AwaitedByPromise,
  Coroutine,
  type CoroutineLike,
  isAwaitable,
  isCoroutine,
} from './coroutine/coroutine.ts'
export { type CoroutineFunction, coroutine, isCoroutineFunction } from './coroutine/define.ts'
export type { CoroutineGenerator } from './coroutine/native.ts'

// Running them

export { type RunMainOptions, runMain } from './program/run-main.ts'
export { type Main, Runner, type RunnerOptions, run } from './program/runner.ts'

// Futures and tasks

export {
  type Awaitable,
  type AwaitedOf,
  Future,
  type FutureState,
  isFuture,
  type Suspension,
} from './future/future.ts'
export { createTask, ensureFuture } from './task/create-task.ts'
export { allTasks, currentTask, getRunningLoop } from './task/current-task.ts'
export { Task } from './task/task.ts'
export type { TaskOptions } from './task/task-options.ts'

// Waiting

export { AsCompleted, asCompleted } from './waiting/as-completed.ts'
export {
  CancelScope,
  type CancelScopeOptions,
  cancelScope,
  type Scoped,
} from './waiting/cancel-scope.ts'
export { type GatherOptions, gather } from './waiting/gather.ts'
export { type MovedOn, moveOnAfter } from './waiting/move-on-after.ts'
export { race } from './waiting/race.ts'
export { shield } from './waiting/shield.ts'
export { sleep } from './waiting/sleep.ts'
export type { Started } from './waiting/starting.ts'
export { TaskGroup, taskGroup } from './waiting/task-group.ts'
export type { TaskGroupOptions } from './waiting/task-group-options.ts'
export { Timeout, timeout, timeoutAt } from './waiting/timeout.ts'
export { type ReturnWhen, type WaitOptions, type WaitResult, wait } from './waiting/wait.ts'
export { waitFor } from './waiting/wait-for.ts'

// Resources and async generators

export { type AsyncSource, asyncFor } from './resource/async-for.ts'
export { type AsyncGeneratorObject, asyncGenerator } from './resource/async-generator.ts'
export { type AsyncContextManager, asyncWith } from './resource/async-with.ts'
export { aclosing, asyncContextManager, provide } from './resource/context-manager.ts'
export { type EmitPoint, emit, GeneratorExit } from './resource/emission.ts'
export { AsyncExitStack } from './resource/exit-stack.ts'
export type { EmittingGenerator } from './resource/generator-body.ts'
export { nullContext } from './resource/null-context.ts'

// Context

export { Context, copyContext } from './current/context.ts'
export { ContextVar, Token } from './current/context-var.ts'

// Errors

export {
  CancelledError,
  DeadlockError,
  InvalidStateError,
  isCancelledError,
  RuntimeError,
  TimeoutError,
  throwIfCancelled,
} from './base/errors.ts'
export { type ErrorFilter, ExceptionGroup } from './base/exception-group.ts'

// The loop

export { getEventLoop, newEventLoop, setEventLoop } from './loop/current-loop.ts'
export { createEagerTaskFactory, eagerTaskFactory } from './loop/eager.ts'
export { type Executor, InlineExecutor, type Job, type ShutdownOptions } from './loop/executor.ts'
export { EventLoop, type TaskFactory } from './loop/loop.ts'
export { toThread } from './loop/to-thread.ts'
export type { CallOptions } from './scheduler/check.ts'
export type { ExceptionContext, ExceptionHandler } from './scheduler/exception-handling.ts'
export { Handle, TimerHandle } from './scheduler/handle.ts'
export { partial } from './scheduler/partial.ts'

// Diagnostics

export { DebugWarning, type DebugWarningName } from './tracing/debug.ts'
export type { StackFrame } from './tracing/stack-frame.ts'
export {
  type CallGraphOptions,
  captureCallGraph,
  type FutureCallGraph,
  formatCallGraph,
  printCallGraph,
} from './viewing/call-graph.ts'
export {
  type FormatTasksOptions,
  formatTasks,
  type PrintTasksOptions,
  printTasks,
} from './viewing/task-tree.ts'
