// only on server: it starts processes

// What shows only in a process of its own: how it ends, and what it prints when it gets a signal.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { isOn, onlyOn } from '../../../../scripts/runtimes/only-on.ts'

/** Those that have not ended: a test that fails must leave no process behind. */
const programs = new Set<ChildProcess>()
afterEach(() => {
  for (const { pid, exitCode, signalCode } of programs) {
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(pid, 'SIGKILL')
  }
  programs.clear()
})

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
    programs.add(this.#child)
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
    // Not by `child.kill`, after which Deno takes every end for an end by that signal.
    process.kill(this.#child.pid as number, signal)
  }

  /** Its standard output has no reader any more, as behind `| head -1`. */
  stopReading(): void {
    this.#child.stdout?.destroy()
  }

  async exitCode(): Promise<unknown> {
    const [code, signal] = await this.#exit
    return signal ?? code
  }
}

const waiting = new URL('../programs/waiting.ts', import.meta.url)

/**
 * While the top level of a module awaits, Deno and Bun never say that nothing is left to do; Bun spins, even.
 */
const whereTopLevelIsTold = onlyOn('node', 'beforeExit is not told elsewhere while a top level waits')

describe('a process', () => {
  const deadlock = new URL('../programs/deadlock.ts', import.meta.url)
  const seesDeadlock = async (way: string) => {
    const program = new Program(deadlock, { WAY: way })
    expect(await program.exitCode()).toBe(1)
    expect(program.error).toMatch(
      /DeadlockError: deadlock at [\d.]+ ms: 3 tasks wait for what nothing will finish/,
    )
    expect(program.error).toContain("'deposit' waits for audit (held by withdrawal)")
    expect(program.error).toContain("'withdrawal' waits for accounts (held by deposit)")
    expect(program.error).toMatch(/at transfer \(.*programs\/deadlock\.ts:\d+:\d+\)/)
    expect(program.error).toContain("in a circle: 'deposit' → 'withdrawal' → 'deposit'")
    expect(program.out).toBe('')
  }

  whereTopLevelIsTold(
    'whose tasks wait for one another in a circle ends with DeadlockError and exit code 1',
    () => seesDeadlock('top level'),
  )

  test('ends so, too, if its top level does not wait for the run', () => seesDeadlock('runMain'))

  test('prints its tasks on SIGUSR2 and goes on, where ACORO_DUMP=1', async () => {
    const program = new Program(waiting, { ACORO_DUMP: '1' })
    await program.says('waiting')
    program.signal('SIGUSR2')
    await program.says("'sleeper' waits for sleep until", 'error')
    expect(program.error).toContain("waits for task 'sleeper'")
    program.signal('SIGINT')
    expect(await program.exitCode()).toBe(130)
  })

  test('is ended by SIGUSR2 otherwise; Ctrl-C cancels main and gives exit code 130', async () => {
    const ended = new Program(waiting)
    await ended.says('waiting')
    ended.signal('SIGUSR2')
    expect([await ended.exitCode(), ended.out]).toEqual(['SIGUSR2', 'waiting\n'])
    const program = new Program(waiting)
    await program.says('waiting')
    program.signal('SIGINT')
    expect(await program.exitCode()).toBe(130)
    expect([program.out, program.error]).toEqual(['waiting\ncleaned up\n', ''])
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

const waitingFor = new URL('../programs/waiting-for.ts', import.meta.url)
const ending = new URL('../programs/ending.ts', import.meta.url)

describe('ACORO_DEBUG=1', () => {
  test('reaches every loop, and what is made outside of loops, to the end of the process', async () => {
    const program = new Program(new URL('../programs/debugged.ts', import.meta.url), { ACORO_DEBUG: '1' })
    expect(await program.exitCode()).toBe(0)
    expect(program.out).toBe('true true false\n')
    const made = program.error.split('\n').filter((line) => line.includes('Warning: '))
    // In no order: those that the collector finds are told of sooner.
    expect(made.map((line) => /Warning: (.*): yield/.exec(line)?.[1]).sort()).toEqual([
      "coroutine 'atTheTop' was never awaited",
      "coroutine 'inLoop' was never awaited",
      "coroutine 'inTimer' was never awaited",
    ])
    expect(program.error.match(/debugged\.ts:\d+:\d+/g)?.length).toBeGreaterThanOrEqual(3)
  })
})

describe('a coroutine that nobody awaited', () => {
  test.each(['0', '1'])(
    'is told of when the process ends (without FinalizationRegistry: %s)',
    async (without) => {
      const program = new Program(new URL('../programs/forgotten.ts', import.meta.url), { WITHOUT: without })
      expect(await program.exitCode()).toBe(0)
      expect(program.out).toBe('1\n')
      // As a warning of the process, if it was collected before the end.
      expect(program.error).toMatch(
        /^(?:\(node:\d+\) )?NeverAwaitedWarning: coroutine 'save' was never awaited: yield\* it, or make it a task\. It was made\n +at main .*forgotten\.ts:16:/,
      )
      expect(program.error.match(/never awaited/g)).toHaveLength(1)
    },
  )
})

describe('a program that waits', () => {
  test.each(['signal', 'forever'])('for a signal it handles waits until it comes (%s)', async (way) => {
    const program = new Program(waitingFor, { WAY: way })
    await program.says('waiting')
    program.signal('SIGUSR1')
    expect([await program.exitCode(), program.out, program.error]).toEqual([0, 'waiting\ntold\n', ''])
  })

  const saysSo = async (way: string) => {
    const program = new Program(waitingFor, { WAY: way })
    expect(await program.exitCode()).toBe(13)
    const [first, ...lines] = program.error.split('\n')
    expect(first).toMatch(
      /^the process ends at [\d.]+ ms while 1 task waits, and nothing is left to do that could end the wait:$/,
    )
    expect(lines.slice(0, 3)).toEqual([
      "  'Task-1' waits for the promise of fetchPage",
      expect.stringMatching(/^ {6}at waiting \(.*waiting-for\.ts:\d+:\d+\)$/),
      '  under way: the promise of fetchPage',
    ])
  }

  whereTopLevelIsTold(
    'for a promise that nobody will settle says so on the way out, and where it stands',
    () => saysSo('promise'),
  )

  test('says so, too, if its top level does not wait for the run', () => saysSo('unawaited'))

  test.each(isOn('node') ? ['rescued', 'unawaited and rescued'] : ['unawaited and rescued'])(
    'and is rescued at the last moment ends with the exit code of a success (%s)',
    async (way) => {
      const program = new Program(waitingFor, { WAY: way })
      expect([await program.exitCode(), program.out]).toEqual([0, 'rescued\n'])
      expect(program.error).toContain('the process ends')
    },
  )
})

describe('runMain', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('lets main clean up on %s and ends, whatever is still open', async (signal, code) => {
    const program = new Program(ending, { WAY: 'open', GRACE: '60000' })
    await program.says('waiting')
    program.signal(signal)
    expect([await program.exitCode(), program.out, program.error]).toEqual([
      code,
      'waiting\ncleaned up\n',
      '',
    ])
  })

  test('ends in order if nobody reads its output any more', async () => {
    const program = new Program(ending, { WAY: 'quiet', GRACE: '60000' })
    await program.says('waiting')
    program.stopReading()
    program.signal('SIGTERM')
    expect([await program.exitCode(), program.error]).toEqual([143, ''])
  })

  test('ends with what main returns if it handles the cancellation', async () => {
    const program = new Program(ending, { WAY: 'handling', GRACE: '60000' })
    await program.says('waiting')
    program.signal('SIGTERM')
    expect([await program.exitCode(), program.out]).toEqual([7, 'waiting\ninterrupted by SIGTERM\n'])
  })

  test.each(['slow', 'leaving'])(
    'says at the end of the grace what has not ended, and ends it (%s)',
    async (way) => {
      const program = new Program(ending, { WAY: way })
      await program.says('waiting')
      program.signal('SIGTERM')
      expect([await program.exitCode(), program.out]).toEqual([143, 'waiting\ncleaning up\n'])
      expect(program.error).toMatch(/^50 ms after SIGTERM these tasks have not ended:\n/)
      expect(program.error).toMatch(/'(Task-1|left over)' \(cancelled\) waits for sleep until/)
    },
  )

  test('is ended at once by a second signal', async () => {
    const program = new Program(ending, { WAY: 'slow', GRACE: '60000' })
    await program.says('waiting')
    program.signal('SIGTERM')
    await program.says('cleaning up')
    program.signal('SIGINT')
    expect([await program.exitCode(), program.error]).toEqual([130, ''])
  })

  test('prints all that an error tells: the errors of groups, and causes', async () => {
    const program = new Program(ending, { WAY: 'failing' })
    expect(await program.exitCode()).toBe(1)
    const lines = program.error.split('\n').filter((line) => /(Error|Group): /.test(line))
    expect(lines.map((line) => line.replace(/ at .*/, ''))).toEqual([
      'ExceptionGroup: unhandled errors in a TaskGroup',
      '    ExceptionGroup: inner',
      '        TypeError: first',
      '          [cause]: RangeError: the cause',
    ])
  })
})
