/** Asks the console of another process. */

import { request } from 'node:http'
import type { ProgramFile } from '../attach/program-file.ts'
import { ConsoleError } from '../base/console-error.ts'
import type { Answer, Ask, AskName } from '../protocol/asks.ts'
import { TOKEN_HEADER } from '../protocol/limits.ts'

/** How long an answer may take, in ms. */
const LIMIT = 5000
/** The most bytes of an answer. */
const MOST_BYTES: number = 16 * 1024 * 1024

/** ConsoleError if the process does not answer. */
export async function askProgram<N extends AskName>(
  { pid, host, port, token }: ProgramFile,
  name: N,
  ask: Ask<N>,
): Promise<Answer<N>> {
  const body = JSON.stringify(ask)
  const headers = { 'content-type': 'application/json', [TOKEN_HEADER]: token }
  const text = await new Promise<string>((resolve, reject) => {
    const fail = (why: string): void =>
      reject(new ConsoleError(`The console of process ${pid} does not answer: ${why}`))
    const asked = request({ host, port, path: `/api/${name}`, method: 'POST', headers, timeout: LIMIT })
    asked.on('timeout', () => asked.destroy(new Error('it takes too long')))
    asked.on('error', (error) => fail(error.message))
    asked.on('response', (response) => {
      const parts: Buffer[] = []
      let size = 0
      response.on('data', (part: Buffer) => {
        size += part.length
        if (size > MOST_BYTES) asked.destroy(new Error('its answer is too large'))
        else parts.push(part)
      })
      response.on('error', (error) => fail(error.message))
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(parts).toString('utf8'))
        else fail(`status ${response.statusCode}`)
      })
    })
    asked.end(body)
  })
  return JSON.parse(text) as Answer<N>
}
