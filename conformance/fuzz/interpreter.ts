// Runs a program of the random language on acoro; interpreter.py does the same on asyncio, step for step.

import {
  type AsyncContextManager,
  AsyncExitStack,
  type Awaitable,
  asCompleted,
  asyncFor,
  asyncGenerator,
  asyncWith,
  ContextVar,
  coroutine,
  createTask,
  currentTask,
  emit,
  type Future,
  GeneratorExit,
  gather,
  getRunningLoop,
  isCancelledError,
  type Suspension,
  shield,
  sleep,
  type Task,
  taskGroup,
  timeout,
  wait,
  waitFor,
} from '@acoro/core'
import { Barrier, Condition, Event, Lock, Queue, Semaphore } from '@acoro/sync'
import { Boom, type Program, trace } from '../harness/trace.ts'
import type { Action, Manager, RandomProgram, Ref, Step } from './program.ts'

type Steps<T = void> = Generator<Suspension, T, any>

const variable = new ContextVar<string | number>('variable', { default: 'unset' })

class Run {
  readonly bodies: Step[][]
  readonly named = new Map<string, Task<unknown> | null>()
  readonly futures: Future<number>[]
  readonly locks: Lock[]
  readonly semaphores: Semaphore[]
  readonly events: Event[]
  readonly conditions: Condition[]
  readonly barriers: Barrier[]
  readonly queues: Queue<number>[]

  constructor(program: RandomProgram) {
    const loop = getRunningLoop()
    const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make)
    this.bodies = program.tasks
    this.futures = times(program.futures, () => loop.createFuture<number>())
    this.locks = times(program.locks, () => new Lock())
    this.semaphores = program.semaphores.map((value) => new Semaphore(value))
    this.events = times(program.events, () => new Event())
    this.conditions = times(program.conditions, () => new Condition())
    this.barriers = program.barriers.map((parties) => new Barrier(parties))
    this.queues = program.queues.map((size) => new Queue<number>(size))
  }

  task(index: number, eager = false): Future<unknown> {
    const label = `t${index}`
    if (!this.named.has(label)) {
      // Known by its label before an eager one takes its first step.
      this.named.set(label, null)
      const options = eager ? { name: label, eager } : { name: label }
      this.named.set(label, createTask(steps(this, label, this.bodies[index]!), options))
    }
    return this.named.get(label) ?? getRunningLoop().createFuture()
  }

  ref(ref: Ref): Awaitable<unknown> {
    if ('task' in ref) return this.task(ref.task)
    if ('future' in ref) return this.futures[ref.future]!
    if ('sleep' in ref) return sleep(ref.sleep, ref.sleep)
    return steps(this, ref.label, ref.body)
  }

  /** What never waits: traced, and its errors go no further. */
  act(label: string, step: Action): void {
    try {
      trace(label, step.id, step.op, this.doNow(step))
    } catch (error) {
      trace(label, step.id, step.op, 'raised', error)
    }
  }

  doNow(step: Action): unknown {
    switch (step.op) {
      case 'set':
        return this.futures[step.future]!.setResult(step.id)
      case 'fail':
        return this.futures[step.future]!.setException(new Boom(`future ${step.id}`))
      case 'cancelFuture':
        return this.futures[step.future]!.cancel()
      case 'cancel':
        if (step.soon) {
          getRunningLoop().callSoon(() => this.act('soon', { ...step, soon: false }))
          return 'soon'
        }
        return this.named.get(step.target)?.cancel() ?? 'absent'
      case 'spawn':
        this.task(step.task, step.eager)
        return
      case 'eventSet':
        return this.events[step.event]!.set()
      case 'eventClear':
        return this.events[step.event]!.clear()
      case 'releaseSemaphore':
        return this.semaphores[step.semaphore]!.release()
      case 'putNowait':
        return this.queues[step.queue]!.putNowait(step.id)
      case 'getNowait':
        return this.queues[step.queue]!.getNowait()
      case 'shutdown':
        return this.queues[step.queue]!.shutdown(step.immediate)
      case 'taskDone':
        return this.queues[step.queue]!.taskDone()
      case 'setVariable':
        variable.set(step.id)
        return
      case 'getVariable':
        return variable.get()
    }
  }
}

/** A coroutine of its own, because some become tasks and some are awaited in place. */
const steps = coroutine(function* steps(run: Run, label: string, body: Step[]): Steps<string> {
  for (const step of body) yield* doStep(run, label, step)
  return label
})

