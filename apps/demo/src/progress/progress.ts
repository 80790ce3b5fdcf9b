import { coroutine, sleep } from '@acoro/core'
import type { CrawlState } from '../crawl/crawl-state.ts'

/** A place to show the progress of a crawl. */
export interface Progress extends Disposable {
  /** The time between two updates, in ms. */
  readonly interval: number
  show(state: CrawlState): void
  /** Shows a line that stays. */
  say(line: string): void
}

/** Shows the crawl until cancelled. */
export const showProgress = coroutine(function* showProgress(state: CrawlState, progress: Progress) {
  for (;;) {
    progress.show(state)
    yield* sleep(progress.interval)
  }
})
