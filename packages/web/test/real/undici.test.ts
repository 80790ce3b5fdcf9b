// only on exceptBun: Bun has an undici of its own, without clients and pools

// undici, with what fetch does not show: pipelining, and uploads and answers that are given up at any moment.

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { Readable } from 'node:stream'
import { fromPromise } from '@acoro/compat'
import { emit, isCancelledError, sleep } from '@acoro/core'
import { handler, type RequestEnd, type RequestFunction, streamed } from '@acoro/web'
import { toListener } from '@acoro/web/node'
import { Client } from 'undici'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { portOf } from '../support/client-goes.ts'
import { signalled } from '../support/serving.ts'

let printed: string[] = []
const closers: (() => Promise<unknown>)[] = []
beforeEach(() => {
  printed = []
  vi.spyOn(console, 'error').mockImplementation((...what) => void printed.push(what.join(' ')))
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const close of closers.splice(0).reverse()) await close()
})

async function serving(fn: RequestFunction<readonly unknown[]>, onEnd?: (end: RequestEnd) => void) {
  const handle = handler(fn, { onEnd })
  const server: Server = createServer(toListener(handle))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return { handle, url: `http://127.0.0.1:${portOf(server)}` }
}

function clientOf(url: string, pipelining: number): Client {
  const client = new Client(url, { pipelining })
  closers.push(() => client.destroy())
  return client
}

test('pipelined requests on one connection are worked on at once, and answered in order', async () => {
  const all = signalled()
  let count = 0
  const { url } = await serving(function* (request) {
    if (++count === 10) all.fire()
    // Each waits for all.
    yield* fromPromise(all.promise)
    yield* sleep(count-- % 3)
    return new Response(new URL(request.url).pathname)
  })
  const client = clientOf(url, 10)
  const paths = Array.from({ length: 10 }, (_, i) => `/${i}`)
  const texts = await Promise.all(
    paths.map(async (path) => (await client.request({ method: 'GET', path })).body.text()),
  )
  expect(texts).toEqual(paths)
})

type Moment = 'at once' | 'in the upload' | 'while it works' | 'at the head' | 'in the answer' | 'at the end'

test.each<[Moment, string]>([
  ['at once', 'none, or left'],
  ['in the upload', 'left, cancelled once'],
  ['while it works', 'left, cancelled once'],
  ['at the head', 'left, cancelled once'],
  ['in the answer', 'left, cancelled once'],
  ['at the end', 'answered'],
])('a request that is given up %s: %s', async (moment, expected) => {
  const at: Record<string, { promise: Promise<void>; fire: (value: void) => void }> = {}
  const reached = (name: Moment) => {
    at[name] ??= signalled<void>()
    return at[name]
  }
  let cancels = 0
  let end: string | null = null
  const ended = signalled()
  const { handle, url } = await serving(
    function* (request) {
      try {
        reached('in the upload').fire()
        const { length } = yield* fromPromise(request.text())
        reached('while it works').fire()
        if (moment === 'while it works') yield* sleep(60_000)
        return streamed(function* () {
          try {
            yield* emit(`${length} `)
            reached('in the answer').fire()
            if (moment !== 'at the end') yield* sleep(60_000)
            yield* emit('end')
          } catch (error) {
            if (isCancelledError(error)) cancels++
            throw error
          }
        })
      } catch (error) {
        if (isCancelledError(error)) cancels++
        throw error
      }
    },
    ({ outcome }) => {
      end = cancels > 0 ? `${outcome}, cancelled ${cancels === 1 ? 'once' : `${cancels} times`}` : outcome
      ended.fire()
    },
  )
  const client = clientOf(url, 1)
  const controller = new AbortController()
  const upload = new Readable({ read() {} })
  upload.push('half ')
  if (moment !== 'in the upload') {
    upload.push('whole')
    upload.push(null)
  }
  const asked = client.request({ method: 'POST', path: '/', body: upload, signal: controller.signal })
  asked.catch(() => {})
  if (moment === 'at once') controller.abort()
  else if (moment === 'in the upload' || moment === 'while it works') {
    await reached(moment).promise
    controller.abort()
    await ended.promise
  } else {
    const { body } = await asked
    body.on('error', () => {})
    if (moment === 'at the end') expect(await body.text()).toBe('10 end')
    else if (moment === 'in the answer') await reached(moment).promise
    controller.abort()
    await ended.promise
  }
  // The next one on this client is answered, or connects anew.
  await client.close().catch(() => {})
  while (handle.statistics().active > 0) await new Promise(setImmediate)
  if (moment === 'at once') expect([null, 'left', 'left, cancelled once']).toContain(end)
  else expect(end).toBe(expected)
  expect(printed).toEqual([])
})
