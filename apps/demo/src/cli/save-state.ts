import { coroutine, sleep } from '@acoro/core'
import { every } from '@acoro/service'
import type { CrawlState } from '../crawl/crawl-state.ts'
import { saveState } from '../crawl/saved-state.ts'
import { DiskError } from '../store/disk-error.ts'
import { Draft } from '../store/draft.ts'

/**
 * Saves the crawl every now and then. If the process is killed, or the machine loses power, only the visits
 * since then are lost.
 *
 * The state is copied piece by piece, and the crawl continues between two pieces. Visits made meanwhile are
 * saved the next time. If the save is cancelled, the file stays as it was.
 */

interface Saving {
  readonly path: string
  /** The time between two saves, in ms. */
  readonly every: number
  /** Called if a save fails, for example on a full disk. The crawl continues. */
  readonly onFailure: (error: DiskError) => void
}

/** Saves until cancelled, if there are new visits. */
export const saveNowAndThen = coroutine(function* saveNowAndThen(state: CrawlState, saving: Saving) {
  let saved = state.map.visited
  yield* every(saving.every, function* () {
    const { visited } = state.map
    if (visited === saved) return
    try {
      yield* save(state, saving.path)
      saved = visited
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      saving.onFailure(error)
    }
  })
})

const save = coroutine(function* save({ map }: CrawlState, path: string) {
  using draft = new Draft(path)
  for (const piece of saveState(map.starts.join(' '), map.visits)) {
    draft.write(piece)
    yield* sleep(0)
  }
  draft.keep()
})
