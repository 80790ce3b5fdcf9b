/**
 * The parent's end of a Python process, where the machine has a Python with what the programs need (3.11:
 * task groups and timeouts). It answers as a peer's process does, in lines.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Answer, Request } from './protocol.ts'

const python = 'python3'

let found: boolean | undefined

/** Is there one? */
export function hasPython(): boolean {
  found ??= spawnSync(python, ['-c', 'from asyncio import TaskGroup']).status === 0
  return found
}

export class PythonProcess implements Disposable {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor() {
    const script = fileURLToPath(new URL('./peer.py', import.meta.url))
    const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#child = child
    this.#lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  }

  async ask(request: Request): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify({ ...request, path: fileURLToPath(request.url) })}\n`)
    const { value, done } = await this.#lines.next()
    if (done === true) throw new Error(`The Python process of ${request.url} ended`)
    return JSON.parse(value) as Answer
  }

  [Symbol.dispose](): void {
    this.#child.kill()
  }
}
