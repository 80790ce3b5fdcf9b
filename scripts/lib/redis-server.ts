/**
 * A redis-server of a test file's or a benchmark's own, on a free port of this machine. It can be stopped,
 * killed, paused and started again.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export class RedisServer implements AsyncDisposable {
  readonly port: number
  readonly #args: readonly string[]
  readonly #directory = mkdtempSync(join(tmpdir(), 'acoro-redis-'))
  #child: ChildProcess | null = null

  private constructor(port: number, args: readonly string[]) {
    this.port = port
    this.#args = args
  }

  /** Starts a server; without `args` it saves nothing. */
  static async start(args: readonly string[] = ['--save', '', '--appendonly', 'no']): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), args)
    await server.start()
    return server
  }

  get address(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#directory]
    const child = spawn('redis-server', [...settings, ...this.#args], { stdio: ['ignore', 'pipe', 'ignore'] })
    this.#child = child
    await new Promise<void>((resolve, reject) => {
      let said = ''
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${said.slice(-500)}`)))
      child.stdout?.on('data', (bytes: Buffer) => {
        said += bytes
        if (said.includes('Ready to accept connections')) resolve()
      })
    })
    child.removeAllListeners('exit')
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  /** Ends the process. SIGTERM saves what the settings say, SIGKILL nothing. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGCONT')
    child.kill(signal)
    await exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL')
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
