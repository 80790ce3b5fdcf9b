/**
 * The public waiting functions of core. Each has a row: what a cancellation does to what it waits for.
 *
 * test/waiting/cancel-safety.test.ts checks this table at every moment of each wait. docs/cancel-safety.md is
 * made from it.
 */

import {
  AsyncExitStack,
  aclosing,
  asCompleted,
  asyncContextManager,
  asyncFor,
  asyncGenerator,
  asyncWith,
  cancelScope,
  emit,
  gather,
  moveOnAfter,
  provide,
  race,
  shield,
  sleep,
  TaskGroup,
  taskGroup,
  timeout,
  timeoutAt,
  toThread,
  wait,
  waitFor,
} from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import type { Body, Exit, Fate, Stage } from './cancel-stage.ts'

export interface CancelCase {
  name: string
  body: Body
  /** The fates of pieces that are not over when the cancel comes. */
  waiting: Fate[]
  /** The fates of all pieces, if the task was already woken but has not run. */
  woken: Fate[]
  /** Where the error of a failing clean-up comes out. */
  failing: Exit[]
}

const worker = asyncGenerator(function* worker(stage: Stage) {
  yield* emit(yield* stage.work(2))
  yield* emit(yield* stage.work(2))
})
const cleaner = asyncGenerator(function* cleaner(stage: Stage) {
  stage.open++
  try {
    yield* emit(1)
  } finally {
    stage.open--
    yield* stage.chore(2)
  }
})
const provider = asyncContextManager(function* provider(stage: Stage) {
  yield* sleep(1)
  stage.open++
  try {
    yield* provide(stage)
  } finally {
    stage.open--
    yield* sleep(1)
  }
})

