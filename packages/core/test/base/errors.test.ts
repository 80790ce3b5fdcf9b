import {
  CancelledError,
  createTask,
  currentTask,
  DeadlockError,
  ExceptionGroup,
  gather,
  InvalidStateError,
  isCancelledError,
  RuntimeError,
  run,
  sleep,
  type Task,
  TimeoutError,
  throwIfCancelled,
} from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'

describe('errors', () => {
  test('carry the name of their class, without a property of each', () => {
    for (const [make, name] of [
      [() => new CancelledError('m'), 'CancelledError'],
      [() => new TimeoutError('m'), 'TimeoutError'],
      [() => new InvalidStateError('m'), 'InvalidStateError'],
      [() => new RuntimeError('m'), 'RuntimeError'],
      [() => new DeadlockError('m'), 'DeadlockError'],
      [() => new ExceptionGroup('m', [1]), 'ExceptionGroup'],
    ] as const) {
      const error: Error = make()
      expect([
        error.name,
        error.message,
        error instanceof Error,
        Object.keys(error).includes('name'),
      ]).toEqual([name, 'm', true, false])
    }
  })

  test('a cancellation is told by its brand, and passed on', () => {
    const error = new CancelledError('why', { cancelledBy: 'Task-1' })
    expect([
      isCancelledError(error),
      isCancelledError(new Error('x')),
      isCancelledError(null),
      error.cancelledBy,
    ]).toEqual([true, false, false, 'Task-1'])
    expect(() => throwIfCancelled(error)).toThrow(error)
    expect(throwIfCancelled(new Error('x'))).toBeUndefined()
  })

  test('are made while a program has frozen Error, and leave its limit of stacks as it was', async () => {
    const { stackTraceLimit } = Error
    const freeze = (writable: boolean): void => {
      Object.defineProperty(Error, 'stackTraceLimit', {
        value: stackTraceLimit,
        writable,
        configurable: true,
      })
    }
    freeze(false)
    try {
      const main = run(function* main() {
        const own = currentTask() as Task<unknown>
        own.name = 'Task-1'
        const task = createTask(sleep(1000))
        yield* sleep(0)
        task.cancel('enough')
        return yield* gather([task], { returnExceptions: true })
      })
      expect(await main).toEqual([new CancelledError('enough', { cancelledBy: 'Task-1' })])
    } finally {
      if (stackTraceLimit === undefined) Reflect.deleteProperty(Error, 'stackTraceLimit')
      else freeze(true)
    }
    expect(Error.stackTraceLimit).toBe(stackTraceLimit)
  })

  test('say what came', () => {
    class Thing {}
    const values = [
      null,
      undefined,
      5,
      5n,
      true,
      'text',
      'x'.repeat(50),
      Symbol('s'),
      [1],
      {},
      new Thing(),
      function f() {},
      () => {},
      new Map(),
    ]
    expect(values.map(describeValue)).toEqual([
      'null',
      'undefined',
      'the number 5',
      'the bigint 5',
      'the boolean true',
      'the string "text"',
      `the string "${'x'.repeat(40)}…"`,
      'the symbol Symbol(s)',
      'an array of 1',
      'an object',
      'a Thing',
      'the function f',
      'a function',
      'a Map',
    ])
  })
})

describe('an exception group', () => {
  const tree = () =>
    new ExceptionGroup('outer', [
      new TypeError('a'),
      new ExceptionGroup('inner', [new RangeError('b'), new TypeError('c')]),
      new Error('d'),
    ])

  test('splits by class, classes or predicate, and keeps the nesting', () => {
    const [types, rest] = tree().split(TypeError)
    expect(String(types)).toBe(
      'ExceptionGroup: outer (2 errors)\n  - TypeError: a\n  - ExceptionGroup: inner (1 error)\n    - TypeError: c',
    )
    expect(String(rest)).toBe(
      'ExceptionGroup: outer (2 errors)\n  - ExceptionGroup: inner (1 error)\n    - RangeError: b\n  - Error: d',
    )
    expect(tree().subgroup([TypeError, RangeError])?.errors.length).toBe(2)
    expect(
      tree()
        .subgroup((error) => (error as Error).message === 'd')
        ?.errors.map(String),
    ).toEqual(['Error: d'])
    const group = tree()
    expect([group.split(Error)[0] === group, group.split(SyntaxError)]).toEqual([true, [null, group]])
  })

  test('keeps subclass, cause and stack in its parts through derive', () => {
    class Mine extends ExceptionGroup {
      override derive(errors: readonly unknown[]) {
        return new Mine(`${this.message}'`, errors)
      }
    }
    const cause = new Error('cause')
    const group = new Mine('m', [new TypeError('a'), new Error('b')], { cause })
    const part = group.subgroup(TypeError)
    expect([part instanceof Mine, part?.message, part?.cause, part?.stack === group.stack]).toEqual([
      true,
      "m'",
      cause,
      true,
    ])
  })

  test('refuses bad arguments', () => {
    expect(() => new ExceptionGroup('m', [])).toThrow(
      'Expected at least one error in an ExceptionGroup, got none',
    )
    expect(() => new ExceptionGroup(5 as never, [1])).toThrow('Expected a message as the first argument')
    expect(() => new ExceptionGroup('m', new Error('x') as never)).toThrow(
      'Expected an array of errors as the second argument',
    )
    expect(() => tree().split(5 as never)).toThrow(
      'Expected an error class, an array of them or a predicate, got the number 5',
    )
  })
})
