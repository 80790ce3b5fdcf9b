/** Answers about recordings: the file, Chrome's trace, a window of the timeline. */

import type { Answer } from '../../protocol/asks.ts'
import type { Refused } from '../../protocol/refusal.ts'
import { chromeTrace } from '../../recording/chrome-trace.ts'
import { type Recording, readRecording } from '../../recording/read-recording.ts'
import { timelineOf } from '../../recording/timeline.ts'
import { uptime } from '../block/blocks.ts'
import { oneOf, type RawAsk, shortText, wholeNumber } from '../http/checked-ask.ts'
import { FileAnswer } from '../http/file-answer.ts'
import { BadAsk } from '../http/http-server.ts'

/** For how long the one that always runs is shown as it was, in ms. */
const KEEP = 10_000
const MOST_LANES = 200

/** Where recordings come from: a program, or a file. */
export interface RecordingSource {
  record(seconds: number): Answer<'record'>
  file(number: number): Promise<Uint8Array | Refused>
}

export class RecordingAnswers {
  readonly #recordings: RecordingSource
  #opened: { readonly number: number; readonly at: number; readonly recording: Recording } | null = null

  constructor(recordings: RecordingSource) {
    this.#recordings = recordings
  }

  async record(ask: RawAsk): Promise<Answer<'record'>> {
    return this.#recordings.record(wholeNumber(ask, 'seconds', 10, 1, 60))
  }

  async file(ask: RawAsk): Promise<FileAnswer | Refused> {
    const number = recordingNumber(ask)
    const format = oneOf(ask, 'format', ['acoro', 'chrome'] as const) ?? 'acoro'
    const file = await this.#recordings.file(number)
    if ('refused' in file) return file
    if (format === 'acoro') return new FileAnswer('application/octet-stream', file)
    return new FileAnswer('application/json', Buffer.from(JSON.stringify(chromeTrace(readRecording(file)))))
  }

  async timeline(ask: RawAsk): Promise<Answer<'timeline'>> {
    const number = recordingNumber(ask)
    const window = {
      from: timeOf(ask, 'from'),
      to: timeOf(ask, 'to'),
      search: shortText(ask, 'search', ''),
      only: onlyOf(ask),
      lanes: wholeNumber(ask, 'lanes', 30, 1, MOST_LANES),
    }
    const recording = await this.#open(number)
    return 'refused' in recording ? recording : timelineOf(recording, number, window)
  }

  async #open(number: number): Promise<Recording | Refused> {
    const opened = this.#opened
    if (opened?.number === number && (number !== 0 || uptime() - opened.at < KEEP)) return opened.recording
    const file = await this.#recordings.file(number)
    if ('refused' in file) return file
    const recording = readRecording(file)
    this.#opened = { number, at: uptime(), recording }
    return recording
  }
}

function recordingNumber(ask: RawAsk): number {
  return wholeNumber(ask, 'recording', 0, 0, Number.MAX_SAFE_INTEGER)
}

function timeOf(ask: RawAsk, name: string): number | undefined {
  const value = ask[name]
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value
  throw new BadAsk(`Expected ${name} to be a time in ms`)
}

/** The tasks that are chosen; undefined: all of them. */
function onlyOf({ only }: RawAsk): ReadonlySet<number> | undefined {
  if (only === undefined) return undefined
  if (Array.isArray(only) && only.length <= MOST_LANES && only.every(Number.isSafeInteger))
    return new Set(only)
  throw new BadAsk(`Expected only to be a list of at most ${MOST_LANES} numbers of tasks`)
}