export const cancelCases: CancelCase[] = [
  {
    name: 'sleep(ms)',
    *body() {
      yield* sleep(4)
    },
    waiting: [],
    woken: [],
    failing: [],
  },
  {
    name: 'sleep(0)',
    *body() {
      yield* sleep(0)
    },
    waiting: [],
    woken: [],
    failing: [],
  },
  {
    name: 'yield* future',
    *body(stage) {
      yield* stage.future()
    },
    waiting: ['cancelled'],
    woken: ['result kept'],
    failing: [],
  },
  {
    name: 'yield* task',
    *body(stage) {
      yield* stage.task()
    },
    waiting: ['cancelled and awaited'],
    woken: ['result kept'],
    failing: ['thrown'],
  },
  {
    name: 'yield* coroutine',
    *body(stage) {
      yield* stage.work()
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'shield(task)',
    *body(stage) {
      yield* shield(stage.task())
    },
    waiting: ['left alone'],
    woken: ['result kept'],
    failing: [],
  },
  {
    name: 'wait(tasks)',
    *body(stage) {
      yield* wait([stage.task(2), stage.task()])
    },
    waiting: ['left alone'],
    woken: ['result kept'],
    failing: [],
  },
  {
    name: "wait(futures, { timeout, returnWhen: 'FIRST_COMPLETED' })",
    *body(stage) {
      yield* wait([stage.task(2), stage.future()], { timeout: 10, returnWhen: 'FIRST_COMPLETED' })
    },
    waiting: ['left alone'],
    woken: ['left alone', 'result kept'],
    failing: [],
  },
  {
    name: 'asCompleted(tasks)',
    *body(stage) {
      for (const next of asCompleted([stage.task(2), stage.task()])) yield* next
    },
    waiting: ['left alone'],
    woken: ['left alone', 'result kept'],
    failing: [],
  },
  {
    name: 'gather(...tasks)',
    *body(stage) {
      yield* gather(stage.task(2), stage.task())
    },
    waiting: ['cancelled'],
    woken: ['result kept'],
    failing: ['dropped', 'thrown'],
  },
  {
    name: 'gather(...coroutines)',
    *body(stage) {
      yield* gather(stage.work(2), stage.work())
    },
    waiting: ['cancelled'],
    woken: ['result lost'],
    failing: ['dropped', 'thrown'],
  },
  {
    name: 'gather(tasks, { returnExceptions: true })',
    *body(stage) {
      yield* gather([stage.task(2), stage.task()], { returnExceptions: true })
    },
    waiting: ['cancelled and awaited'],
    woken: ['result kept'],
    failing: ['dropped'],
  },
  {
    name: 'race(tasks)',
    *body(stage) {
      yield* race([stage.task(2), stage.task()])
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited', 'result kept'],
    failing: ['reported'],
  },
  {
    name: 'race(coroutines)',
    *body(stage) {
      yield* race([stage.work(2), stage.work()])
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited', 'result lost'],
    failing: ['reported'],
  },
  {
    name: 'waitFor(task, ms)',
    *body(stage) {
      yield* waitFor(stage.task(), 10)
    },
    waiting: ['cancelled and awaited'],
    woken: ['result kept'],
    failing: ['thrown'],
  },
  {
    name: 'waitFor(coroutine, ms)',
    *body(stage) {
      yield* waitFor(stage.work(), 10)
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'timeout(ms, body)',
    *body(stage) {
      yield* timeout(10, () => stage.work())
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'moveOnAfter(ms, body)',
    *body(stage) {
      yield* moveOnAfter(10, () => stage.work())
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'cancelScope(body)',
    *body(stage) {
      yield* cancelScope(() => stage.work())
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'cancelScope(body, { shield: true, timeout })',
    *body(stage) {
      yield* cancelScope(() => stage.work(), { shield: true, timeout: 10 })
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'timeoutAt(when, body)',
    *body(stage) {
      yield* timeoutAt(10, () => stage.work())
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'taskGroup(body)',
    *body(stage) {
      yield* taskGroup(function* (group) {
        group.createTask(stage.work(2))
        group.createTask(stage.work())
        yield* stage.work(1)
      })
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited', 'result lost'],
    failing: ['in the group'],
  },
  {
    name: 'taskGroup(body, { limit: 1 })',
    *body(stage) {
      yield* taskGroup(
        function* (group) {
          group.createTask(stage.work(2))
          group.createTask(stage.work())
        },
        { limit: 1 },
      )
    },
    waiting: ['cancelled and awaited'],
    woken: ['result lost'],
    failing: ['in the group'],
  },
  {
    name: 'group.start(body)',
    *body(stage) {
      yield* taskGroup(function* (group) {
        yield* group.start(function* (started) {
          yield* stage.work(2)
          started()
        })
      })
    },
    waiting: ['cancelled and awaited'],
    woken: ['result lost'],
    failing: ['in the group'],
  },
  {
    name: 'asyncWith(new TaskGroup(), body)',
    *body(stage) {
      yield* asyncWith(new TaskGroup(), function* (group) {
        group.createTask(stage.work())
        yield* stage.work(1)
      })
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited', 'result lost'],
    failing: ['in the group'],
  },
  {
    name: 'asyncWith(manager, body)',
    *body(stage) {
      yield* asyncWith(stage.manager(), () => stage.work())
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited', 'result lost'],
    failing: ['thrown'],
  },
  {
    name: 'asyncWith(asyncContextManager(…)(), body)',
    *body(stage) {
      yield* asyncWith(provider(stage), () => stage.work())
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited', 'result lost'],
    failing: ['thrown'],
  },
  {
    name: 'asyncWith(aclosing(generator), body)',
    *body(stage) {
      yield* asyncWith(aclosing(worker(stage)), function* (generator) {
        yield* generator.anext()
      })
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'AsyncExitStack',
    *body(stage) {
      yield* asyncWith(new AsyncExitStack(), function* (stack) {
        yield* stack.enterAsyncContext(stage.manager())
        yield* stack.enterAsyncContext(stage.manager())
        yield* stage.work()
      })
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited', 'result lost'],
    failing: ['thrown'],
  },
  {
    name: 'AsyncExitStack.aclose()',
    *body(stage) {
      const stack = new AsyncExitStack()
      for (let entered = 0; entered < 3; entered++) {
        stage.open++
        stack.callback(() => stage.open--)
        stack.pushAsyncCallback(() => stage.chore(2))
      }
      yield* stack.aclose()
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'asyncFor(generator, body)',
    *body(stage) {
      yield* asyncFor(worker(stage), () => stage.work(1))
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited', 'result lost'],
    failing: ['thrown'],
  },
  {
    name: 'asyncFor(asCompleted(tasks), body)',
    *body(stage) {
      yield* asyncFor(asCompleted([stage.task(2), stage.task()]), function* () {})
    },
    waiting: ['left alone'],
    woken: ['left alone', 'result kept'],
    failing: [],
  },
  {
    name: 'generator.anext()',
    *body(stage) {
      yield* worker(stage).anext()
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'generator.asend(value)',
    *body(stage) {
      yield* worker(stage).asend(undefined)
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'generator.athrow(error)',
    *body(stage) {
      const generator = cleaner(stage)
      yield* generator.anext()
      try {
        yield* generator.athrow(new RangeError('thrown in'))
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
      }
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'generator.aclose()',
    *body(stage) {
      const generator = cleaner(stage)
      yield* generator.anext()
      yield* generator.aclose()
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['thrown'],
  },
  {
    name: 'loop.shutdownAsyncgens()',
    *body(stage) {
      yield* cleaner(stage).anext()
      yield* cleaner(stage).anext()
      yield* stage.watch.loop.shutdownAsyncgens()
    },
    waiting: ['cancelled and awaited'],
    woken: ['cancelled and awaited'],
    failing: ['reported'],
  },
  {
    name: 'loop.runInExecutor(executor, fn)',
    *body(stage) {
      let ran = false
      const future = stage.watch.loop.runInExecutor(null, () => {
        ran = true
      })
      stage.piece(
        () => ran,
        () => (future.cancelled() ? 'never begun' : ran ? 'result kept' : 'left alone'),
      )
      yield* future
    },
    waiting: ['never begun'],
    woken: ['result kept'],
    failing: [],
  },
  {
    name: 'toThread(fn)',
    *body(stage) {
      let ran = false
      stage.piece(
        () => ran,
        () => (ran ? 'result lost' : 'never begun'),
      )
      yield* toThread(() => {
        ran = true
      })
    },
    waiting: ['never begun'],
    woken: ['result lost'],
    failing: [],
  },
  {
    name: 'loop.shutdownDefaultExecutor()',
    *body(stage) {
      let ran = false
      const future = stage.watch.loop.runInExecutor(null, () => {
        ran = true
      })
      stage.piece(
        () => ran,
        () => (future.cancelled() ? 'never begun' : 'left alone'),
      )
      yield* stage.watch.loop.shutdownDefaultExecutor()
    },
    waiting: ['left alone'],
    woken: ['left alone'],
    failing: [],
  },
  {
    name: 'WaitQueue.park()',
    *body(stage) {
      const queue = new WaitQueue<string>()
      let woken = false
      let wasWoken = false
      let next: string | undefined
      stage.watch.loop.createTask(
        (function* () {
          yield* sleep(1)
          next = yield* queue.park()
        })(),
      )
      stage.later(4, () => {
        woken = true
        queue.wakeOne('first')
      })
      stage.later(8, () => queue.wakeOne('second'))
      stage.piece(
        () => {
          wasWoken = woken
          return woken
        },
        () => (wasWoken ? (next === 'first' ? 'handed on' : 'result lost') : 'left alone'),
      )
      yield* queue.park()
    },
    waiting: ['left alone'],
    woken: ['handed on'],
    failing: [],
  },
]
