// only on server: the compiler is a program

import * as helpers from '@acoro/async/helpers/plugin'
import * as core from '@acoro/core'
import * as testing from '@acoro/testing'
import { expect, it } from 'vitest'
import { lower } from '../../src/plugin/lower.ts'
import { bindHelpers } from '../support/compilers.ts'

type Main = () => Promise<unknown>

/** Lowers the module `source`, and returns what it declares as `main`. */
function load(source: string): Main {
  const { code } = lower(source, 'app.js', { raw: false }) as { code: string }
  const names = { ...core, ...testing, ofPlugin: helpers }
  const body = bindHelpers(code).replace(/\bexport /g, '       ')
  return new Function(...Object.keys(names), `${body}\nreturn main`)(...Object.values(names)) as Main
}

it('a lowered function may run other loops, before and after an await', async () => {
  const main = load(`export async function main() {
    const first = await run(function* () { yield* sleep(1); return 'run' })
    const second = new VirtualLoop().runSync(function* () { yield* sleep(1000); return 'runSync' })
    await null
    const third = await new VirtualLoop().runAsync(function* () { yield* sleep(1000); return 'runAsync' })
    return [first, second, third, currentTask() !== null]
  }`)
  expect(await main()).toEqual(['run', 'runSync', 'runAsync', true])
})

it('a coroutine that it awaits may not', async () => {
  const main = load(`export async function main() {
    await (function* () { new VirtualLoop().runSync(function* () {}) })()
  }`)
  await expect(main()).rejects.toThrow('while another loop is running')
})

it('tests that were lowered themselves have the clock of the test, and may explore', async () => {
  const main = load(`export async function main() {
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    let time
    await virtual(async (loop) => { await wait(3_600_000); time = loop.time() })()
    const explored = await explore({ runs: 3 }, async () => { await wait(1) })
    return [time, explored.runs > 0]
  }`)
  expect(await main()).toEqual([3_600_000, true])
})
