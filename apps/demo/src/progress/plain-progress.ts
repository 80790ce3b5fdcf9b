import type { CrawlState } from '../crawl/crawl-state.ts'
import { formatDuration } from '../report/format-duration.ts'
import type { Progress } from './progress.ts'

/** One line a second, for logs and pipes. */
export class PlainProgress implements Progress {
  readonly interval = 1000
  readonly #write: (text: string) => void

  constructor(write: (text: string) => void) {
    this.#write = write
  }

  show(state: CrawlState): void {
    const { visited, found } = state.map
    const after = formatDuration(state.elapsed())
    this.#write(`${visited} of ${found} addresses checked, ${state.failed} broken, ${after}\n`)
  }

  say(line: string): void {
    this.#write(`${line}\n`)
  }

  [Symbol.dispose](): void {}
}
