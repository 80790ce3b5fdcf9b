// only on server: files and sockets are those of Node

import { readFile, stat } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import { fromPromise } from '@acoro/compat'
import { sleep } from '@acoro/core'
import { LeakError, VirtualLoop, virtual } from '@acoro/testing'
import { it as virtualIt } from '@acoro/testing/vitest'
import { afterEach, describe, expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'

const real = { setTimeout, fetch, Date }

afterEach(() => {
  expect(globalThis.setTimeout).toBe(real.setTimeout)
  expect(globalThis.fetch).toBe(real.fetch)
  expect(globalThis.Date).toBe(real.Date)
})

const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))
const here = fileURLToPath(import.meta.url)

describe('virtual of an async function', () => {
  virtualIt('passes time for timers, dates and signals', async (loop, { task }) => {
    await wait(3_600_000)
    expect([loop.time(), Date.now(), performance.now()]).toEqual([3_600_000, 3_600_000, 3_600_000])
    const signal = AbortSignal.timeout(1000)
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    expect([loop.time(), task.name]).toEqual([3_601_000, 'passes time for timers, dates and signals'])
  })

  it('fails with its error, in a rejection and in a timer', async () => {
    await expect(virtual(async () => Promise.reject(new RangeError('mine')))()).rejects.toThrow(
      new RangeError('mine'),
    )
    const inTimer = virtual(async () => {
      setTimeout(() => {
        throw new RangeError('in a timer')
      }, 5)
      await wait(10)
    })
    await expect(inTimer()).rejects.toThrow(new RangeError('in a timer'))
  })

  it('names a promise that nobody will settle as a deadlock', async () => {
    const test = virtual(
      async () => {
        await wait(10)
        await new Promise(() => {})
      },
      { patience: 20 },
    )
    await expect(test()).rejects.toMatchObject({
      name: 'DeadlockError',
      message: expect.stringMatching(
        /^deadlock at 10 ms: 1 task waits for what nothing will finish\n.* waits for the promise of the test\n[\s\S]*never settled: the promise of the test\. No timer waits, no input or output is under way, and nothing has come for 20 ms of real time\./,
      ),
    })
  })

  it('leaves timers real if it is told so', async () => {
    const test = virtual(async () => expect(globalThis.setTimeout).toBe(real.setTimeout), { globals: false })
    await test()
  })

  it('reports tasks that are left over', async () => {
    const test = virtual(async (loop) => {
      loop.createTask(sleep(1000), { name: 'forgotten' })
      await wait(1)
    })
    await expect(test()).rejects.toThrow(LeakError)
  })
})

/** Other platforms do not list what is in flight. */
const withIo = onlyOn('node', 'the others do not say what is in flight')
/** From 26 on Node reads a small file in one go, and does not list that. */
const withListedFiles = Number.parseInt(process.versions.node, 10) < 26 ? withIo : it.skip

describe('real input and output holds virtual time', () => {
  withListedFiles('while a file is read, whatever timers wait', async () => {
    await virtual(async (loop) => {
      let ticks = 0
      const ticking = setInterval(() => ticks++, 1)
      for (let n = 0; n < 20; n++) await readFile(here)
      clearInterval(ticking)
      expect([loop.time(), ticks]).toEqual([0, 0])
    })()
  })

  withIo('while a file is opened and asked about, too', async () => {
    await virtual(async (loop) => {
      let ticks = 0
      const ticking = setInterval(() => ticks++, 1)
      for (let n = 0; n < 20; n++) await stat(here)
      clearInterval(ticking)
      expect([loop.time(), ticks]).toEqual([0, 0])
    })()
  })

  it('while a promise is awaited that the platform does not list, whatever timers wait', async () => {
    await virtual(
      function* (loop) {
        let ticks = 0
        const ticking = setInterval(() => ticks++, 1)
        for (let n = 0; n < 3; n++) {
          const packed = yield* fromPromise(promisify(deflate)('x'.repeat(200_000)))
          expect(packed.length).toBeGreaterThan(0)
        }
        clearInterval(ticking)
        expect([loop.time(), ticks]).toEqual([0, 0])
      },
      { globals: true },
    )()
  })

  it('but a promise that itself waits for a timer has it', async () => {
    await virtual(
      function* (loop) {
        for (let n = 0; n < 100; n++) yield* fromPromise(wait(1000))
        expect(loop.time()).toBe(100_000)
      },
      { globals: true },
    )()
  })

  withIo('while a digest is made', async () => {
    await virtual(async (loop) => {
      const ticking = setInterval(() => {}, 1)
      await crypto.subtle.digest('SHA-256', new Uint8Array(5_000_000))
      clearInterval(ticking)
      expect(loop.time()).toBe(0)
    })()
  })

  withIo('while a request is answered, so that its timeout does not abort it', async () => {
    await serving(
      (_request, response) => response.end('hello'),
      virtual(async (loop) => {
        const answer = await fetch(url, { signal: AbortSignal.timeout(1000) })
        expect(await answer.text()).toBe('hello')
        expect(loop.time()).toBe(0)
      }),
    )
  })

  withIo('until the answer itself needs virtual time', async () => {
    await serving(
      (_request, response) => void setTimeout(() => response.end('late'), 5000),
      virtual(async (loop) => {
        const answer = await fetch(url)
        expect([await answer.text(), loop.time()]).toEqual(['late', 5000])
      }),
    )
  })

  withIo('but not a fetch that the test has put in place', async () => {
    globalThis.fetch = async () => {
      await wait(50)
      return new Response('mine')
    }
    try {
      await virtual(async (loop) => {
        expect(await (await fetch('http://nowhere')).text()).toBe('mine')
        expect(loop.time()).toBe(50)
      })()
    } finally {
      globalThis.fetch = real.fetch
    }
  })

  withIo('and an answer that never comes is named', async () => {
    await serving(
      () => {},
      async () => {
        using loop = new VirtualLoop({ patience: 300 })
        const { installGlobals } = await import('@acoro/testing')
        installGlobals(loop)
        await expect(loop.runAsync(async () => fetch(url))).rejects.toThrow(
          /^Waited 300 ms of real time for what is under way outside the loop, and it has not ended: fetch http:/,
        )
      },
    )
  })
})

let url = ''

async function serving(handler: RequestListener, test: () => Promise<void>): Promise<void> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  try {
    await test()
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
