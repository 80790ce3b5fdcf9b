/** Puts the server together: the link to the program, the watchdog, the pictures, and the HTTP server. */

import type { MessagePort } from 'node:worker_threads'
import type { StartData, Started } from '../link/start.ts'
import { Answers } from './answers.ts'
import { Blocks } from './blocks.ts'
import { History } from './history.ts'
import { HttpServer } from './http-server.ts'
import { pageFiles } from './page-files.ts'
import { Pictures } from './pictures.ts'
import { ProgramLink } from './program-link.ts'
import { sampleInto } from './sampler.ts'
import { WatchStreams } from './watch-stream.ts'

/** Starts to listen, and tells the program's thread where. */
export async function startServer(parent: MessagePort, data: StartData): Promise<void> {
  const link = new ProgramLink(parent)
  const blocks = new Blocks(data, link)
  const pictures = new Pictures(data, link, blocks)
  const history = new History()
  const answers = new Answers(data, link, pictures, history)
  const server = new HttpServer({
    ...data,
    files: pageFiles(),
    streams: new WatchStreams(() => pictures.json()),
    answer: (name, ask) => answers.answer(name, ask),
  })
  let reply: Started
  try {
    reply = { port: await server.listen() }
    blocks.begin()
    sampleInto(history, blocks, pictures)
  } catch (error) {
    reply = { failed: error instanceof Error ? error.message : 'something was thrown' }
  }
  parent.postMessage(reply)
}
