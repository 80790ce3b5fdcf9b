import { asyncify, coroutinify, fromPromise } from '@acoro/compat'
import {
  allTasks,
  ContextVar,
  type Coroutine,
  coroutine,
  createTask,
  currentTask,
  getRunningLoop,
  newEventLoop,
  run,
  sleep,
  Task,
} from '@acoro/core'
import { expect, test } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { runProgram, turn } from '../support.ts'

const double = coroutine(function* double(n: number) {
  yield* sleep(0)
  return n * 2
})

test('it can be called where no loop runs, and again while a call is under way', async () => {
  const call = asyncify(double)
  expect(await Promise.all([call(1), call(2), Promise.resolve().then(() => call(3))])).toEqual([2, 4, 6])
})

test('all calls from outside share one loop in the background', async () => {
  const loopOf = asyncify(function* () {
    return getRunningLoop()
  })
  const first = await loopOf()
  expect(await loopOf()).toBe(first)
})

test('inside a running loop it runs on that one', async () => {
  const loopOf = asyncify(function* () {
    return getRunningLoop()
  })
  await run(function* main() {
    expect(yield* fromPromise(loopOf())).toBe(getRunningLoop())
  })
})

test('it runs up to its first wait inside the call, as an async function does', async () => {
  const log: string[] = []
  const work = asyncify(function* (name: string) {
    log.push(`${name} begins`)
    yield* sleep(0)
    log.push(`${name} ends`)
  })
  const first = work('first')
  log.push('called')
  await first
  await run(function* main() {
    const second = work('second')
    log.push('called again')
    yield* fromPromise(second)
  })
  expect(log).toEqual([
    'first begins',
    'called',
    'first ends',
    'second begins',
    'called again',
    'second ends',
  ])
})

test('what needs no wait is there at once, as a promise', async () => {
  const settled = asyncify(function* (n: number) {
    if (n < 0) throw new RangeError('negative')
    return n
  })
  expect(await settled(1)).toBe(1)
  await expect(settled(-1)).rejects.toThrow('negative')
})

test('a loop that is named is used', async () => {
  const loop = newEventLoop()
  const promise = asyncify(double, { loop })(4)
  void loop.runForever()
  expect(await promise).toBe(8)
  loop.stop()
})

test('this and the arguments are passed on; name and length are kept', async () => {
  class Counter {
    count = 40
    add = asyncify(function* add(this: Counter, n: number) {
      yield* sleep(0)
      return this.count + n
    })
  }
  const counter = new Counter()
  expect(await counter.add(2)).toBe(42)
  expect([counter.add.name, counter.add.length]).toEqual(['add', 1])
})

test('what the function throws at its call is a rejection, as with an async function', async () => {
  const thrower = asyncify((): Coroutine<void> => {
    throw new RangeError('at the call')
  })
  await expect(thrower()).rejects.toThrow(new RangeError('at the call'))
})

test('what gives nothing awaitable is told so', async () => {
  const plain = asyncify((() => 5) as never) as () => Promise<unknown>
  await expect(plain()).rejects.toThrow('Expected a function to return a coroutine, got the number 5')
  expect(() => asyncify(double(1) as never)).toThrow(
    'Expected a coroutine function, got a Coroutine: start it with toPromise()',
  )
  expect(() => asyncify(undefined as never)).toThrow('Expected a coroutine function, got undefined')
  expect(() => asyncify(double, { loop: 'here' as never })).toThrow(
    'Expected an event loop as the option loop of asyncify(), got the string "here"',
  )
})

onlyOn('server', 'it starts a process')('the background loop keeps no process alive', async () => {
  const printed = await runProgram(new URL('./background-program.ts', import.meta.url))
  expect(printed).toBe('first call\nsecond call\n')
})

test('coroutinify calls the async function when its coroutine is awaited', async () => {
  const log: string[] = []
  const load = coroutinify(async function load(this: { base: string }, path: string) {
    log.push('called')
    return this.base + path
  })
  const coro = load.call({ base: 'top' }, '/a')
  log.push('made')
  expect(await run(coro)).toBe('top/a')
  expect(log).toEqual(['made', 'called'])
  expect([load.name, load.length, coro.functionName]).toEqual(['load', 1, 'load'])
})

