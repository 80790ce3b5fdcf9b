import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CancelledError, createTask, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import { describe, expect, it } from 'vitest'
import { readState } from '../src/cli/files.ts'
import { saveNowAndThen } from '../src/cli/save-state.ts'
import { crawl } from '../src/crawl/crawl.ts'
import { CrawlState } from '../src/crawl/crawl-state.ts'
import type { KnownVisits } from '../src/crawl/known-visits.ts'
import { writeWhole } from '../src/store/draft.ts'
import { FakeSite, page, type Script } from './fake-site.ts'
import { saveText } from './state-text.ts'
import { temporaryFolder } from './temporary-folder.ts'

const START = 'http://site.test/'
const LIMITS = { concurrency: 1, perHost: 1, timeout: 1000, retries: 0 }

/** Pages in a row: each takes 10 ms, and leads to the next. */
const CHAIN: Script = Object.fromEntries(
  Array.from({ length: 100 }, (_, n) => [n === 0 ? START : `${START}${n}`, page(`/${n + 1}`)]),
)

/** Visits that take several pieces to save. */
const MANY = Array.from({ length: 40 }, (_, n) => {
  const links = [`/${'x'.repeat(10_000)}`]
  const outcome = { kind: 'fine', content: { links, anchors: new Set<string>(), base: undefined } } as const
  return { url: n === 0 ? START : `${START}${n}`, outcome, attempts: 1, duration: 1 }
})

function onFailure(error: Error): void {
  throw error
}

function stateOn(loop: VirtualLoop, known?: KnownVisits): CrawlState {
  return new CrawlState(START, 999, () => loop.time(), known && { known })
}

describe('a crawl that is saved now and then', () => {
  it('loses no more than the time since, when the process is killed at any moment', () => {
    for (let killed = 95; killed < 1000; killed += 150) {
      using folder = temporaryFolder()
      const path = join(folder.path, 'state')
      const loop = new VirtualLoop()
      using state = stateOn(loop)
      loop.runSync(function* main() {
        createTask(saveNowAndThen(state, { path, every: 205, onFailure }))
        createTask(crawl(state, new FakeSite(CHAIN), LIMITS))
        yield* sleep(killed)
        // kill -9 runs no `finally`: what is on disk now is all there is.
        const visited = state.map.visited
        const known = readState(path, START)
        expect(visited - (known?.size ?? 0)).toBeLessThanOrEqual(21)
        expect(readdirSync(folder.path)).toEqual(killed < 205 ? [] : ['state'])

        const rest = new FakeSite(CHAIN)
        yield* crawl(stateOn(loop, known), rest, LIMITS)
        expect(rest.log.length).toBe(101 - (known?.size ?? 0))
      })
    }
  })

  it('is saved as it was when that began, while it goes on', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'state')
    const loop = new VirtualLoop()
    using state = stateOn(loop)
    loop.runSync(function* main() {
      state.record({ ...MANY[0]!, outcome: { kind: 'fine', content: linksToAll() } })
      for (const visit of MANY.slice(1, 20)) state.record(visit)
      createTask(saveNowAndThen(state, { path, every: 100, onFailure }))
      yield* sleep(100)
      for (const visit of MANY.slice(20)) {
        state.record(visit)
        yield* sleep(0)
      }
      yield* sleep(1)
      // The first of the 20 was recorded just before, the others between two pieces or after the last.
      expect(readState(path, START)?.size).toBe(21)
      yield* sleep(100)
      expect(readState(path, START)?.size).toBe(MANY.length)
    })
  })

  it('when cancelled in the middle of that, leaves the file as it was, and no other', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'state')
    const found: number[] = []
    for (let steps = 0; steps < 12; steps++) {
      writeWhole(path, [saveText(START, MANY.slice(0, 1))])
      const loop = new VirtualLoop()
      using state = stateOn(loop)
      loop.runSync(function* main() {
        const saving = createTask(saveNowAndThen(state, { path, every: 100, onFailure }))
        yield* sleep(0)
        state.record({ ...MANY[0]!, outcome: { kind: 'fine', content: linksToAll() } })
        for (const visit of MANY.slice(1)) state.record(visit)
        yield* sleep(100)
        for (let n = 0; n < steps; n++) yield* sleep(0)
        saving.cancel()
        try {
          yield* saving
        } catch (error) {
          expect(error).toBeInstanceOf(CancelledError)
        }
      })
      expect(readdirSync(folder.path)).toEqual(['state'])
      found.push(readState(path, START)!.size)
    }
    expect(new Set(found)).toEqual(new Set([1, MANY.length]))
    expect(found.toSorted((a, b) => a - b)).toEqual(found)
  })

  it('is not written again where there is nothing new', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'state')
    const loop = new VirtualLoop()
    using state = stateOn(loop)
    loop.runSync(function* main() {
      createTask(saveNowAndThen(state, { path, every: 100, onFailure }))
      yield* sleep(150)
      expect(existsSync(path)).toBe(false)
      state.record(MANY[0]!)
      yield* sleep(100)
      expect(existsSync(path)).toBe(true)
      rmSync(path)
      yield* sleep(1000)
      expect(existsSync(path)).toBe(false)
    })
  })

  it('goes on where it cannot be saved, says so, and tries again', () => {
    using folder = temporaryFolder()
    const elsewhere = join(folder.path, 'elsewhere')
    const path = join(elsewhere, 'state')
    const said: string[] = []
    const loop = new VirtualLoop()
    using state = stateOn(loop)
    loop.runSync(function* main() {
      const tell = (error: Error) => void said.push(error.message)
      createTask(saveNowAndThen(state, { path, every: 100, onFailure: tell }))
      yield* sleep(0)
      state.record(MANY[0]!)
      yield* sleep(250)
      mkdirSync(elsewhere)
      yield* sleep(100)
    })
    const message = `${JSON.stringify(path)} cannot be written: there is no such file or folder`
    expect(said).toEqual([message, message])
    expect(readFileSync(path, 'utf8')).toContain('"count":1')
  })
})

function linksToAll() {
  return { links: MANY.map(({ url }) => url), anchors: new Set<string>(), base: undefined }
}
