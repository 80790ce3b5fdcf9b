import { getEventListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import { fromPromise } from '@acoro/compat'
import { asyncWith, createTask, gather, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Fetch, PageCache, PageCacheOptions, PageResponse } from '../src/adopting/page-cache.ts'
import { createPageCache as step0 } from '../src/adopting/step-0.ts'
import { createPageCache as step1 } from '../src/adopting/step-1.ts'
import { createPageCache as step2 } from '../src/adopting/step-2.ts'
import { createPageCache as step3 } from '../src/adopting/step-3.ts'
import { Pages } from '../src/adopting/step-4.ts'

type Create = (options: PageCacheOptions) => PageCache

const steps: Create[] = [step0, step1, step2, step3, (options) => new Pages(options)]

/** Runs everything that waits for no timer. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

const ok = (text: string): PageResponse => ({ ok: true, status: 200, text: async () => text })
const failed: PageResponse = { ok: false, status: 503, text: async () => '' }

/** A promise that only an abort of `signal` settles, as of a server that never answers. */
const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

function options(fetch: Fetch, changes: Partial<PageCacheOptions> = {}): PageCacheOptions {
  return { fetch, retries: 2, backoff: 0, attemptTimeout: 60_000, ...changes }
}

/** A `fetch` that returns one answer after the other, and lists what it was asked for. */
function answering(...answers: (PageResponse | 'never')[]): { fetch: Fetch; asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    fetch: async (url, { signal }) => {
      const answer = answers[asked.length] ?? ok('the rest')
      asked.push(url)
      return answer === 'never' ? never(signal) : answer
    },
  }
}

describe.each(steps.map((create, step) => ({ step: `step ${step}`, create })))(
  'what $step keeps',
  ({ create }) => {
    test('a page is fetched once, for all who ask', async () => {
      const { fetch, asked } = answering(ok('page'))
      const cache = create(options(fetch))
      expect(await Promise.all([cache.get('/a'), cache.get('/a')])).toEqual(['page', 'page'])
      expect(await cache.get('/a')).toBe('page')
      expect(asked).toEqual(['/a'])
    })

    test('it tries again, and gives up after the last retry', async () => {
      const twice = answering(failed, failed, ok('third time'))
      expect(await create(options(twice.fetch)).get('/a')).toBe('third time')
      const thrice = answering(failed, failed, failed)
      await expect(create(options(thrice.fetch)).get('/a')).rejects.toThrow('/a answered 503')
      expect(thrice.asked).toHaveLength(3)
    })

    test('a failure is not kept', async () => {
      const { fetch } = answering(failed, ok('later'))
      const cache = create(options(fetch, { retries: 0 }))
      await expect(cache.get('/a')).rejects.toThrow('503')
      await settle()
      expect(await cache.get('/a')).toBe('later')
    })

    test('an attempt that takes too long is given up, and tried again', async () => {
      const { fetch, asked } = answering('never')
      // On a busy machine a later attempt may take too long, too.
      const cache = create(options(fetch, { attemptTimeout: 1, retries: 1000 }))
      expect(await cache.get('/a')).toBe('the rest')
      expect(asked.length).toBeGreaterThan(1)
    })

    test('the signal of the only caller ends the fetch', async () => {
      const { fetch } = answering('never')
      const controller = new AbortController()
      const page = create(options(fetch)).get('/a', controller)
      await settle()
      const reason = new Error('the user left')
      controller.abort(reason)
      await expect(page).rejects.toBe(reason)
    })
  },
)

