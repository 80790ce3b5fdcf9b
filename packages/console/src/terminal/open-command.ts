/**
 * `acoro open FILE`: shows a failing order, a recorded run or a recording in the page, without the program.
 *
 * The file may come from anywhere. It is read here, once, within limits, and the page gets what was read. The
 * server is the one of a console: at 127.0.0.1 alone, with a token, and under the same rules of who may ask.
 */

import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { ConsoleError } from '../base/console-error.ts'
import { cutText, escapedText } from '../base/shown-text.ts'
import { MOST_ORDER_TEXT, readOrder } from '../order/read-order.ts'
import type { OrderFile } from '../protocol/order.ts'
import { MOST_RECORDING } from '../recording/layout.ts'
import { BadRecording, readRecording } from '../recording/read-recording.ts'
import { RecordingAnswers } from '../server/answer/recording-answers.ts'
import type { RawAsk } from '../server/http/checked-ask.ts'
import { HttpServer } from '../server/http/http-server.ts'
import { pageOfFile } from '../server/http/page-files.ts'
import type { Output } from './output.ts'

const HOST = '127.0.0.1'
/** The first character of an order, which is JSON. A recording begins with another one. */
const BRACE = 0x7b

interface Opened {
  readonly shows: 'order' | 'recording'
  readonly answers: Readonly<Record<string, (ask: RawAsk) => Promise<unknown>>>
}

/** Serves until the process is interrupted, and returns 0. ConsoleError for a file that is neither. */
export async function openCommand(file: string, { out }: Output): Promise<number> {
  const { shows, answers } = opened(file)
  const token = randomBytes(16).toString('hex')
  const server = new HttpServer({
    host: HOST,
    port: 0,
    hostNames: [],
    token,
    files: pageOfFile(shows),
    answer: async (name, ask) => (Object.hasOwn(answers, name) ? await answers[name]?.(ask) : undefined),
  })
  const port = await server.listen()
  const interrupted = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  out(`http://${HOST}:${port}/#${token}`)
  out('Open it in a browser; Ctrl-C ends it.')
  await interrupted
  server.close()
  return 0
}

function opened(file: string): Opened {
  const bytes = bytesOf(file)
  if (bytes[0] === BRACE) {
    const order: OrderFile = readOrder(bytes.toString('utf8'))
    return { shows: 'order', answers: { order: async () => order } }
  }
  try {
    // Only whether it is one: it is read again for what is shown of it.
    readRecording(bytes)
  } catch (error) {
    if (error instanceof BadRecording) throw new ConsoleError(error.message)
    throw error
  }
  const recorded = new RecordingAnswers({
    record: () => ({
      refused: true,
      why: 'This is the recording of a file: nothing runs that could be recorded',
    }),
    file: async (number) =>
      number === 0 ? bytes : { refused: true, why: 'This file has one recording, and it has the number 0' },
  })
  return {
    shows: 'recording',
    answers: {
      timeline: (ask) => recorded.timeline(ask),
      recording: (ask) => recorded.file(ask),
      record: (ask) => recorded.record(ask),
    },
  }
}

function bytesOf(file: string): Buffer {
  try {
    const { size } = statSync(file)
    const most = Math.max(MOST_RECORDING, 4 * MOST_ORDER_TEXT)
    if (size > most) throw new Error(`it has ${size} bytes, and at most ${most} are read`)
    return readFileSync(file)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ConsoleError(
      `Expected the file of an order or a recording, got one that cannot be read: ${escapedText(cutText(why))}`,
    )
  }
}
