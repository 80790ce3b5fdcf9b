/** The parent's end of a peer's process. */

import { type ChildProcess, fork } from 'node:child_process'
import type { Answer, Request } from './protocol.ts'

export class PeerProcess implements Disposable {
  readonly #child: ChildProcess
  #exited: string | undefined

  /** `file` is the built peer.js. What the parent runs with (a loader, conditions) is not handed on. */
  constructor(node: string, file: string) {
    const { NODE_OPTIONS: _options, ...env } = process.env
    this.#child = fork(file, { execPath: node, execArgv: ['--expose-gc'], env })
    this.#child.once('exit', (code, signal) => {
      this.#exited = signal ?? `exit code ${code}`
    })
  }

  ask(request: Request): Promise<Answer> {
    const child = this.#child
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error(`The process of ${request.url} ended: ${this.#exited}`))
      if (this.#exited !== undefined) return gone()
      child.once('exit', gone)
      child.once('message', (answer: Answer) => {
        child.off('exit', gone)
        resolve(answer)
      })
      child.send(request)
    })
  }

  [Symbol.dispose](): void {
    this.#child.kill()
  }
}
