/**
 * Asks the console of another process. What comes back may be from anybody who took the port meanwhile, so
 * its size, its form and its time are limited.
 */

import { type ClientRequest, request } from 'node:http'
import type { ProgramFile } from '../attach/program-file.ts'
import { ConsoleError } from '../base/console-error.ts'
import type { Answer, Ask, AskName } from '../protocol/asks.ts'
import { TOKEN_HEADER } from '../protocol/limits.ts'

/** How long an answer may take, in ms. */
const LIMIT = 5000
/** The most bytes of an answer. */
const MOST_BYTES: number = 64 * 1024 * 1024

/** ConsoleError if the process does not answer, or refuses. The fields of the answer are not checked. */
export async function askProgram<N extends AskName>(
  program: ProgramFile,
  name: N,
  ask: Ask<N>,
  limit: number = LIMIT,
): Promise<Answer<N>> {
  const { body, status } = await post(program, name, JSON.stringify(ask), limit)
  let told: unknown
  try {
    told = JSON.parse(body.toString('utf8'))
  } catch {
    throw silent(program, 'it sent no JSON, so it is another program')
  }
  const fields = typeof told === 'object' && told !== null ? (told as Record<string, unknown>) : {}
  if (status !== 200)
    throw silent(program, typeof fields.error === 'string' ? fields.error : `status ${status}`)
  return fields as Answer<N>
}

/**
 * The answer to an ask that is a file; undefined if it is none, but an object. ConsoleError as `askProgram`.
 */
export async function fetchFile<N extends AskName>(
  program: ProgramFile,
  name: N,
  ask: Ask<N>,
): Promise<Buffer | undefined> {
  const { body, status, type } = await post(program, name, JSON.stringify(ask), LIMIT)
  if (status !== 200) throw silent(program, `status ${status}`)
  return type === 'application/octet-stream' ? body : undefined
}

/** Why a process gave no answer. */
export function silent({ pid }: ProgramFile, why: string): ConsoleError {
  return new ConsoleError(`The console of process ${pid} does not answer: ${why}`)
}

function post(
  program: ProgramFile,
  name: string,
  body: string,
  limit: number,
): Promise<{
  readonly body: Buffer
  readonly status: number | undefined
  readonly type: string | undefined
}> {
  const { host, port, token } = program
  const headers = { 'content-type': 'application/json', [TOKEN_HEADER]: token }
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(silent(program, why))
    let asked: ClientRequest
    try {
      asked = request({ host, port, path: `/api/${name}`, method: 'POST', headers })
    } catch (error) {
      // A token or a port that cannot be sent: the file is not one that a console wrote.
      fail(`its file cannot be used: ${error instanceof Error ? error.message : 'unknown'}`)
      return
    }
    // Of the whole answer: one that drips is as late as one that never comes.
    const late = setTimeout(() => asked.destroy(new Error('it takes too long')), limit)
    asked.on('close', () => clearTimeout(late))
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
      response.on('end', () =>
        resolve({
          body: Buffer.concat(parts),
          status: response.statusCode,
          type: response.headers['content-type'],
        }),
      )
    })
    asked.end(body)
  })
}
