// What a run printed, with the instant of each line, and the picture of its tasks, in words as well.

import { EVENTS } from '../base/limits.ts'
import type { Ending, Line, TaskEvent } from '../base/messages.ts'
import { draw, LEGEND } from '../timeline/draw.ts'
import { sentencesOf } from '../timeline/text.ts'
import { shownTime, timelineOf } from '../timeline/timeline.ts'
import { drawn, element } from './element.ts'

const endings: Readonly<Record<Ending, string>> = {
  done: 'It has ended.',
  failed: 'It has failed.',
  waits: 'It waits for ever.',
  endless: 'It was stopped.',
}

export class Output {
  readonly root: HTMLElement = element('div', { class: 'play-result' })
  readonly #lines = element('div', { class: 'play-lines', role: 'log', 'aria-label': 'Output', tabindex: 0 })
  readonly #status = element('p', { class: 'play-status', role: 'status' }, 'It runs …')
  readonly #picture = element('div')
  readonly #translate: (text: string) => string
  #events: TaskEvent[] = []
  #last = 0

  constructor(translate: (text: string) => string) {
    this.#translate = translate
    this.root.append(this.#lines, this.#status, this.#picture)
  }

  add(lines: readonly Line[], events: readonly TaskEvent[]): void {
    this.#lines.append(...lines.map((line) => this.#line(line)))
    this.#events.push(...events.slice(0, EVENTS - this.#events.length))
    this.#last = Math.max(this.#last, ...lines.map(({ at }) => at), ...events.map(({ at }) => at))
  }

  #line({ at, stream, text }: Line): HTMLElement {
    const time = element('span', { class: 'play-time' }, shownTime(at))
    return element('div', { class: `play-${stream}` }, time, ` ${this.#translate(text)}`)
  }

  end(how: Ending, text: string): void {
    if (text !== '') this.#lines.append(element('div', { class: 'play-error' }, this.#translate(text)))
    this.#status.textContent = `${endings[how]} Its clock says ${shownTime(this.#last)}.`
    this.#picture.replaceChildren(...pictureOf(this.#events))
  }

  say(text: string): void {
    this.#status.textContent = text
  }
}

/** The timeline with its legend and its text, if there was a task at all. */
function pictureOf(events: readonly TaskEvent[]): HTMLElement[] {
  if (events.length === 0) return []
  const timeline = timelineOf(events)
  const label = `Timeline of ${timeline.lanes.length} tasks; the same in words below it`
  const scroll = element('div', {
    class: 'play-scroll',
    tabindex: 0,
    role: 'group',
    'aria-label': 'Timeline',
  })
  scroll.append(drawn(draw(timeline, label)))
  const legend = LEGEND.flatMap(([mark, meaning]) => [
    element('span', { class: 'play-mark', 'aria-hidden': 'true' }, mark),
    ` ${meaning}  `,
  ])
  const caption = element('figcaption', {}, ...legend)
  if (timeline.cut) caption.append('It shows the beginning: there was more.')
  const words = sentencesOf(events).map((line) => element('li', {}, line))
  return [
    element('figure', { class: 'play-picture' }, scroll, caption),
    element('details', {}, element('summary', {}, 'The run in words'), element('ol', {}, ...words)),
  ]
}
