/**
 * The parser of server-sent events, by the HTML standard.
 *
 * Lines end with CR, LF or CR LF. A CR may be the last character of a chunk, so the LF after it is skipped
 * when it comes. An event is dispatched by a blank line, and only then its id counts: what the end of the
 * stream cuts off is dropped, and the next connection asks for it again.
 */

/** One event of a stream of server-sent events. */
export interface ServerSentEvent {
  /** The field `event`; `message` if there was none. */
  readonly type: string
  readonly data: string
  /** The last id that the stream has named; empty if none. */
  readonly id: string
}

export class EventParser {
  /** The id of the last dispatched event. */
  lastEventId: string
  /** The delay that the server asked for, in ms. */
  retry: number | null = null
  readonly #dispatch: (event: ServerSentEvent) => void
  #id: string
  #type = ''
  #data: string[] = []
  #line: string[] = []
  #skipLineFeed = false
  #lineLength = 0
  #dataLength = 0

  constructor(lastEventId: string, dispatch: (event: ServerSentEvent) => void) {
    this.lastEventId = this.#id = lastEventId
    this.#dispatch = dispatch
  }

  /** How many characters are kept for an event that is not whole yet. */
  get held(): number {
    return this.#lineLength + this.#dataLength
  }

  push(text: string): void {
    let at = 0
    if (this.#skipLineFeed && text !== '') {
      this.#skipLineFeed = false
      if (text[0] === '\n') at = 1
    }
    const ends = /\r\n?|\n/g
    ends.lastIndex = at
    for (let end = ends.exec(text); end !== null; end = ends.exec(text)) {
      this.#line.push(text.slice(at, end.index))
      const line = this.#line.join('')
      this.#line = []
      this.#lineLength = 0
      at = ends.lastIndex
      this.#skipLineFeed = end[0] === '\r' && at === text.length
      this.#take(line)
    }
    if (at < text.length) {
      this.#line.push(text.slice(at))
      this.#lineLength += text.length - at
    }
  }

  #take(line: string): void {
    if (line === '') {
      this.#end()
      return
    }
    const colon = line.indexOf(':')
    // A comment.
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'data') {
      this.#data.push(value)
      this.#dataLength += value.length + 1
    } else if (field === 'event') this.#type = value
    else if (field === 'id') {
      if (!value.includes('\0')) this.#id = value
    } else if (field === 'retry' && /^[0-9]+$/.test(value)) this.retry = Number(value)
  }

  #end(): void {
    const { data, type } = { data: this.#data, type: this.#type }
    this.lastEventId = this.#id
    this.#data = []
    this.#type = ''
    this.#dataLength = 0
    if (data.length > 0) {
      this.#dispatch({ type: type === '' ? 'message' : type, data: data.join('\n'), id: this.lastEventId })
    }
  }
}
