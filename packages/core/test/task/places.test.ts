import {
  asyncFor,
  asyncGenerator,
  type CoroutineGenerator,
  coroutine,
  createTask,
  currentTask,
  emit,
  getRunningLoop,
  run,
  sleep,
  type Task,
} from '@acoro/core'
import { callNow } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'
import { isOn } from '../../../../scripts/runtimes/only-on.ts'

/** `repr` without name and waiters, with each place as its line in this file, less `from`. */
function places(repr: unknown, from: number): string {
  return String(repr)
    .replace(/name='[^']*' /, '')
    .replace(/ cb=\[(?:Task\.task_wakeup|stop)\(\)\]/, '')
    .replace(
      / at [^ ]*places\.test\.ts:(\d+)/g,
      (_, line: string) => ` at +${KNOWS_LINES ? Number(line) - from : '?'}`,
    )
}

/** In a browser a file has been compiled, and has other lines. */
const KNOWS_LINES = isOn('server')

/** What `places` is expected to return. */
function lined(text: string): string {
  return KNOWS_LINES ? text : text.replace(/ at \+\d+/g, ' at +?')
}

/** The line it is called on. */
function here(): number {
  const line = /places\.test\.ts:(\d+)/.exec(new Error().stack?.split('\n')[2] ?? '')?.[1]
  return Number(line)
}

const workLine = here()
const work = coroutine(function* work(seen: string[] = []) {
  seen.push(places(self(), workLine))
  yield* sleep(1)
  seen.push(places(self(), workLine))
  yield* nested(seen)
  return 1
})
const nested = coroutine(function* nested(seen: string[]) {
  seen.push(places(self(), workLine))
  yield* sleep(1)
  seen.push(places(self(), workLine))
})

const tasks: Task<unknown>[] = []
function self(): Task<unknown> | undefined {
  return tasks.at(-1)
}

describe('a task shows where its outermost coroutine stands', () => {
  test('before the first step and after the end, where the coroutine function was defined', async () => {
    await run(function* main() {
      const task = createTask(work())
      expect(places(task, workLine)).toBe(lined('<Task pending coro=<work() running at +1>>'))
      yield* task
      expect(places(task, workLine)).toBe(lined('<Task finished coro=<work() done, defined at +1> result=1>'))
    })
  })

  test('while it runs, in the first step and in later ones, at any depth', async () => {
    const seen: string[] = []
    await run(function* main() {
      tasks.push(createTask(work(seen)))
      yield* self() as Task<unknown>
      tasks.pop()
    })
    expect(seen).toEqual([
      lined('<Task pending coro=<work() running at +2>>'),
      lined('<Task pending coro=<work() running at +4>>'),
      lined('<Task pending coro=<work() running at +5>>'),
      lined('<Task pending coro=<work() running at +5>>'),
    ])
  })

  test('while a call that is made at once runs up to its first wait', async () => {
    const line = here()
    function* called(): CoroutineGenerator<string> {
      return places(currentTask(), line)
    }
    await run(function* main() {
      const { value } = callNow(getRunningLoop(), called(), called)
      expect(value).toBe(lined('<Task pending coro=<called() running at +2>>'))
    })
  })

  test('while it is suspended', async () => {
    await run(function* main() {
      const task = createTask(work())
      yield* sleep(0)
      expect(places(task, workLine)).toMatch(
        /^<Task pending coro=<work\(\) running at \+(?:3|\?)> wait_for=</,
      )
      task.cancel()
      expect(places(task, workLine)).toMatch(
        /^<Task cancelling coro=<work\(\) running at \+(?:3|\?)> wait_for=</,
      )
      yield* sleep(0)
      yield* sleep(0)
      expect(places(task, workLine)).toBe(lined('<Task cancelled coro=<work() done, defined at +1>>'))
    })
  })

  test('while it runs an async generator, whose frames are its own', async () => {
    const line = here()
    const source = asyncGenerator(function* () {
      yield* sleep(1)
      yield* emit(places(self(), line))
    })
    const consume = coroutine(function* consume() {
      yield* asyncFor(source(), function* (item) {
        expect(item).toBe(lined('<Task pending coro=<consume() running at +6>>'))
        expect(places(self(), line)).toBe(lined('<Task pending coro=<consume() running at +6>>'))
      })
    })
    await run(function* main() {
      tasks.push(createTask(consume()))
      yield* self() as Task<unknown>
      tasks.pop()
    })
  })

  test('a task that fails shows where it was defined, and not where it failed', async () => {
    await run(function* main() {
      const line = here()
      const fail = coroutine(function* fail() {
        throw new Error('boom')
      })
      const task = createTask(fail())
      yield* sleep(0)
      expect(places(task, line)).toBe(
        lined("<Task finished coro=<fail() done, defined at +1> exception=Error('boom')>"),
      )
      task.exception()
    })
  })
})

