import { readFileSync } from 'node:fs'
import * as sync from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { cancelScopeEverywhere } from '../support/scope-cancel.ts'
import { cases, neverWait } from './cases.ts'

/** The exported classes that are no errors. */
const classes = Object.entries(sync)
  .filter(
    ([, value]) => typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value)),
  )
  .filter(([, value]) => !(value.prototype instanceof Error))
  .map(([name]) => name)

/** `Lock.acquire` and so on: the methods that return a coroutine, in the list of the public API. */
function waitingMethods(): string[] {
  const api = readFileSync(new URL('../../api.txt', import.meta.url), 'utf8')
  return api.split(/^(?=\w)/m).flatMap((block) => {
    const name = /^class (\w+)/.exec(block)?.[1]
    const methods = [...block.matchAll(/^ +(\w+)(?:<.*>)?\(.*\): (?:Coroutine|Generator<Suspension)/gm)]
    const waiting = methods
      .map(([, method]) => method!)
      .filter((method) => !/^a(enter|exit|close)$/.test(method))
    return name === undefined ? [] : waiting.map((method) => `${name}.${method}`)
  })
}

describe('a cancel test', () => {
  test('is there for every exported class', () => {
    const tested = [...Object.keys(cases), ...neverWait].map((name) => name.split('.')[0])
    expect(classes.filter((name) => !tested.includes(name))).toEqual([])
  })

  onlyOn('server', 'it reads a file')('is there for every public method that waits', () => {
    const methods = waitingMethods()
    expect(methods.length).toBeGreaterThan(25)
    expect(methods.filter((name) => !(name in cases) && !neverWait.includes(name))).toEqual([])
  })

  test('names no class and no method that is gone', () => {
    const known = (name: string): boolean => {
      const [className, method] = name.split('.') as [string, string | undefined]
      const { prototype } = (sync as unknown as Record<string, { prototype: object }>)[className] ?? {}
      return prototype !== undefined && (method === undefined || method in prototype)
    }
    expect([...Object.keys(cases), ...neverWait].filter((name) => !known(name))).toEqual([])
  })
})

describe('cancelled at any moment', () => {
  test.each(Object.entries(cases))('%s loses nothing', (_name, body) => {
    expect(injectCancelEverywhere(body)).toBeGreaterThan(1)
  })
})

describe('in a cancel scope that is cancelled at any moment', () => {
  test.each(Object.entries(cases))('%s loses nothing, and does not spin', (_name, body) => {
    expect(cancelScopeEverywhere(body)).toBeGreaterThan(1)
  })
})
