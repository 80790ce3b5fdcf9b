import {
  AsyncExitStack,
  aclosing,
  allTasks,
  asCompleted,
  Context,
  ContextVar,
  captureCallGraph,
  coroutine,
  createEagerTaskFactory,
  createTask,
  currentTask,
  EventLoop,
  ensureFuture,
  Future,
  formatTasks,
  gather,
  getRunningLoop,
  InlineExecutor,
  newEventLoop,
  printTasks,
  Runner,
  run,
  runMain,
  setEventLoop,
  sleep,
  taskGroup,
  wait,
} from '@acoro/core'
import { expect, test } from 'vitest'
import { runVirtual } from './support/virtual.ts'

const bad = 5 as never

/** Every public function with options, and what it calls them. */
const withOptions: [where: string, call: (options: never) => unknown][] = [
  ['createTask()', (options) => createTask(sleep(1), options)],
  ['createTask()', (options) => getRunningLoop().createTask(sleep(1), options)],
  ['createTask()', (options) => newEventLoop().createTask(sleep(1), options)],
  ['gather()', (options) => gather([sleep(1)], options)],
  ['wait()', (options) => wait([new Future()], options)],
  ['asCompleted()', (options) => asCompleted([sleep(1)], options)],
  ['addDoneCallback()', (options) => new Future().addDoneCallback(() => {}, options)],
  ['new EventLoop()', (options) => new EventLoop(options)],
  ['new EventLoop()', (options) => newEventLoop(options)],
  ['new ContextVar()', (options) => new ContextVar('it', options)],
  ['Runner()', (options) => new Runner(options)],
  ['getStack()', (options) => currentTask()?.getStack(options)],
  ['printStack()', (options) => currentTask()?.printStack(options)],
  ['captureCallGraph()', (options) => captureCallGraph(undefined, options)],
  ['formatTasks()', (options) => formatTasks(options)],
  ['formatTasks()', (options) => printTasks(options)],
  ['shutdown()', (options) => new InlineExecutor(getRunningLoop()).shutdown(options)],
  ['shutdownDefaultExecutor()', (options) => getRunningLoop().shutdownDefaultExecutor(options)],
]

test.each(withOptions)('%s takes an object as its options', (where, call) => {
  runVirtual(function* main() {
    for (const options of [null, 'accounts', 5, true, () => {}, [], Promise.resolve(), new Future()]) {
      const before = allTasks().size
      expect(() => call(options as never)).toThrow(TypeError)
      expect(() => call(options as never)).toThrow(`Expected the options of ${where} as an object`)
      expect(allTasks().size).toBe(before)
    }
    yield* sleep(0)
  })
})

