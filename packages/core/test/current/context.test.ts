import {
  Context,
  ContextVar,
  copyContext,
  coroutine,
  createTask,
  getRunningLoop,
  sleep,
  Token,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

describe('a context variable', () => {
  test('follows tasks and callbacks by copy: what they set stays theirs', () => {
    const log: unknown[] = []
    const name = new ContextVar('name', { default: 'nobody' })
    const child = coroutine(function* child(own: string) {
      log.push(name.get())
      name.set(own)
      yield* sleep(1)
      log.push(name.get())
    })
    runVirtual(function* main() {
      name.set('parent')
      const first = createTask(child('a'))
      const second = createTask(child('b'))
      getRunningLoop().callSoon(() => {
        log.push(`callback ${name.get()}`)
        name.set('callback')
      })
      name.set('changed later')
      yield* first
      yield* second
      log.push(name.get(), first.context.get(name))
    })
    expect(log).toEqual(['parent', 'parent', 'callback parent', 'a', 'b', 'changed later', 'a'])
    expect(name.get()).toBe('nobody')
  })

  test('a coroutine that is awaited, not made a task, shares the context', () => {
    const depth = new ContextVar('depth', { default: 0 })
    const set = coroutine(function* set() {
      depth.set(7)
    })
    runVirtual(function* main() {
      yield* set()
      expect(depth.get()).toBe(7)
    })
  })

  test('is given back by its token, once, in the same context, also by using', () => {
    const v = new ContextVar<number>('v')
    const other = new ContextVar<number>('other')
    copyContext().run(() => {
      expect(() => v.get()).toThrow("ContextVar 'v' has no value here")
      expect(v.get(5)).toBe(5)
      const token = v.set(1)
      expect([token.oldValue, token.variable]).toEqual([Token.MISSING, v])
      {
        using inner = v.set(2)
        expect([inner.oldValue, v.get()]).toEqual([1, 2])
      }
      expect(v.get()).toBe(1)
      expect(() => other.reset(token)).toThrow("The token was made by ContextVar 'v', not by 'other'")
      expect(() => copyContext().run(() => v.reset(token))).toThrow('was made in a different context')
      v.reset(token)
      expect(v.get(0)).toBe(0)
      expect(() => v.reset(token)).toThrow('has been used already')
      expect(() => v.reset({} as never)).toThrow('Expected the token of a set(), got an object')
    })
    expect(() => new ContextVar(5 as never)).toThrow(
      'Expected the name of the context variable, a string, got the number 5',
    )
  })
})

describe('a context', () => {
  test('can be run in, looked into and copied', () => {
    const v = new ContextVar<string>('v')
    const context = new Context()
    expect(context.run((value: string) => [v.set(value), v.get()][1], 'x')).toBe('x')
    expect([context.get(v), context.has(v as never), context.size, [...context]]).toEqual([
      'x',
      true,
      1,
      [[v, 'x']],
    ])
    const copy = context.copy()
    copy.run(() => v.set('y'))
    expect([context.get(v), copy.get(v)]).toEqual(['x', 'y'])
    expect(() => context.run(() => context.run(() => {}))).toThrow(
      'Cannot enter a context that is already entered',
    )
    expect(() => context.run(5 as never)).toThrow(
      'Expected a function to run in the context, got the number 5',
    )
    expect([...new Context()]).toEqual([])
  })

  test('given to a task is used itself, not copied', () => {
    const v = new ContextVar<string>('v')
    const context = copyContext()
    runVirtual(function* main() {
      yield* createTask(
        (function* () {
          v.set('set in the task')
        })(),
        { context },
      )
      expect(context.get(v)).toBe('set in the task')
    })
  })
})