// What is wrong with step 0, each with the step that fixes it. A probe tells whether it is still wrong.
const flaws: { flaw: string; untilStep: number; probe: (create: Create) => Promise<boolean> }[] = [
  {
    flaw: 'a listener stays on the signal of the caller',
    untilStep: 1,
    async probe(create) {
      const { signal } = new AbortController()
      await create(options(answering(ok('page')).fetch)).get('/a', { signal })
      await settle()
      return getEventListeners(signal, 'abort').length > 0
    },
  },
  {
    flaw: 'no deadline holds for the body of a page',
    untilStep: 1,
    async probe(create) {
      const controller = new AbortController()
      const before = vi.getTimerCount()
      const slow: Fetch = async (_url, { signal }) => ({ ...ok(''), text: () => never(signal) })
      const page = create(options(slow)).get('/a', controller)
      page.catch(() => {})
      await settle()
      const hasDeadline = vi.getTimerCount() > before
      controller.abort()
      return !hasDeadline
    },
  },
  {
    flaw: 'an abort in the pause between two attempts is not heard',
    untilStep: 2,
    async probe(create) {
      const controller = new AbortController()
      const page = create(options(answering(failed).fetch, { backoff: 60_000 })).get('/a', controller)
      await settle()
      controller.abort()
      return !(await hasSettled(page))
    },
  },
  {
    flaw: 'the first caller to leave takes the page away from the others',
    untilStep: 3,
    async probe(create) {
      let answer: ((response: PageResponse) => void) | undefined
      const fetch: Fetch = (_url, { signal }) =>
        Promise.race([
          never(signal),
          new Promise<PageResponse>((resolve) => {
            answer = resolve
          }),
        ])
      const cache = create(options(fetch))
      const controller = new AbortController()
      const first = cache.get('/a', controller)
      const second = cache.get('/a')
      await settle()
      controller.abort()
      await expect(first).rejects.toHaveProperty('name', 'AbortError')
      answer?.(ok('page'))
      return second.then(
        () => false,
        () => true,
      )
    },
  },
  {
    flaw: 'the signal of a later caller is not heard',
    untilStep: 3,
    async probe(create) {
      const cache = create(options(answering('never').fetch))
      const [first, second] = [new AbortController(), new AbortController()]
      cache.get('/a', first).catch(() => {})
      const page = cache.get('/a', second)
      await settle()
      second.abort()
      const isDeaf = !(await hasSettled(page))
      first.abort()
      return isDeaf
    },
  },
]

async function hasSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const note = () => {
    settled = true
  }
  promise.then(note, note)
  await settle()
  return settled
}

describe('what was wrong, and since which step it is right', () => {
  // No probe waits for a timer: timers of an hour or more are only counted.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  describe.each(flaws)('$flaw', ({ untilStep, probe }) => {
    test.each(steps.map((create, step) => ({ step: `step ${step}`, create, wrong: step < untilStep })))(
      '$step: $wrong',
      async ({ create, wrong }) => {
        expect(await probe(create)).toBe(wrong)
      },
    )
  })
})

describe('what step 4 adds', () => {
  const hour = 3_600_000

  test('hours of retries are tested in no time', async () => {
    const { fetch, asked } = answering(failed, failed, ok('at last'))
    const loop = new VirtualLoop()
    const text = await loop.runUntilComplete(new Pages(options(fetch, { backoff: hour })).page('/a'))
    expect([text, asked.length, loop.time()]).toEqual(['at last', 3, hour + 2 * hour])
  })

  test('leaving the block cancels what is under way, and waits until it has cleaned up', async () => {
    const log: string[] = []
    const fetch: Fetch = (url, { signal }) => {
      signal.addEventListener('abort', () => log.push(`${url} aborted`))
      return never(signal)
    }
    await new VirtualLoop().runUntilComplete(
      asyncWith(new Pages(options(fetch)), function* (pages) {
        createTask(pages.page('/a'))
        createTask(pages.page('/b'))
        yield* sleep(0)
        yield* sleep(0)
        log.push('leaving')
      }),
    )
    expect(log).toEqual(['leaving', '/a aborted', '/b aborted'])
  })

  test('coroutines and promise code share a page', async () => {
    const { fetch, asked } = answering(ok('shared'))
    const pages = new Pages(options(fetch))
    const both = await new VirtualLoop().runUntilComplete(
      (function* () {
        return yield* gather(pages.page('/a'), fromPromise(pages.get('/a')))
      })(),
    )
    expect([both, asked]).toEqual([['shared', 'shared'], ['/a']])
  })
})

test('the changes that the guide shows are those from step to step', () => {
  const guide = readFileSync(new URL('../../../docs/adopting-generators.md', import.meta.url), 'utf8')
  const blocks = [...guide.matchAll(/^```diff\n(.*?)^```$/gms)].map(([, block]) =>
    block?.trimEnd().split('\n'),
  )
  expect(blocks).toHaveLength(4)
  for (const [index, lines = []] of blocks.entries()) {
    const [before, after] = [index, index + 1].map((step) =>
      readFileSync(new URL(`../src/adopting/step-${step}.ts`, import.meta.url), 'utf8'),
    )
    const shown = (signs: string) => lines.filter((line) => signs.includes(line[0] ?? ' '))
    for (const part of parts(shown(' -'))) expect(before).toContain(part)
    for (const part of parts(shown(' +'))) expect(after).toContain(part)
  }
})

/** The lines of a change without their signs. `…` stands for lines that are left out. */
function parts(lines: readonly string[]): string[] {
  return lines
    .map((line) => line.slice(1))
    .join('\n')
    .split(/\n *…\n/)
}
