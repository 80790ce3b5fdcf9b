// only on server: the compiler is a program

import { taskOf } from '@acoro/async'
import * as helpers from '@acoro/async/helpers/places'
import { virtual } from '@acoro/testing'
import { expect, it } from 'vitest'
import { lower } from '../../src/plugin/lower.ts'
import { bindHelpers } from '../support/compilers.ts'

type Main = (...args: unknown[]) => Promise<unknown>

/** Lowers the module `source` with places, as `app.js`, and returns what it declares as `main`. */
function load(source: string): Main {
  const { code } = lower(source, 'app.js', { raw: false, places: true }) as { code: string }
  const body = bindHelpers(code).replace(/\bexport /g, '       ')
  return new Function('ofPlugin', `${body}\nreturn main\n//# sourceURL=app.js`)(helpers) as Main
}

/** `name line`. The lines that `new Function` puts in front are taken off. */
const stackOf = (promise: Promise<unknown>): string[] =>
  taskOf(promise)
    ?.getStack()
    .map(({ name, line }) => `${name} ${(line ?? Number.NaN) - 2}`) ?? []

const never = () => new Promise<never>(() => {})

it('a suspended call stands at the line of its await, whatever it waits in', () => {
  const main = load(`// first
    export async function main(kind, never) {
      if (kind === 'await') {
        await null ?? 1; await never()
      }
      for await (const _ of [1]) {
        if (kind === 'body') await never()
      }
      if (kind === 'for await') for await (const _ of
        { [Symbol.asyncIterator]() { return { next: never } } }) {}
      class A { m = async () => { try { throw 1 } catch {
        await never() } } }
      await new A().m()
    }`)
  const lines = async (kind: string) => {
    const promise = main(kind, never)
    for (let turn = 0; turn < 9; turn++) await null
    return stackOf(promise)
  }
  return Promise.all([
    expect(lines('await')).resolves.toEqual(['main 4']),
    expect(lines('body')).resolves.toEqual(['main 7']),
    expect(lines('for await')).resolves.toEqual(['main 9']),
    expect(lines('')).resolves.toEqual(['main 13']),
  ])
})

it('asking does not move the call on', async () => {
  const main = load(
    `export const main = async (seen) => { for (let i = 0; i < 3; i++) seen.push(await i); return seen }`,
  )
  const promise = main([])
  const asked: string[][] = []
  for (let turn = 0; turn < 5; turn++) {
    asked.push(stackOf(promise), stackOf(promise))
    await null
  }
  expect(asked.slice(0, 2)).toEqual([['main 1'], ['main 1']])
  expect(await promise).toEqual([0, 1, 2])
})

it('a running call, and one that adopts what it has returned, have no place', async () => {
  const main = load(`export async function main(look, never) { await null; look(); return never() }`)
  let inside: string[] = []
  const promise: Promise<unknown> = main(() => {
    inside = stackOf(promise)
  }, never)
  for (let turn = 0; turn < 9; turn++) await null
  expect([inside, stackOf(promise)]).toEqual([[], []])
})

it('a request to an async generator stands in the generator, also in a yield*', async () => {
  const requests: Promise<unknown>[] = []
  const main = load(`// first
    async function* inner(never) { yield 1
      await never() }
    async function* outer(never) { yield*
      inner(never) }
    export const main = async (never, seen) => { const all = outer(never); await all.next(); seen.push(all.next()) }`)
  await main(never, requests)
  for (let turn = 0; turn < 20; turn++) await null
  expect(requests.map(stackOf)).toEqual([['outer 4']])
})

it('a deadlock names the calls and the lines where they wait', async () => {
  const main = load(`
    async function neverSettled() {
      await new Promise(() => {})
    }
    export async function main() {
      await neverSettled()
    }`)
  const error = await virtual(async () => void (await main()), { patience: 20 })().catch((thrown) => thrown)
  expect(error.name).toBe('DeadlockError')
  expect(error.message).toMatch(/'neverSettled' waits for a promise\n\s+at neverSettled \(app\.js:\d+:\d+\)/)
  expect(error.message).toMatch(/'main' waits for call 'neverSettled'\n\s+at main \(app\.js:\d+:\d+\)/)
})