test('coroutinify refuses what is no function, and what gives no promise', async () => {
  expect(() => coroutinify(Promise.resolve() as never)).toThrow('Expected an async function, got a Promise')
  const plain = coroutinify((() => 5) as never) as () => Coroutine<unknown>
  await expect(run(plain())).rejects.toThrow('Expected a function to return a promise, got the number 5')
})

test('there and back again', async () => {
  const again = asyncify(coroutinify(asyncify(double)))
  expect(await again(21)).toBe(42)
})

const noted = asyncify(function* noted() {
  const task = currentTask()
  return [task, allTasks().has(task as Task<unknown>)] as const
})

test('each call that looks is a task of its own, and no call is one for longer than it runs', async () => {
  const [first, wasListed] = await noted()
  const [second] = await noted()
  expect([first === second, wasListed, first?.done(), first?.coro.functionName]).toEqual([
    false,
    true,
    true,
    'noted',
  ])
  await run(function* main() {
    void noted()
    const [main, ...others] = allTasks()
    expect([main === currentTask(), others.length]).toEqual([true, 0])
  })
})

test('calls within calls are listed in the order they were made, with the tasks they start', async () => {
  const inner = asyncify(function* inner() {
    createTask(sleep(0), { name: 'child' })
    return [...allTasks()].map((task) => task.name.replace(/\d+/, 'N'))
  })
  const outer = asyncify(function* outer() {
    createTask(sleep(0), { name: 'first child' })
    const names = inner()
    createTask(sleep(0), { name: 'last child' })
    return names
  })
  await run(function* main() {
    const names = yield* fromPromise(outer().then((within) => within))
    expect(names).toEqual(['Task-N', 'Task-N', 'first child', 'Task-N', 'child'])
  })
})

test('a call that waits goes on as a task that can be cancelled; those after it are others', async () => {
  const wait = asyncify(function* wait(ms: number) {
    if (ms > 0) yield* sleep(ms)
    return ms
  })
  await run(function* main() {
    const long = wait(60_000)
    expect(yield* fromPromise(wait(0))).toBe(0)
    const [task] = [...allTasks()].filter((each) => each !== currentTask())
    expect(task?.coro.functionName).toBe('wait')
    expect(yield* fromPromise(wait(0))).toBe(0)
    task?.cancel('enough')
    const error = yield* fromPromise(long.catch((reason) => reason))
    expect(error).toMatchObject({ name: 'CancelledError', message: 'enough' })
  })
})

test('what a call sets or leaves behind, the next does not see', async () => {
  const user = new ContextVar('user', { default: 'nobody' })
  const login = asyncify(function* login(name: string) {
    const before = user.get()
    user.set(name)
    if (name === '') throw new RangeError('no name')
    return `${before}, then ${user.get()}`
  })
  expect(await login('ada')).toBe('nobody, then ada')
  await expect(login('')).rejects.toEqual(new RangeError('no name'))
  expect(await login('bob')).toBe('nobody, then bob')
  expect(user.get()).toBe('nobody')
})

test('a call that cancels its own task and returns is cancelled', async () => {
  const leave = asyncify(function* leave() {
    currentTask()?.cancel('leaving')
    return 1
  })
  await expect(leave()).rejects.toMatchObject({ name: 'CancelledError', message: 'leaving' })
  expect(await noted().then(([task]) => task?.cancelling())).toBe(0)
})

test('a call that waits in what it calls goes on after it, and says where it stands', async () => {
  const inner = coroutine(function* inner(fails: boolean) {
    yield* sleep(0)
    if (fails) throw new RangeError('inside')
    return 1
  })
  const outer = asyncify(function* outer(fails: boolean) {
    const [before] = [
      currentTask()
        ?.getStack()
        .map(({ name }) => name),
    ]
    const value = yield* inner(fails)
    return { before, value, after: currentTask()?.coro.functionName }
  })
  expect(await outer(false)).toEqual({ before: ['outer'], value: 1, after: 'outer' })
  const error = (await outer(true).catch((reason) => reason)) as Error
  expect(error.message).toBe('inside')
  expect(error.stack).toMatch(/(?: at inner .*\n +at async outer |inner@.*\nasync\*outer@)/)
})