test.each<[string, () => unknown, string]>([
  [
    'name',
    () => createTask(sleep(1), { name: bad }),
    'the option name of createTask() to be a string, got the number 5',
  ],
  [
    'context',
    () => createTask(sleep(1), { context: {} as never }),
    'the option context of createTask() to be a Context',
  ],
  [
    'eager',
    () => createTask(sleep(1), { eager: 'no' as never }),
    'the option eager of createTask() to be true or false',
  ],
  [
    'returnExceptions',
    () => gather([], { returnExceptions: 1 as never }),
    'returnExceptions of gather() to be true or',
  ],
  [
    'context of a callback',
    () => new Future().addDoneCallback(() => {}, { context: bad }),
    'to be a Context, got the',
  ],
  [
    'host',
    () => newEventLoop({ host: {} as never }),
    'to have now(), enter(), breathe(), arm() and disarm(), got an',
  ],
  ['ready', () => newEventLoop({ ready: [] as never }), 'the option ready of new EventLoop() to be a Ring'],
  [
    'timers',
    () => newEventLoop({ timers: [] as never }),
    'the option timers of new EventLoop() to be a TimerHeap',
  ],
  ['debug', () => new Runner({ debug: 'no' as never }), 'the option debug of Runner() to be true or false'],
  [
    'loopFactory',
    () => new Runner({ loopFactory: bad }),
    'the option loopFactory of Runner() to be a function',
  ],
  ['write', () => printTasks({ write: bad }), 'the option write of formatTasks() to be a function'],
  ['loop', () => formatTasks({ loop: bad }), 'the option loop of formatTasks() to be an event loop'],
  [
    'wait',
    () => new InlineExecutor(getRunningLoop()).shutdown({ wait: 'no' as never }),
    'wait of shutdown() to be',
  ],
  [
    'a hook',
    () => getRunningLoop().addHook({ taskStepped: bad }),
    'taskStepped of addHook() to be a function',
  ],
  [
    'the loop of a future',
    () => new Future(bad),
    'Expected the loop of a future to be an event loop, got the number 5',
  ],
  [
    'the loop of ensureFuture',
    () => ensureFuture(new Future(), bad),
    'to be an event loop, got the number 5',
  ],
  ['the loop of currentTask', () => currentTask(bad), 'to be an event loop, got the number 5'],
  ['the loop of allTasks', () => allTasks({} as never), 'to be an event loop, got an object'],
  [
    'the loop of setEventLoop',
    () => setEventLoop({} as never),
    'Expected an event loop or null, got an object',
  ],
  ['a class of tasks', () => createEagerTaskFactory(bad), 'Expected a class of tasks, got the number 5'],
  [
    'options of callSoon',
    () => getRunningLoop().callSoon({ context: bad }, () => {}),
    'the option context of callSoon()',
  ],
  [
    'a callback of callSoon',
    () => getRunningLoop().callSoon({} as never),
    'a function as the callback of callSoon(), got an',
  ],
  [
    'a callback behind options',
    () => getRunningLoop().callSoon({}, bad),
    'a function as the callback of callSoon(), got the number 5',
  ],
  [
    'options of callLater',
    () => getRunningLoop().callLater(1, null as never, () => {}),
    'the options of callLater() as an object',
  ],
  [
    'a done callback',
    () => new Future().addDoneCallback(coroutine(function* work() {})),
    'got the coroutine function work',
  ],
  [
    'an exception handler',
    () => getRunningLoop().setExceptionHandler(function* report() {} as never),
    'a plain function or null',
  ],
  [
    'a callback of a stack',
    () => new AsyncExitStack().callback(bad),
    'Expected a plain function, got the number 5',
  ],
  [
    'a coroutine as callback',
    () => new AsyncExitStack().callback(function* close() {}),
    'use pushAsyncCallback()',
  ],
  [
    'an async callback',
    () => new AsyncExitStack().pushAsyncCallback(bad),
    'Expected a coroutine function, got the number 5',
  ],
  [
    'a disposable',
    () => new AsyncExitStack().use({} as never),
    'Expected something with [Symbol.dispose](), got an object',
  ],
  ['what is closed', () => aclosing({} as never), 'Expected something with aclose(), got an object'],
  [
    'a signal',
    () => getRunningLoop().addSignalHandler('SIGUSR1X', () => {}),
    `Expected the name of a signal such as 'SIGTERM', got the string "SIGUSR1X"`,
  ],
])('%s is checked at the call', (_what, call, message) => {
  runVirtual(function* main() {
    expect(call).toThrow(message)
    yield* sleep(0)
  })
})

test('what runs a program refuses its options before it runs', async () => {
  const begun: string[] = []
  const main = function* () {
    begun.push('main')
  }
  for (const options of ['debug', null, 5]) {
    await expect(run(main, options as never)).rejects.toThrow('Expected the options of run() as an object')
    await expect(new Runner().run(main, options as never)).rejects.toThrow(
      'the options of Runner.run() as an object',
    )
  }
  await expect(new Runner().run(main, { context: bad })).rejects.toThrow('to be a Context, got the number 5')
  await expect(run(main, { loopFactory: () => undefined as never })).rejects.toThrow(
    'Expected loopFactory() to return an event loop, got undefined',
  )
  expect(begun).toEqual([])
  expect(runMain).toBeTypeOf('function')
})

test('a task factory has to return a task', () => {
  runVirtual(function* main() {
    const loop = getRunningLoop()
    loop.setTaskFactory(() => undefined as never)
    const message = 'Expected the task factory to return a task, got undefined'
    expect(() => createTask(sleep(1))).toThrow(new TypeError(message))
    expect(() => gather(sleep(1))).toThrow(message)
    loop.setTaskFactory(null)
    yield* taskGroup(function* (group) {
      loop.setTaskFactory(() => ({}) as never)
      expect(() => group.createTask(sleep(1))).toThrow('got an object')
      loop.setTaskFactory(null)
    })
  })
})

test('a context of another class that can be copied is one', () => {
  runVirtual(function* main() {
    const context = new Context()
    yield* createTask(sleep(1), { context })
    expect(createTask(sleep(1), { context: undefined, name: undefined }).name).toMatch(/^Task-/)
  })
})
