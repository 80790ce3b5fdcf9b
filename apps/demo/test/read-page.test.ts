import { readFileSync } from 'node:fs'
import {
  coroutine,
  createTask,
  type EventLoop,
  type Executor,
  getRunningLoop,
  InlineExecutor,
  run,
  sleep,
} from '@acoro/core'
import { ThreadPoolExecutor } from '@acoro/executors'
import { describe, expect, it, vi } from 'vitest'
import { readPage } from '../src/link/read-page.ts'

// A worker takes time to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const LINKS = 20_000
const CHUNK = 64 * 1024

/** A page of 5 MB, in pieces as the network would bring it. */
function bigPage(): Uint8Array[] {
  const text = 'words '.repeat(35)
  const paragraphs = Array.from(
    { length: LINKS },
    (_, n) => `<p id="p${n}">${text}<a href="/light-${n}.html">Light ${n}</a></p>\n`,
  )
  const bytes = new TextEncoder().encode(paragraphs.join(''))
  expect(bytes.length).toBeGreaterThan(5_000_000)
  return Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, n) =>
    bytes.slice(n * CHUNK, (n + 1) * CHUNK),
  )
}

/**
 * How long this thread has worked so far, in ms.
 *
 * This is not elapsed time: on a busy machine a thread waits for its processor. If the platform does not
 * tell, it is elapsed time after all.
 */
function worked(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => { user: number; system: number } }
  if (threadCpuUsage !== undefined) {
    const { user, system } = threadCpuUsage.call(process)
    return (user + system) / 1000
  }
  if (process.platform !== 'linux') return performance.now()
  return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6
}

/**
 * Reads the page. Returns the longest stretch of work between two turns of a task that wants one every ms.
 */
function readWatched(makeExecutor: (loop: EventLoop) => Executor) {
  const chunks = bigPage()
  return run(function* main() {
    const loop = getRunningLoop()
    loop.setDefaultExecutor(makeExecutor(loop))
    // The worker is started and warm, as after the first page of a crawl.
    yield* readPage({ chunks: chunks.slice(0, 1), charset: undefined })
    let longest = 0
    let turns = 0
    const probe = createTask(
      coroutine(function* probe() {
        for (let last = worked(); ; turns++) {
          yield* sleep(1)
          const now = worked()
          longest = Math.max(longest, now - last)
          last = now
        }
      })(),
    )
    yield* sleep(5)
    const before = turns
    const content = yield* readPage({ chunks, charset: undefined })
    yield* sleep(5)
    probe.cancel()
    return { longest, turns: turns - before, content }
  })
}

describe('readPage', () => {
  it('never blocks the loop for 20 ms, however big the page', async () => {
    const { longest, turns, content } = await readWatched(() => new ThreadPoolExecutor({ maxWorkers: 1 }))
    expect([content.links.length, content.anchors.size]).toEqual([LINKS, LINKS])
    expect(turns).toBeGreaterThan(5)
    expect(longest).toBeLessThan(20)
  })

  it('would, without a worker: the probe can tell', async () => {
    const { longest, content } = await readWatched((loop) => new InlineExecutor(loop))
    expect(content.links.length).toBe(LINKS)
    expect(longest).toBeGreaterThan(20)
  })

  it('reads the charset the server named, and UTF-8 where that is unknown', async () => {
    const chunks = [
      new Uint8Array([...'<a href="m'].map((c) => c.charCodeAt(0))),
      new Uint8Array([0xe5, 0x22, 0x3e]),
    ]
    const links = (charset: string | undefined) =>
      run(function* main() {
        return (yield* readPage({ chunks, charset })).links
      })
    expect(await links('iso-8859-1')).toEqual(['må'])
    expect(await links('klingon')).toEqual(['m\ufffd'])
    expect(await links(undefined)).toEqual(['m\ufffd'])
  })
})