test('in its first step a call cannot be driven by hand, and what it drives by hand it does not wait for', async () => {
  const idle = coroutine(function* idle() {
    yield* sleep(60_000)
  })
  const call = asyncify(function* call() {
    const { coro } = currentTask() as Task<unknown>
    const refused: unknown[] = []
    for (const drive of [() => coro.next(), () => coro.throw(new Error('no')), () => coro.return()]) {
      try {
        drive()
      } catch (error) {
        refused.push(String(error))
      }
    }
    const driven = idle()
    driven.next()
    yield* sleep(0)
    driven.return()
    return refused
  })
  const refusal = "RuntimeError: coroutine 'call' is being awaited already"
  expect(await call()).toEqual([refusal, refusal, refusal])
})

test('what a call has ended with is kept by who looked at it: its coroutine is used up', async () => {
  const look = asyncify(function* look() {
    return [currentTask() as Task<unknown>] as const
  })
  const [task] = await look()
  const [other] = await look()
  expect(other).not.toBe(task)
  expect(task.getStack()).toEqual([])
  expect(() => task.coro.next()).toThrow("cannot reuse already awaited coroutine 'look'")
})

test('tasks are numbered in the order in which somebody could first see them', async () => {
  const number = (task: Task<unknown> | null) => Number(task?.name.slice('Task-'.length))
  const unseen = asyncify(function* unseen() {
    return 0
  })
  const parent = asyncify(function* parent() {
    const child = createTask(sleep(0))
    const self = currentTask()
    yield* child
    return [number(self), number(child)] as const
  })
  const [first] = await parent()
  await unseen()
  expect(await parent()).toEqual([first + 2, first + 3])
})

test('hooks, debug mode and task factories see every call', async () => {
  const one = asyncify(
    coroutine(function* one() {
      return 1
    }),
  )
  const seen: string[] = []
  const loop = newEventLoop()
  await run(
    function* main() {
      const remove = loop.addHook({
        taskCreated: (task) => void seen.push(`hook: ${task.coro.functionName}`),
      })
      yield* fromPromise(one())
      remove()
      loop.setTaskFactory((owner, coro, options) => {
        seen.push(`factory: ${coro.functionName}`)
        return new Task(coro, { ...options, loop: owner })
      })
      yield* fromPromise(one())
      loop.setTaskFactory(null)
    },
    { loopFactory: () => loop },
  )
  expect(seen).toEqual(['hook: one', 'factory: one'])
})

test('calls that fail leave nothing behind with a loop that sleeps', async () => {
  const check = asyncify(function* check(looks: boolean) {
    if (looks) currentTask()
    throw new RangeError('refused')
  })
  const loop = await asyncify(function* () {
    return getRunningLoop()
  })()
  for (const looks of [false, true]) {
    for (let i = 0; i < 1000; i++) await expect(check(looks)).rejects.toThrow('refused')
    // The loop may be in a pause that it makes for others.
    for (let turns = 0; turns < 10 && loop._failures.length > 0; turns++) await turn()
    expect(loop._failures.length).toBe(0)
  }
})

test('what wraps a coroutine function is called, though it has all its properties', async () => {
  const log: string[] = []
  const load = coroutine(function* load(name: string) {
    return `loaded ${name}`
  })
  const copy = (name: string) => {
    log.push(`copy ${name}`)
    return load(name)
  }
  Object.defineProperties(copy, Object.getOwnPropertyDescriptors(load))
  const proxy = new Proxy(load, {
    apply(target, self, args) {
      log.push(`proxy ${args[0]}`)
      return Reflect.apply(target, self, args)
    },
  })
  expect(await Promise.all([asyncify(copy)('a'), asyncify(proxy)('b')])).toEqual(['loaded a', 'loaded b'])
  expect(log).toEqual(['copy a', 'proxy b'])
})
