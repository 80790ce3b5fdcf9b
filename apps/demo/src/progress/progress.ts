import { coroutine, sleep } from '@acoro/core'
import type { CrawlState } from '../crawl/crawl-state.ts'

/** Somewhere to show how far the crawl is. */
export interface Progress extends Disposable {
  /** How often it wants to be told: ms. */
  readonly interval: number
  show(state: CrawlState): void
  /** Says a line that stays. */
  say(line: string): void
}

/** Shows the crawl until cancelled. */
export const showProgress = coroutine(function* showProgress(state: CrawlState, progress: Progress) {
  for (;;) {
    progress.show(state)
    yield* sleep(progress.interval)
  }
})
