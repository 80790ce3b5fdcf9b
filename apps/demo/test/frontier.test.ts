import { coroutine, createTask, sleep } from '@acoro/core'
import { explore, VirtualLoop } from '@acoro/testing'
import { describe, expect, it } from 'vitest'
import { Frontier } from '../src/crawl/frontier.ts'

describe('the frontier', () => {
  it('is first in, first out, however many there are and whenever they come', () => {
    const taken = new VirtualLoop().runSync(function* main() {
      using frontier = new Frontier(4)
      const urls: string[] = []
      for (let n = 0; n < 50; n++) frontier.put(`/${n}`)
      while (urls.length < 100) {
        urls.push(yield* frontier.take())
        if (urls.length <= 50) frontier.put(`/${urls.length + 49}`)
        frontier.done()
      }
      yield* frontier.join()
      return urls
    })
    expect(taken).toEqual(Array.from({ length: 100 }, (_, n) => `/${n}`))
  })

  it('is not done before all of it is, in whatever order the workers run', () => {
    const SIZE = 200
    const work = coroutine(function* work(frontier: Frontier, seen: string[]) {
      for (;;) {
        const url = yield* frontier.take()
        const n = Number(url)
        yield* sleep(n % 3)
        // A tree: join() must not return because one worker is done early.
        for (const child of [3 * n + 1, 3 * n + 2, 3 * n + 3]) if (child < SIZE) frontier.put(`${child}`)
        seen.push(url)
        frontier.done()
      }
    })
    explore({ runs: 100, seed: 1 }, function* main() {
      using frontier = new Frontier(3)
      const seen: string[] = []
      const workers = [1, 2, 3].map(() => createTask(work(frontier, seen)))
      frontier.put('0')
      yield* frontier.join()
      for (const worker of workers) worker.cancel()
      expect(new Set(seen).size).toBe(SIZE)
    })
  })
})
