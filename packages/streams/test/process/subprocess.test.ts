import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { asyncWith, createTask, isCancelledError, run, TimeoutError, timeout, wait } from '@acoro/core'
import {
  createSubprocessExec,
  createSubprocessShell,
  FileNotFoundError,
  OSError,
  PermissionDeniedError,
  type Process,
  type Starting,
  SubprocessProtocol,
  type SubprocessTransport,
  subprocessExec,
  subprocessShell,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { TemporaryDirectory } from '../support/directory.ts'
import { failure } from '../support/failure.ts'
import { nodeArguments } from '../support/program.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { bytes, pattern, sameBytes, text } from '../support/text.ts'
import { until } from '../support/turn.ts'

leavesNothingOpen()

const piped = { stdin: 'pipe', stdout: 'pipe', stderr: 'pipe' } as const

/** Is there still a process of that id? */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('createSubprocessExec', () => {
  it('communicate() feeds the input, and gives all output and the exit code', () =>
    run(function* () {
      const child = yield* createSubprocessExec('sh', ['-c', 'cat; echo problem >&2; exit 3'], piped)
      expect([child.returncode, lives(child.pid)]).toEqual([null, true])
      const [stdout, stderr] = yield* child.communicate('some input')
      expect([text(stdout!), text(stderr!), child.returncode]).toEqual(['some input', 'problem\n', 3])
      expect(yield* child.wait()).toBe(3)
    }))

  it('communicate() does not lock up where both pipes are full', () =>
    run(function* () {
      const size = 4 << 20
      const child = yield* createSubprocessExec('cat', [], piped)
      const [stdout, stderr] = yield* child.communicate(pattern(size))
      expect(sameBytes(stdout!, pattern(size))).toBe(true)
      expect([stderr!.length, child.returncode]).toEqual([0, 0])
    }))

  it('that the child does not read its input is no error', () =>
    run(function* () {
      const child = yield* createSubprocessExec('sh', ['-c', 'exec 0<&-; echo enough'], piped)
      const [stdout] = yield* child.communicate(pattern(8 << 20))
      expect([text(stdout!), child.returncode]).toEqual(['enough\n', 0])
    }))

  it('pipes are there where they were asked for', () =>
    run(function* () {
      const child = yield* createSubprocessExec('true', [], { stdout: 'pipe', stdin: 'ignore' })
      expect([child.stdin, child.stderr, child.stdout !== null]).toEqual([null, null, true])
      expect(yield* child.communicate()).toEqual([Buffer.alloc(0), null])
    }))

  it('a conversation, line by line', () =>
    run(function* () {
      const child = yield* createSubprocessExec(
        'sh',
        ['-c', 'while read line; do echo "you said $line"; done'],
        piped,
      )
      for (const word of ['one', 'two']) {
        child.stdin!.write(`${word}\n`)
        yield* child.stdin!.drain()
        expect(text(yield* child.stdout!.readLine())).toBe(`you said ${word}\n`)
      }
      child.stdin!.close()
      yield* child.stdin!.waitClosed()
      expect(yield* child.wait()).toBe(0)
      expect(text(yield* child.stdout!.read())).toBe('')
    }))

  it('a signal that ended it is a negative exit code', () =>
    run(function* () {
      for (const [end, returncode] of [
        [(child: Process) => child.kill(), -9],
        [(child: Process) => child.terminate(), -15],
        [(child: Process) => child.sendSignal('SIGINT'), -2],
        [(child: Process) => child.sendSignal(10), -10],
      ] as const) {
        const child = yield* createSubprocessExec('sleep', ['600'])
        end(child)
        expect(yield* child.wait()).toBe(returncode)
        expect(child.returncode).toBe(returncode)
        child.kill()
        child.sendSignal(0)
      }
    }))

  it('several may wait for the end', () =>
    run(function* () {
      const child = yield* createSubprocessExec('sh', ['-c', 'read line; exit 5'], { stdin: 'pipe' })
      const waits = [createTask(child.wait()), createTask(child.wait())]
      yield
      child.stdin!.write('go\n')
      expect([yield* waits[0]!, yield* waits[1]!]).toEqual([5, 5])
      child.close()
    }))

  it('environment, directory, and stderr that goes where stdout goes', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const child = yield* createSubprocessExec(
        'sh',
        ['-c', 'echo "$GREETING"; pwd >&2; echo "$1 $2"', 'sh', 'a b', '*'],
        {
          stdout: 'pipe',
          stderr: 'stdout',
          cwd: directory.path,
          env: { ...process.env, GREETING: 'good day' },
        },
      )
      const [stdout, stderr] = yield* child.communicate()
      expect([text(stdout!), stderr]).toEqual([`good day\n${directory.path}\na b *\n`, null])
    }))

  it("stderr: 'stdout' goes where stdout goes, with an empty environment, too, and says what is wrong", () =>
    run(function* () {
      const merged = { stdout: 'pipe', stderr: 'stdout', env: {} } as const
      const child = yield* createSubprocessExec('sh', ['-c', 'echo out; echo err >&2'], merged)
      const [stdout] = yield* child.communicate()
      expect([text(stdout!), child.stderr]).toEqual(['out\nerr\n', null])

      using directory = new TemporaryDirectory()
      const log = openSync(directory.file('log'), 'w')
      const logged = yield* createSubprocessExec('sh', ['-c', 'echo out; echo err >&2'], {
        stdout: log,
        stderr: 'stdout',
      })
      yield* logged.wait()
      closeSync(log)
      expect(readFileSync(directory.file('log'), 'utf8')).toBe('out\nerr\n')

      writeFileSync(directory.file('notes.txt'), 'no program', { mode: 0o644 })
      for (const program of [directory.file('notes.txt'), directory.path]) {
        const refused = yield* failure(createSubprocessExec(program, [], merged))
        expect(refused).toBeInstanceOf(PermissionDeniedError)
        expect(refused).toMatchObject({
          code: 'EACCES',
          message: `Could not run ${program}: it may not be run`,
        })
      }
      const cwd = '/no/such/directory'
      const nowhere = yield* failure(createSubprocessExec('true', [], { ...merged, cwd }))
      expect(nowhere).toMatchObject({ name: 'FileNotFoundError', address: cwd })
    }))

  it('passFds gives it open files under the numbers they have here', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const fd = openSync(directory.file('log'), 'w')
      const child = yield* createSubprocessExec('sh', ['-c', `echo hello > /dev/fd/${fd}`], { passFds: [fd] })
      expect(yield* child.wait()).toBe(0)
      closeSync(fd)
      expect(readFileSync(directory.file('log'), 'utf8')).toBe('hello\n')
    }))

  onlyOn(
    'exceptDeno',
    'the pipes of its children are pipes of the kernel, where those of Node and Bun are sockets',
  )('a pipe is a pair of sockets: a program that opens /dev/stdout again needs a real one', () =>
    run(function* () {
      const again = 'echo again > /dev/stdout'
      const refused = yield* createSubprocessExec('sh', ['-c', again], { stdout: 'pipe', stderr: 'ignore' })
      const [nothing] = yield* refused.communicate()
      expect([text(nothing!), refused.returncode === 0]).toEqual(['', false])
      const piping = yield* createSubprocessShell(`sh -c '${again}' | cat`, { stdout: 'pipe' })
      const [stdout] = yield* piping.communicate()
      expect(text(stdout!)).toBe('again\n')
    }),
  )

  it('output into an open file', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const fd = openSync(directory.file('out'), 'w')
      const child = yield* createSubprocessExec('echo', ['to a file'], { stdout: fd })
      expect(yield* child.wait()).toBe(0)
      closeSync(fd)
      expect(readFileSync(directory.file('out'), 'utf8')).toBe('to a file\n')
    }))

  it('output that nobody reads stays with the child: back-pressure', () =>
    run(function* () {
      const child = yield* createSubprocessExec('sh', ['-c', 'yes'], {
        stdout: 'pipe',
        stderr: 'ignore',
        limit: 1000,
      })
      yield* child.stdout!.readExactly(100_000)
      yield* until(() => String(child.stdout).includes('paused'))
      expect(Number(/(\d+) bytes/.exec(String(child.stdout))?.[1])).toBeLessThan(200_000)
      child.kill()
      expect(yield* child.wait()).toBe(-9)
      child.close()
    }))
})

