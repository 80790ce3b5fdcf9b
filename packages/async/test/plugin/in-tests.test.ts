// only on server: the compiler is a program

import * as async from '@acoro/async'
import * as helpers from '@acoro/async/helpers/plugin'
import { explore, LeakError, OrderError, virtual } from '@acoro/testing'
import { describe, expect, it } from 'vitest'
import { lower } from '../../src/plugin/lower.ts'
import { bindHelpers } from '../support/compilers.ts'

/** Lowers the module `source`, and returns what it declares as `main`. */
function load(source: string): () => Promise<unknown> {
  const { code } = lower(source, 'app.js', { raw: false }) as { code: string }
  const body = bindHelpers(code).replace(/^ *export /gm, '')
  return new Function('ofPlugin', 'async', `${body}\nreturn main`)(helpers, async) as () => Promise<unknown>
}

const wait = 'const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));\n'

describe('lowered code in a virtual test', () => {
  it('runs on its clock', async () => {
    const main = load(
      `${wait}export async function main() { await wait(3_600_000); return performance.now() }`,
    )
    await virtual(async (loop) => {
      expect(await main()).toBe(3_600_000)
      expect(loop.time()).toBe(3_600_000)
    })()
  })

  it('reports a call that is left over', async () => {
    const main = load(`${wait}
      async function forgotten() { await wait(1000) }
      export async function main() { void forgotten(); await wait(1) }`)
    const test = virtual(async () => void (await main()))
    await expect(test()).rejects.toThrow(LeakError)
    await expect(test()).rejects.toThrow(/left over:\n {2}<Call pending /)
  })

  it('names each call that waits for ever', async () => {
    const main = load(`
      async function never() { await new Promise(() => {}) }
      export async function main() { await never() }`)
    const test = virtual(async () => void (await main()), { patience: 20 })
    await expect(test()).rejects.toMatchObject({
      name: 'DeadlockError',
      message: expect.stringMatching(/never/),
    })
  })

  it('is cancelled by a timeout at its await, with its finally, by the face in promises', async () => {
    const main = load(`
      const log = []
      async function slow() {
        try { await async.sleep(1000) } finally { log.push('cleaned up'); await async.sleep(5) }
      }
      export async function main() {
        const lock = new async.Lock()
        try { await async.timeout(100, async () => { await lock.acquire(); await slow() }) }
        catch (error) { log.push(error.name) }
        return log
      }`)
    await virtual(async (loop) => {
      expect(await main()).toEqual(['cleaned up', 'TimeoutError'])
      expect(loop.time()).toBe(105)
    })()
  })

  it('is explored like any other', async () => {
    const main = load(`${wait}
      export async function main() {
        let seats = 1, sold = 0
        const book = async (ms) => { if (seats === 0) return; await wait(ms); seats--; sold++ }
        const late = async () => { await wait(12); await book(5) }
        await Promise.all([book(10), late()])
        if (sold > 1) throw new Error('sold twice')
      }`)
    await expect(explore({}, main)).rejects.toThrow(OrderError)
  })
})
