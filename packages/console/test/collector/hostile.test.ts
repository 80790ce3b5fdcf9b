// only on node: the messages between threads

/**
 * Names and values of the program may be anything: getters that throw, texts that do something, names of a
 * megabyte.
 */

import { ContextVar, createTask, Future, run, sleep, type Task } from '@acoro/core'
import { taskNumber, WaitQueue } from '@acoro/core/lowlevel'
import { Event, Lock, Queue } from '@acoro/sync'
import { expect, test } from 'vitest'
import type { State } from '../../src/protocol/state.ts'
import type { TaskDetail } from '../../src/protocol/task-detail.ts'
import { linkedProgram } from '../support/linked-program.ts'

const NAMES = [
  '<img src=x onerror=alert(1)>',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '\u001b]0;pwned\u0007\u009b31m',
  '\u202egnp.exe',
  'zero\u200bwidth',
  'half \ud800',
  'x'.repeat(1_000_000),
]

class ThrowingLock extends Lock {
  constructor() {
    super()
    Object.defineProperty(this, 'name', {
      get() {
        throw new Error('no name')
      },
    })
  }
  override statistics(): never {
    throw new Error('no statistics')
  }
  override toString(): string {
    throw new Error('no text')
  }
}

class Sneaky extends Future<void> {
  readonly #victim: Task<unknown>
  asked = 0
  constructor(victim: Task<unknown>) {
    super()
    this.#victim = victim
  }
  override describe(): string {
    this.asked++
    this.#victim.cancel()
    throw new Error('no description')
  }
}

function* waitFor(future: Future<void>) {
  yield* future
}

test('a survey, each view and each row of a program whose names are an attack', async () => {
  using linked = linkedProgram({ contextVariables: true })
  const { answers } = linked
  const stop = new Event()
  const secret = new ContextVar<object>('__proto__')
  const evil = {
    toString(): never {
      throw new Error('asked for its text')
    },
    [Symbol.toPrimitive](): never {
      throw new Error('asked for its value')
    },
  }
  let ready = (_found: { readonly holder: Task<unknown> }): void => {}
  // In an object: a promise of a task would wait for its end.
  const found = new Promise<{ readonly holder: Task<unknown> }>((resolve) => {
    ready = resolve
  })
  const program = run(function* main() {
    const throwing = new ThrowingLock()
    const queue = new Queue<number>(1, { name: '</script><script>alert(1)</script>' })
    const victim = createTask(sleep(1e8), { name: 'victim' })
    const holder = createTask(
      (function* () {
        secret.set(evil)
        using _permit = yield* throwing.acquire()
        yield* sleep(1e8)
      })(),
      { name: 'holder' },
    )
    const sneaky = new Sneaky(victim)
    const line = new WaitQueue<void>({
      describe: () => {
        throw new Error('no description')
      },
    })
    const tasks = [
      victim,
      holder,
      ...NAMES.map((name) => createTask(queue.put(1), { name })),
      createTask(throwing.acquire(), { name: 'waits for what throws' }),
      createTask(waitFor(sneaky), { name: 'waits for what cancels' }),
      createTask(waitFor(line.park()), { name: 'waits in a line that throws' }),
    ]
    yield* sleep(1)
    ready({ holder })
    yield* stop.wait()
    for (const task of tasks) task.cancel()
  })
  const { holder } = await found
  /** With what only the program's thread knows: on a busy machine that thread may be late once. */
  const detailOf = async (task: Task<unknown>): Promise<TaskDetail> => {
    for (;;) {
      const detail = (await answers.answer('task', { id: taskNumber(task) })) as TaskDetail
      if (detail.stack.length > 0) return detail
    }
  }
  try {
    await linked.settled()
    const state = (await answers.answer('state', {})) as State
    expect(state.counts.tasks).toBe(NAMES.length + 5)
    const told = JSON.stringify([
      state,
      await answers.answer('tasks', { count: 100 }),
      await answers.answer('waits', {}),
      await answers.answer('primitives', {}),
      await answers.answer('text', { view: 'ps' }),
      await answers.answer('text', { view: 'pstree' }),
      await detailOf(holder),
    ])
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
    expect(told.replaceAll('\\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b\u202e]|\\u00[01]/)
    expect(told.length).toBeLessThan(200_000)
    expect(told).toContain('… (1000000 characters)')
    expect(told).toContain('what cannot be described')
    expect(told).toContain('["__proto__","an object"]')
  } finally {
    stop.set()
    await program
  }
})