describe('createSubprocessShell', () => {
  it('runs a command line', () =>
    run(function* () {
      const child = yield* createSubprocessShell('echo one two | wc -w', { stdout: 'pipe' })
      const [stdout] = yield* child.communicate()
      expect(text(stdout!).trim()).toBe('2')
    }))
})

describe('a process', () => {
  it('is waited for at the end of asyncWith, its input closed', () =>
    run(function* () {
      const child = createSubprocessExec('cat', [], { stdin: 'pipe', stdout: 'pipe' })
      const used = yield* asyncWith(child, function* (running) {
        running.stdin!.write('meow')
        expect(text(yield* running.stdout!.readExactly(4))).toBe('meow')
        return running
      })
      expect(used.returncode).toBe(0)
    }))

  it('is killed where the block of asyncWith throws or is cancelled', () =>
    run(function* () {
      let pid = 0
      const error = yield* failure(
        timeout(
          50,
          asyncWith(createSubprocessExec('sleep', ['600'], piped), function* (child) {
            pid = child.pid
            yield* child.communicate()
          }),
        ),
      )
      expect(error).toBeInstanceOf(TimeoutError)
      expect(lives(pid)).toBe(false)
    }))

  it('is killed where the block throws undefined', () =>
    run(function* () {
      let child: Process | undefined
      const outcome = createTask(
        asyncWith(createSubprocessExec('sleep', ['600']), (process) => {
          child = process
          throw undefined
        }),
      )
      yield* wait([outcome])
      expect([outcome.failed(), child!.returncode]).toEqual([true, -9])
      expect(outcome.exception()).toBeUndefined()
    }))

  it('that is being started when its task is cancelled does not stay', () =>
    run(function* () {
      for (let steps = 0; steps < 3; steps++) {
        const task = createTask(createSubprocessExec('sleep', ['600'], piped))
        for (let i = 0; i <= steps; i++) yield
        task.cancel()
        expect(isCancelledError(yield* failure(task))).toBe(true)
      }
    }))

  it('that main forgot is killed, and leaves no zombie', async () => {
    let pid = 0
    await run(function* () {
      pid = (yield* createSubprocessExec('sleep', ['600'], piped)).pid
    })
    await run(until(() => !lives(pid)))
  })

  it('goes on when a wait for it is cancelled', () =>
    run(function* () {
      const child = yield* createSubprocessExec('cat', [], { stdin: 'pipe' })
      const waiting = createTask(child.wait())
      yield
      waiting.cancel()
      expect(isCancelledError(yield* failure(waiting))).toBe(true)
      expect(lives(child.pid)).toBe(true)
      child.stdin!.close()
      expect(yield* child.wait()).toBe(0)
    }))
})

