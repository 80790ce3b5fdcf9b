// What shows only in a process of its own: how it ends, and what it prints when it gets a signal.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

class Program {
  out = ''
  error = ''
  readonly #child: ChildProcess
  readonly #exit: Promise<unknown[]>

  constructor(file: URL, env: Record<string, string> = {}) {
    const conditions = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']
    this.#child = spawn(process.execPath, [...conditions, '--import', 'tsx', fileURLToPath(file)], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#exit = once(this.#child, 'close')
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.error += text
    })
  }

  /** Waits for `text` on the standard output, or the standard error. */
  async says(text: string, stream: 'out' | 'error' = 'out'): Promise<void> {
    const source = stream === 'out' ? this.#child.stdout : this.#child.stderr
    while (!this[stream].includes(text)) {
      const ended = await Promise.race([
        once(source as NodeJS.ReadableStream, 'data'),
        this.#exit.then(() => 'ended'),
      ])
      if (ended === 'ended')
        throw new Error(`It ended without having said «${text}»: ${this.out}${this.error}`)
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async exitCode(): Promise<unknown> {
    const [code, signal] = await this.#exit
    return signal ?? code
  }
}

const waiting = new URL('../programs/waiting.ts', import.meta.url)

describe('a process', () => {
  test('whose tasks wait for one another in a circle ends with DeadlockError and exit code 1', async () => {
    const program = new Program(new URL('../programs/deadlock.ts', import.meta.url))
    expect(await program.exitCode()).toBe(1)
    expect(program.error).toMatch(
      /DeadlockError: deadlock at [\d.]+ ms: 3 tasks wait for what nothing will finish/,
    )
    expect(program.error).toContain("'deposit' waits for audit (held by withdrawal)")
    expect(program.error).toContain("'withdrawal' waits for accounts (held by deposit)")
    expect(program.error).toMatch(/at transfer \(.*programs\/deadlock\.ts:\d+:\d+\)/)
    expect(program.error).toContain("in a circle: 'deposit' → 'withdrawal' → 'deposit'")
    expect(program.out).toBe('')
  })

  test('prints its tasks on SIGUSR2 and goes on; Ctrl-C cancels main and gives exit code 130', async () => {
    const program = new Program(waiting)
    await program.says('waiting')
    program.signal('SIGUSR2')
    await program.says("'sleeper' waits for sleep until", 'error')
    expect(program.error).toContain("waits for task 'sleeper'")
    const before = program.error
    program.signal('SIGINT')
    expect(await program.exitCode()).toBe(130)
    expect(program.out).toBe('waiting\ncleaned up\n')
    expect(program.error).toBe(before)
  })

  test('prints its tasks on Ctrl-C, too, where ACORO_DUMP=1', async () => {
    const program = new Program(waiting, { ACORO_DUMP: '1' })
    await program.says('waiting')
    program.signal('SIGINT')
    expect(await program.exitCode()).toBe(130)
    expect(program.error).toContain("'sleeper' waits for sleep until")
    expect(program.out).toBe('waiting\ncleaned up\n')
  })
})
