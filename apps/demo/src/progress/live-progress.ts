import { createLogUpdate } from 'log-update'
import type { CrawlState } from '../crawl/crawl-state.ts'
import type { Progress } from './progress.ts'
import { renderBar } from './render-bar.ts'

/**
 * A bar for terminals that redraws itself in place. Disposing it removes the bar, and the report takes its
 * place.
 */
export class LiveProgress implements Progress {
  readonly interval = 80
  readonly #stream: NodeJS.WriteStream
  readonly #color: boolean
  readonly #update: ReturnType<typeof createLogUpdate>

  constructor(stream: NodeJS.WriteStream, color: boolean) {
    this.#stream = stream
    this.#color = color
    this.#update = createLogUpdate(stream)
  }

  show(state: CrawlState): void {
    this.#update(renderBar(state, this.#stream.columns, this.#color))
  }

  say(line: string): void {
    this.#update.clear()
    this.#update.persist(line)
  }

  [Symbol.dispose](): void {
    this.#update.clear()
    // Shows the cursor again.
    this.#update.done()
  }
}