function* doStep(run: Run, label: string, step: Step): Steps {
  let value: unknown
  try {
    switch (step.op) {
      case 'await':
        value = yield* run.ref(step.ref)
        break
      case 'shield':
        value = yield* shield(run.ref(step.ref))
        break
      case 'waitFor':
        value = yield* waitFor(run.ref(step.ref), step.ms)
        break
      case 'gather':
        value = yield* gather(
          step.refs.map((ref) => run.ref(ref)),
          { returnExceptions: step.keep },
        )
        break
      case 'wait':
        value = yield* wait(
          step.refs.map((ref) => run.ref(ref) as Future<unknown>),
          { timeout: step.ms, returnWhen: step.when },
        )
        break
      case 'asCompleted':
        for (const next of asCompleted(
          step.refs.map((ref) => run.ref(ref)),
          { timeout: step.ms },
        )) {
          try {
            trace(label, step.id, 'next', yield* next)
          } catch (error) {
            if (isCancelledError(error)) throw error
            trace(label, step.id, 'next raised', error)
          }
        }
        break
      case 'timeout':
        yield* timeout(step.ms, () => steps(run, label, step.body))
        break
      case 'group':
        yield* taskGroup(function* (group) {
          for (const { label: name, body } of step.children) {
            run.named.set(name, group.createTask(steps(run, name, body), { name }))
          }
          yield* steps(run, label, step.body)
        })
        break
      case 'try':
        try {
          yield* steps(run, label, step.body)
        } catch (error) {
          if (!step.swallow || error instanceof GeneratorExit) throw error
          trace(label, step.id, 'swallowed', error)
        } finally {
          yield* steps(run, label, step.last)
        }
        break
      case 'later':
        getRunningLoop().callLater(step.ms, () => run.act('timer', step.action))
        break
      case 'raise':
        throw new Boom(`step ${step.id}`)
      case 'uncancel':
        value = [currentTask()!.cancelling(), currentTask()!.uncancel()]
        break
      case 'lock': {
        using _held = yield* run.locks[step.lock]!.acquire()
        trace(label, step.id, 'has the lock')
        yield* steps(run, label, step.body)
        break
      }
      case 'semaphore': {
        using _permit = yield* run.semaphores[step.semaphore]!.acquire()
        trace(label, step.id, 'has a permit')
        yield* steps(run, label, step.body)
        break
      }
      case 'eventWait':
        yield* run.events[step.event]!.wait()
        break
      case 'conditionWait': {
        using _held = yield* run.conditions[step.condition]!.acquire()
        yield* run.conditions[step.condition]!.wait()
        break
      }
      case 'notify': {
        using _held = yield* run.conditions[step.condition]!.acquire()
        run.conditions[step.condition]!.notify(step.count)
        break
      }
      case 'barrier':
        yield* run.barriers[step.barrier]!.wait()
        break
      case 'put':
        yield* run.queues[step.queue]!.put(step.id)
        break
      case 'get':
        value = yield* run.queues[step.queue]!.get()
        break
      case 'join':
        yield* run.queues[step.queue]!.join()
        break
      case 'with': {
        const [only, ...others] = step.managers.map((each) => manager(run, label, step.id, each))
        if (others.length === 0) yield* asyncWith(only!, () => steps(run, label, step.body))
        else {
          yield* asyncWith(new AsyncExitStack(), function* (stack) {
            for (const each of [only!, ...others]) yield* stack.enterAsyncContext(each)
            yield* steps(run, label, step.body)
          })
        }
        break
      }
      case 'generator':
        yield* asyncFor(items(run, label, step.items, step.last), function* (item) {
          trace(label, step.id, 'item', item)
          yield* steps(run, label, step.body)
        })
        break
      default:
        run.act(label, step)
        return
    }
  } catch (error) {
    trace(label, step.id, step.op, 'raised', error)
    throw error
  }
  trace(label, step.id, step.op, value)
}

function manager(
  run: Run,
  label: string,
  id: number,
  { enter, exit, swallow }: Manager,
): AsyncContextManager<void> {
  return {
    *aenter() {
      yield* steps(run, label, enter)
      trace(label, id, 'entered')
    },
    *aexit(error) {
      trace(label, id, 'leaves', error)
      yield* steps(run, label, exit)
      return swallow && error instanceof Boom
    },
  }
}

const items = asyncGenerator(function* items(
  run: Run,
  label: string,
  list: { body: Step[] }[],
  last: Step[],
) {
  try {
    for (const [number, { body }] of list.entries()) {
      yield* steps(run, label, body)
      yield* emit(number)
    }
  } finally {
    yield* steps(run, label, last)
  }
})

/** The main of a random program. */
export function interpret(program: RandomProgram): Program {
  return function* main() {
    const run = new Run(program)
    run.named.set('t0', currentTask())
    try {
      yield* steps(run, 't0', run.bodies[0]!)
    } catch (error) {
      trace('t0 raised', error)
    }
    const others = [...run.named.values()].filter(
      (task) => task !== null && task !== currentTask(),
    ) as Task<unknown>[]
    while (true) {
      const pending = others.filter((task) => !task.done())
      if (pending.length === 0) break
      try {
        const [, left] = yield* wait(pending, { timeout: 100 })
        if (left.size > 0) break
      } catch {
        trace('t0 cancelled at its end')
      }
    }
    for (const task of others) trace(task, stateOf(task), task.cancelling())
  }
}

function stateOf(task: Task<unknown>): unknown {
  if (!task.done()) return 'pending'
  return task.cancelled() ? 'cancelled' : (task.exception() ?? task.result())
}
