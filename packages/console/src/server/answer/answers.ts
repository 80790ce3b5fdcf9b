/** Answers to what viewers ask. Each name has its answerer here, and nothing else can be asked. */

import type { StartData } from '../../link/start.ts'
import type { Answer, AskName } from '../../protocol/asks.ts'
import type { Gone, Refused } from '../../protocol/refusal.ts'
import type { Place } from '../../protocol/rows.ts'
import { uptime } from '../block/blocks.ts'
import { flag, oneOf, type RawAsk, rangeOf, shortText, taskId, wholeNumber } from '../http/checked-ask.ts'
import { BadAsk } from '../http/http-server.ts'
import type { History } from '../picture/history.ts'
import type { Pictures } from '../picture/pictures.ts'
import { shownPlace } from '../picture/shown-rows.ts'
import type { ProgramLink } from '../program/program-link.ts'
import { sourceOf } from '../program/source-lines.ts'
import type { Recorder } from '../record/recorder.ts'
import type { Recordings } from '../record/recordings.ts'
import { RecordingAnswers } from './recording-answers.ts'
import { taskDetail } from './task-detail.ts'
import { taskWindow } from './task-window.ts'
import { topOf } from './top.ts'
import { viewText } from './view-text.ts'

/** How long the program's thread may take for what is nice to have, in ms. */
const LIMIT = 40
/** How long it may take for what was asked of it, in ms. */
const LONG_LIMIT = 5000

type Answerers = { readonly [N in Exclude<AskName, 'watch' | 'order'>]: (ask: RawAsk) => Promise<Answer<N>> }

/** Where answers come from. */
export interface AnswerSources {
  readonly link: ProgramLink
  readonly pictures: Pictures
  readonly history: History
  readonly recorder: Recorder
  readonly recordings: Recordings
}

export class Answers {
  readonly #data: StartData
  readonly #link: ProgramLink
  readonly #pictures: Pictures
  readonly #answerers: Answerers

  constructor(data: StartData, { link, pictures, history, recorder, recordings }: AnswerSources) {
    const recorded = new RecordingAnswers(recordings)
    this.#data = data
    this.#link = link
    this.#pictures = pictures
    this.#answerers = {
      state: () => pictures.state(),
      tasks: (ask) => this.#tasks(ask),
      task: async (ask) => await taskDetail(taskId(ask), await pictures.fresh(), link, data),
      waits: async (ask) => windowOf(ask, (await pictures.fresh()).waits),
      primitives: async (ask) => windowOf(ask, (await pictures.fresh()).primitives),
      top: (ask) => topOf(ask, recorder, pictures),
      curves: async (ask) => history.curves(wholeNumber(ask, 'seconds', 900, 1, 900), uptime()),
      wouldCancel: async (ask) => {
        const tasks = await link.ask('wouldCancel', { id: taskId(ask) }, LONG_LIMIT)
        return tasks === null ? GONE : { tasks }
      },
      cancel: (ask) => this.#cancel(ask),
      text: async (ask) => {
        const view = oneOf(ask, 'view', VIEWS)
        if (view === undefined) throw new BadAsk(`Expected view to be one of ${VIEWS.join(', ')}`)
        return await viewText(view, flag(ask, 'now'), pictures, link)
      },
      source: (ask) => this.#source(ask),
      record: (ask) => recorded.record(ask),
      recording: (ask) => recorded.file(ask),
      timeline: (ask) => recorded.timeline(ask),
      save: () => recordings.saved('asked for by a viewer'),
    }
  }

  /** undefined if there is no such ask. BadAsk if it is wrong. */
  async answer(name: string, ask: RawAsk): Promise<unknown> {
    if (!Object.hasOwn(this.#answerers, name)) return undefined
    return await this.#answerers[name as keyof Answerers](ask)
  }

  async #tasks(ask: RawAsk): Promise<Answer<'tasks'>> {
    const { table } = await this.#pictures.fresh()
    const { rows, ...rest } = taskWindow(ask, table)
    const ids = rows.map(({ id }) => id)
    const stacks =
      ids.length === 0 ? [] : await this.#link.ask('stacks', { ids, limit: 1 }, LIMIT).catch(() => [])
    const placed = rows.map((row, index) => {
      const place: Place | undefined = stacks[index]?.[0]
      return place === undefined ? row : { ...row, place: shownPlace(place) }
    })
    return { ...rest, rows: placed, at: uptime() }
  }

  async #cancel(ask: RawAsk): Promise<Answer<'cancel'>> {
    const id = taskId(ask)
    const message = shortText(ask, 'message', 'cancelled by a viewer')
    if (!this.#data.program.allowed.cancel) return notAllowed('Viewers may not cancel tasks', 'cancel')
    const cancelled = await this.#link.ask('cancel', { id, message }, LONG_LIMIT)
    return cancelled === null ? GONE : { cancelled }
  }

  async #source(ask: RawAsk): Promise<Answer<'source'>> {
    const id = taskId(ask)
    const frame = wholeNumber(ask, 'frame', 0, 0, 1000)
    if (!this.#data.program.allowed.source) return notAllowed('Viewers may not read source text', 'source')
    const [stack] = await this.#link.ask('stacks', { ids: [id], limit: 200 }, LONG_LIMIT)
    const place = stack?.[frame]
    return place === undefined ? GONE : sourceOf(shownPlace(place))
  }
}

const GONE: Gone = { gone: true }
const VIEWS = ['verdict', 'blocked', 'waits', 'primitives', 'externals', 'ps', 'pstree'] as const

function notAllowed(what: string, option: string): Refused {
  const cure = `serveConsole({ ${option}: true }), or ACORO_CONSOLE_ALLOW=${option} with --import`
  return { refused: true, why: `${what}: allow it with ${cure}` }
}

function windowOf<T>(
  ask: RawAsk,
  all: readonly T[],
): { rows: readonly T[]; from: number; total: number; at: number } {
  const { from, count } = rangeOf(ask)
  return { rows: all.slice(from, from + count), from, total: all.length, at: uptime() }
}