describe('under a protocol', () => {
  it('the calls come in order', () =>
    run(function* () {
      const log: string[] = []
      class Logged extends SubprocessProtocol {
        override connectionMade(transport: SubprocessTransport): void {
          log.push(`made ${transport.getPipeTransport(1) !== undefined}`)
        }
        override pipeDataReceived(fd: number, data: Uint8Array): void {
          log.push(`data ${fd} ${text(data)}`)
        }
        override pipeConnectionLost(fd: number, error: Error | null): void {
          log.push(`pipe lost ${fd} ${error}`)
        }
        override processExited(): void {
          log.push('exited')
        }
        override connectionLost(error: Error | null): void {
          log.push(`lost ${error}`)
        }
      }
      const [transport] = yield* subprocessExec(() => new Logged(), 'sh', ['-c', 'read x; echo $x'], {
        stdin: 'pipe',
        stdout: 'pipe',
      })
      expect(log).toEqual(['made true'])
      transport.getPipeTransport(0)!.write(bytes('hi\n'))
      yield* until(() => log.includes('lost null'))
      expect(log.slice(0, 2)).toEqual(['made true', 'data 1 hi\n'])
      expect([...log.slice(2, -1)].sort()).toEqual(['exited', 'pipe lost 0 null', 'pipe lost 1 null'])
      expect(log.at(-1)).toBe('lost null')
      expect([transport.getReturncode(), transport.isClosing()]).toEqual([0, true])
    }))

  it('subprocessShell runs a command line', () =>
    run(function* () {
      let said = ''
      class Heard extends SubprocessProtocol {
        override pipeDataReceived(_fd: number, data: Uint8Array): void {
          said += text(data)
        }
      }
      const [transport] = yield* subprocessShell(() => new Heard(), 'echo one; echo two >&2', {
        stdout: 'pipe',
        stderr: 'stdout',
      })
      yield* until(() => transport.isClosing())
      expect([said, transport.getReturncode()]).toEqual(['one\ntwo\n', 0])
    }))

  it('close() closes the pipes and kills it', () =>
    run(function* () {
      const [transport] = yield* subprocessExec(() => new SubprocessProtocol(), 'sleep', ['600'], piped)
      transport.close()
      transport.close()
      yield* until(() => transport.getReturncode() !== null)
      expect(transport.getReturncode()).toBe(-9)
    }))
})

