// The one way out of the worker. It is taken before the program runs, and away from it: a program that could
// send messages itself could flood the page. What is printed and what happened goes out in bundles, and no
// more of it than is shown.

import { EVENTS, LINE, LINES } from '../base/limits.ts'
import type { Ending, Line, Stream, TaskEvent, Told } from '../base/messages.ts'

type Send = (message: Told | { kind: 'alive' }) => void

export class Outlet {
  readonly #send: Send
  readonly #now: () => number
  #lines: Line[] = []
  #events: TaskEvent[] = []
  #linesLeft = LINES
  #eventsLeft = EVENTS
  #over = false

  constructor(send: Send, now: () => number) {
    this.#send = send
    this.#now = now
  }

  print(stream: Stream, text: string): void {
    for (const line of text.slice(0, LINE * 20).split('\n')) {
      if (this.isFull) break
      const last = --this.#linesLeft === 0
      this.#lines.push({
        at: this.#now(),
        stream: last ? 'error' : stream,
        text: last ? `… more than ${LINES} lines: the rest is not shown` : line.slice(0, LINE),
      })
    }
    // At once: the program may never let go of the thread again.
    this.flush()
  }

  /** Whatever else is printed is not shown. */
  get isFull(): boolean {
    return this.#linesLeft === 0
  }

  tell(event: TaskEvent): void {
    if (this.#eventsLeft === 0) return
    this.#eventsLeft--
    this.#events.push(event)
  }

  flush(): void {
    if (this.#lines.length + this.#events.length === 0) return
    this.#send({ kind: 'news', lines: this.#lines, events: this.#events })
    this.#lines = []
    this.#events = []
  }

  alive(): void {
    this.#send({ kind: 'alive' })
  }

  end(how: Ending, text: string): void {
    if (this.#over) return
    this.#over = true
    this.flush()
    this.#send({ kind: 'ended', how, text: text.slice(0, LINE * 10) })
  }
}
