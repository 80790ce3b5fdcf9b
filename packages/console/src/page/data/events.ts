/**
 * Server-sent events, read by `fetch`, so that the token stays in a header. A page in the background gets
 * many pictures at once when it wakes: only the newest is of use.
 */

/** More than this without the end of an event is no picture of ours. */
const LONGEST_EVENT = 4 * 1024 * 1024

/** Takes text as it arrives, and returns the data of the newest complete event in it. */
export class EventReader {
  #rest = ''

  push(text: string): string | null {
    this.#rest += text.replaceAll('\r', '')
    const end = this.#rest.lastIndexOf('\n\n')
    if (end < 0) {
      if (this.#rest.length > LONGEST_EVENT) throw new Error('the server sent an event without an end')
      return null
    }
    const events = this.#rest.slice(0, end).split('\n\n')
    this.#rest = this.#rest.slice(end + 2)
    for (const event of events.reverse()) {
      const data = dataOf(event)
      if (data !== null) return data
    }
    return null
  }
}

/** The data of an event; null if it has none (a comment that keeps the connection open). */
function dataOf(event: string): string | null {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'))
  return lines.length === 0 ? null : lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n')
}
