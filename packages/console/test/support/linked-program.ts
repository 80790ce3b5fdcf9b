/** The collector and the server's answers in one thread, with the real messages between them. */

import { MessageChannel } from 'node:worker_threads'
import { watchPrimitives } from '@acoro/core/lowlevel'
import { answer } from '../../src/collector/answer.ts'
import { Loops } from '../../src/collector/loops.ts'
import { makeCells } from '../../src/link/cells.ts'
import type { Question, Told } from '../../src/link/messages.ts'
import type { StartData } from '../../src/link/start.ts'
import type { Allowed } from '../../src/protocol/state.ts'
import { Answers } from '../../src/server/answer/answers.ts'
import { Blocks, uptime } from '../../src/server/block/blocks.ts'
import { History } from '../../src/server/picture/history.ts'
import { Pictures } from '../../src/server/picture/pictures.ts'
import { ProgramLink } from '../../src/server/program/program-link.ts'
import { Recorder } from '../../src/server/record/recorder.ts'
import { Recordings } from '../../src/server/record/recordings.ts'

export interface Linked extends Disposable {
  readonly answers: Answers
  readonly blocks: Blocks
  readonly cells: Int32Array
  readonly pictures: Pictures
  readonly recorder: Recorder
  readonly recordings: Recordings
  /** Waits for a picture of what is so now. */
  settled(): Promise<void>
}

const NOTHING: Allowed = { cancel: false, source: false, locals: false, contextVariables: false }

export function linkedProgram(allowed: Partial<Allowed> = {}, more: Partial<StartData> = {}): Linked {
  const cells = makeCells()
  const data: StartData = {
    cells,
    host: '127.0.0.1',
    port: 0,
    hostNames: [],
    token: 't',
    blockedAfter: 200,
    record: 0,
    ring: null,
    saveAfter: 5000,
    recordInto: '/nowhere',
    program: { pid: 1, title: 'app.js', runtime: 'node', version: '1', allowed: { ...NOTHING, ...allowed } },
    ...more,
  }
  const { port1, port2 } = new MessageChannel()
  const loops = new Loops(cells)
  const unwatch = watchPrimitives()
  port1.on('message', (question: Question) => {
    const { number } = question
    const tell = (told: Told): void => port1.postMessage(told)
    answer(loops, question, (columns) => tell({ kind: 'tasks', number, columns })).then(
      (found) => tell({ kind: 'answer', number, answer: found }),
      (error) => tell({ kind: 'failed', number, why: String(error) }),
    )
  })
  const link = new ProgramLink(port2)
  const blocks = new Blocks(data, link)
  const pictures = new Pictures(data, link, blocks)
  const history = new History()
  const recorder = new Recorder(link, pictures, data.ring)
  const recordings = new Recordings(data, pictures, recorder)
  return {
    answers: new Answers(data, { link, pictures, history, recorder, recordings }),
    blocks,
    cells,
    pictures,
    recorder,
    recordings,
    async settled() {
      const now = uptime()
      while ((pictures.last.at ?? 0) < now) await pictures.fresh()
    },
    [Symbol.dispose]() {
      loops.close()
      unwatch()
      port1.close()
      port2.close()
    },
  }
}