describe('bad input', () => {
  it('no such program, no such directory, no right to run it: named errors with code and path', () =>
    run(function* () {
      const missing = yield* failure(createSubprocessExec('no-such-program'))
      expect(missing).toBeInstanceOf(FileNotFoundError)
      expect(missing).toMatchObject({ code: 'ENOENT', address: 'no-such-program' })
      expect((missing as Error).message).toContain('Could not run no-such-program: ')
      const merged = yield* failure(
        createSubprocessExec('no-such-program', [], { stdout: 'pipe', stderr: 'stdout' }),
      )
      expect(merged).toMatchObject({ name: 'FileNotFoundError', code: 'ENOENT', address: 'no-such-program' })
      const nowhere = yield* failure(createSubprocessExec('true', [], { cwd: '/no/such/directory' }))
      expect(nowhere).toMatchObject({ name: 'FileNotFoundError', address: '/no/such/directory' })
      expect((nowhere as Error).message).toBe(
        'Could not run true in /no/such/directory: there is no such directory',
      )
      using directory = new TemporaryDirectory()
      const file = directory.file('notes.txt')
      writeFileSync(file, 'no program', { mode: 0o644 })
      const refused = yield* failure(createSubprocessExec(file))
      expect(refused).toBeInstanceOf(PermissionDeniedError)
      expect(refused).toMatchObject({ code: 'EACCES', address: file })
    }))

  it('what the platform refuses outright is an OSError with its code', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const file = directory.file('notes.txt')
      writeFileSync(file, 'no program', { mode: 0o644 })
      const notFound = `Could not run true in ${file}: it is no directory`
      const cases: [Starting, string, string | RegExp][] = [
        [createSubprocessExec(`${file}/x`), 'ENOTDIR', /^Could not run .+: ./],
        [createSubprocessExec('true', [], { cwd: file }), 'ENOTDIR', notFound],
        [createSubprocessExec('true', ['x'.repeat(3_000_000)]), 'E2BIG', /^Could not run true: ./],
        [createSubprocessExec('true', [], { stdin: 9999 }), 'EBADF', /^Could not run true: ./],
      ]
      for (const [starting, code, message] of cases) {
        const error = yield* failure(starting)
        expect(error).toBeInstanceOf(OSError)
        expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
      }
    }))

  onlyOn('node', 'others tell in other words that no descriptor is left')(
    'one that could not be started leaves nothing behind: no descriptor left is told, and a deadlock after it',
    () =>
      run(function* () {
        const program = `
        import { getRunningLoop, run } from '@acoro/core'
        import { createSubprocessExec } from '@acoro/streams'
        import { openSync } from 'node:fs'
        const told = []
        await run(function* () {
          const refused = [
            () => createSubprocessExec('true', [], { stdin: 9999 }),
            () => {
              try {
                for (;;) openSync('/dev/null')
              } catch {}
              return createSubprocessExec('true', [], { stdin: 'pipe', stdout: 'pipe', stderr: 'pipe' })
            },
          ]
          for (const start of refused) {
            try {
              yield* start()
            } catch (error) {
              told.push(error.name + ' ' + error.code + ' ' + error.message)
            }
          }
          yield* getRunningLoop().createFuture()
        }).catch((error) => told.push(error.name))
        process.stdout.write(told.join('\\n'))
      `
        const node = [process.execPath, ...nodeArguments, '--input-type=module', '-e', program]
        const child = yield* createSubprocessExec('sh', ['-c', 'ulimit -n 256; exec "$0" "$@"', ...node], {
          stdin: 'ignore',
          stdout: 'pipe',
          cwd: import.meta.dirname,
        })
        const [stdout] = yield* child.communicate()
        expect(text(stdout!).split('\n')).toEqual([
          'OSError EBADF Could not run true: spawn EBADF',
          'OSError EMFILE Could not run true: spawn true EMFILE',
          'DeadlockError',
        ])
      }),
  )

  it('is refused at the call', () =>
    run(function* () {
      expect(() => createSubprocessExec('')).toThrow(
        new TypeError('Expected a program to run, a string, got the string ""'),
      )
      expect(() => createSubprocessExec('ls', 'a' as never)).toThrow(
        new TypeError('Expected the arguments of ls, a list of strings, got the string "a"'),
      )
      expect(() => createSubprocessExec('ls', [], { stdout: 'stdout' as never })).toThrow(
        new TypeError(
          "Expected the option stdout of createSubprocessExec() to be 'pipe', 'inherit', 'ignore' or a file descriptor, got the string \"stdout\"",
        ),
      )
      expect(() => createSubprocessExec('ls', [], { encoding: 'utf8' } as never)).toThrow(
        'encoding is not an option here: pipes carry bytes',
      )
      expect(() => createSubprocessExec('ls', [], { limit: 0 })).toThrow(RangeError)
      const child = yield* createSubprocessExec('cat', [], { stdin: 'pipe' })
      expect(() => child.sendSignal('SIGNOTHING' as never)).toThrow(
        new TypeError('Expected the name or number of a signal, got the string "SIGNOTHING"'),
      )
      child.close()
      yield* child.wait()
    }))
})
