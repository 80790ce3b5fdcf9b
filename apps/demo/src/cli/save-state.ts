import { coroutine, sleep } from '@acoro/core'
import type { CrawlState } from '../crawl/crawl-state.ts'
import { saveState } from '../crawl/saved-state.ts'
import { DiskError } from '../store/disk-error.ts'
import { Draft } from '../store/draft.ts'

/**
 * Saves the crawl now and then, so that a process that is killed, or a machine that is switched off, loses no more than
 * what came since. It is copied a piece at a time, and the crawl goes on between two pieces; what is found meanwhile
 * is for the next time. Cancelled half-way, the file is as it was before.
 */

interface Saving {
  readonly path: string
  /** The pause before each time: ms. */
  readonly every: number
  /** Told of a disk that is full, and the like: that is no reason to end a crawl. */
  readonly onFailure: (error: DiskError) => void
}

/** Saves until cancelled, whenever there is something new. */
export const saveNowAndThen = coroutine(function* saveNowAndThen(state: CrawlState, saving: Saving) {
  let saved = state.map.visited
  for (;;) {
    yield* sleep(saving.every)
    const { visited } = state.map
    if (visited === saved) continue
    try {
      yield* save(state, saving.path)
      saved = visited
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      saving.onFailure(error)
    }
  }
})

const save = coroutine(function* save({ map }: CrawlState, path: string) {
  using draft = new Draft(path)
  for (const piece of saveState(map.starts.join(' '), map.visits)) {
    draft.write(piece)
    yield* sleep(0)
  }
  draft.keep()
})
