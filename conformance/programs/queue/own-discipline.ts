// A queue of one's own needs to say only how items are kept

import { Queue } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

class Shortest extends Queue<string> {
  #items: string[] = []

  protected override _init() {
    this.#items = []
  }

  protected override _put(item: string) {
    this.#items.push(item)
    this.#items.sort((a, b) => a.length - b.length)
  }

  protected override _get() {
    return this.#items.shift()!
  }

  override qsize() {
    return this.#items.length
  }
}

export function* main() {
  const queue = new Shortest(3)
  for (const item of ['ccc', 'a', 'bb']) yield* queue.put(item)
  trace(queue.full())
  trace(yield* queue.get(), yield* queue.get(), yield* queue.get())
}
