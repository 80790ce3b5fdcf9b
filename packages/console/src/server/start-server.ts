/** Puts the server together: the link to the program, the watchdog, the pictures, and the HTTP server. */

import type { MessagePort } from 'node:worker_threads'
import type { BlockEnded } from '../link/messages.ts'
import type { StartData, Started } from '../link/start.ts'
import { Answers } from './answer/answers.ts'
import { Blocks, uptime } from './block/blocks.ts'
import { HttpServer } from './http/http-server.ts'
import { pageFiles } from './http/page-files.ts'
import { WatchStreams } from './http/watch-stream.ts'
import { History } from './picture/history.ts'
import { Pictures } from './picture/pictures.ts'
import { ProgramLink } from './program/program-link.ts'
import { Recorder } from './record/recorder.ts'
import { Recordings } from './record/recordings.ts'
import { recordBlocks, saveOnRequest } from './record/saving.ts'
import { sampleInto } from './sampler.ts'

/** Starts to listen, and tells the program's thread where. */
export async function startServer(parent: MessagePort, data: StartData): Promise<void> {
  const link = new ProgramLink(parent)
  const blocks = new Blocks(data, link)
  const pictures = new Pictures(data, link, blocks)
  const history = new History()
  const recorder = new Recorder(link, pictures, data.ring)
  const recordings = new Recordings(data, pictures, recorder)
  recordBlocks(blocks, recorder, recordings)
  tellBlocks(blocks, parent)
  saveOnRequest(data, link, pictures, recordings)
  const answers = new Answers(data, { link, pictures, history, recorder, recordings })
  const server = new HttpServer({
    ...data,
    files: pageFiles(),
    streams: new WatchStreams(() => pictures.json()),
    answer: (name, ask) => answers.answer(name, ask),
  })
  // The program may end before the server listens.
  recordings.begin()
  let reply: Started
  try {
    reply = { port: await server.listen() }
    blocks.begin()
    sampleInto(history, blocks, pictures, recorder)
  } catch (error) {
    reply = { failed: error instanceof Error ? error.message : 'something was thrown' }
  }
  parent.postMessage(reply)
}

/** The program's thread hears of each block that has ended, for those who listen to its channel. */
function tellBlocks(blocks: Blocks, parent: MessagePort): void {
  blocks.listeners.push({
    ended: ({ from, until, taskId, stack, noStack }) => {
      const ms = (until ?? uptime()) - from
      const told: BlockEnded = { blocked: { ms, task: taskId === 0 ? null : taskId, stack, noStack } }
      parent.postMessage(told)
    },
  })
}