describe('a place that cannot be known is left out, as asyncio leaves it out', () => {
  test('a function* main has its name from the start, and a place while it is under way', async () => {
    let task: Task<unknown> | undefined
    const line = here()
    await run(function* main() {
      task = currentTask() as Task<unknown>
      expect(places(task, line)).toBe(lined('<Task pending coro=<main() running at +3>>'))
      yield* sleep(1)
    })
    expect(places(task, line)).toBe('<Task finished coro=<main() done> result=undefined>')
  })

  test('a plain generator has no name before it is seen to run, and keeps the one it was seen with', async () => {
    const line = here()
    function* plain(): CoroutineGenerator<string> {
      yield* sleep(1)
      return 'done'
    }
    await run(function* main() {
      const unseen = createTask(plain())
      const task = createTask(plain())
      expect(places(task, line)).toBe('<Task pending coro=<coroutine() running>>')
      yield* sleep(0)
      expect(places(task, line)).toMatch(/^<Task pending coro=<plain\(\) running at \+(?:2|\?)> wait_for=</)
      yield* task
      expect(places(task, line)).toBe("<Task finished coro=<plain() done> result='done'>")
      expect(places(unseen, line)).toBe("<Task finished coro=<coroutine() done> result='done'>")
    })
  })

  test('a task at a bare yield of its own is not said to stand at its definition', async () => {
    const bare = coroutine(function* bare() {
      yield
    })
    await run(function* main() {
      const task = createTask(bare())
      yield* sleep(0)
      expect(places(task, 0)).toBe('<Task pending coro=<bare() running>>')
    })
  })

  test('a decorated method is not said to be defined in the helper of a transpiler', async () => {
    const context = { kind: 'method', name: 'load' } as ClassMethodDecoratorContext
    const load = coroutine(function* load() {}, context as never) as () => CoroutineGenerator<void>
    await run(function* main() {
      expect(places(createTask(load()), 0)).toBe('<Task pending coro=<load() running>>')
    })
  })
})

describe('asking where a task stands never touches it', () => {
  const outerLine = here()
  const outer = coroutine(function* outer(start: () => void) {
    return yield* between(start)
  })
  function* between(start: () => void): CoroutineGenerator<string> {
    return yield* resumed(start)
  }
  const resumed = coroutine(function* resumed(start: () => void) {
    yield* sleep(0)
    yield* atOnce(start)
    return 'unharmed'
  })
  const atOnce = coroutine(function* atOnce(start: () => void) {
    start()
  })

  test('a task in the middle of a step can be asked by the eager task it starts', async () => {
    const seen: string[] = []
    await run(function* main() {
      const task: Task<string> = createTask(
        outer(() => {
          createTask(
            (function* eager() {
              seen.push(places(task, outerLine))
              seen.push(
                task
                  .getStack()
                  .map(({ name }) => name)
                  .join(' < '),
              )
            })(),
            { eager: true },
          )
        }),
      )
      expect(yield* task).toBe('unharmed')
    })
    expect(seen).toEqual([lined('<Task pending coro=<outer() running at +2>>'), 'outer < between'])
  })

  test('a hook sees a task where it stands, before its first step, between its steps and after them', async () => {
    const seen: string[] = []
    const line = here()
    const hooked = coroutine(function* hooked() {
      yield* sleep(1)
    })
    const see = (task: Task<unknown>) => {
      if (task.name === 'hooked') seen.push(places(task, line).replace(/ wait_for=.*/, '>'))
    }
    await run(function* main() {
      const remove = getRunningLoop().addHook({
        taskCreated: see,
        taskStepped: see,
        taskSuspended: see,
        taskFinished: see,
      })
      yield* createTask(hooked(), { name: 'hooked' })
      remove()
    })
    expect(seen).toEqual([
      lined('<Task pending coro=<hooked() running at +1>>'),
      lined('<Task pending coro=<hooked() running at +1>>'),
      lined('<Task pending coro=<hooked() running at +2>>'),
      lined('<Task pending coro=<hooked() running at +2>>'),
      lined('<Task finished coro=<hooked() done, defined at +1> result=undefined>'),
    ])
  })

  test('a frozen Error costs nothing', async () => {
    const { stackTraceLimit } = Error
    Object.defineProperty(Error, 'stackTraceLimit', { value: stackTraceLimit, writable: false })
    const quiet = coroutine(function* quiet() {})
    Object.defineProperty(Error, 'stackTraceLimit', { value: stackTraceLimit, writable: true })
    await run(function* main() {
      expect(String(createTask(quiet()))).toContain('places.test.ts')
    })
  })

  test('a running task lists those that wait for the frame it resumed, and then those on the native stack', async () => {
    let stack: string[] = []
    await run(function* main() {
      const task: Task<string> = createTask(
        outer(() => {
          stack = task.getStack().map(({ name }) => name)
        }),
      )
      expect(yield* task).toBe('unharmed')
    })
    expect(stack.slice(0, 4)).toEqual(['outer', 'between', 'resumed', 'atOnce'])
  })
})

describe('debug mode knows where things were made', () => {
  test('handles, timers and done callbacks say so', async () => {
    await run(
      function* main() {
        const line = here()
        const loop = getRunningLoop()
        function tick() {}
        const handle = loop.callSoon(tick)
        const timer = loop.callAt(loop.time() + 1, tick)
        const future = loop.createFuture<void>()
        future.addDoneCallback(tick)
        expect(places(handle, line)).toBe(lined('<Handle tick() created at +3>'))
        expect(places(timer, line)).toMatch(/^<TimerHandle when=\S+ tick\(\) created at \+(?:4|\?)>$/)
        expect(places(future, line)).toBe(lined('<Future pending cb=[tick() created at +6] created at +5>'))
        expect(places(createTask(work()), line)).toMatch(/created at \+(?:10|\?)>$/)
        future.cancel()
        timer.cancel()
        yield* sleep(0)
      },
      { debug: true },
    )
  })
})
