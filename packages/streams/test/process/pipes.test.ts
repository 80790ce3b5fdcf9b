import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { PassThrough, Readable, Writable } from 'node:stream'
import { createTask, isCancelledError, run } from '@acoro/core'
import {
  connectReadPipe,
  connectWritePipe,
  createSubprocessExec,
  Protocol,
  type Transport,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { TemporaryDirectory } from '../support/directory.ts'
import { failure } from '../support/failure.ts'
import { fixture, nodeArguments } from '../support/program.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { bytes, pattern, text } from '../support/text.ts'
import { until } from '../support/turn.ts'

leavesNothingOpen()

class Logged extends Protocol {
  readonly log: string[] = []
  override connectionMade(_transport: Transport): void {
    this.log.push('made')
  }
  override dataReceived(data: Uint8Array): void {
    this.log.push(text(data))
  }
  override eofReceived(): void {
    this.log.push('eof')
  }
  override pauseWriting(): void {
    this.log.push('pause')
  }
  override resumeWriting(): void {
    this.log.push('resume')
  }
  override connectionLost(error: Error | null): void {
    this.log.push(`lost ${error}`)
  }
}

describe('pipes', () => {
  onlyOn('node', 'elsewhere an open descriptor is read in another way')(
    'a FIFO, written on one side and read on the other',
    () =>
      run(function* () {
        using directory = new TemporaryDirectory()
        const path = directory.file('fifo')
        execFileSync('mkfifo', [path])
        const readFd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
        const writeFd = openSync(path, constants.O_WRONLY)
        const [, there] = yield* connectReadPipe(() => new Logged(), readFd)
        const [writing, here] = yield* connectWritePipe(() => new Logged(), writeFd)
        writing.write(bytes('through the pipe'))
        yield* until(() => there.log.length > 1)
        writing.close()
        yield* until(() => there.log.includes('lost null') && here.log.includes('lost null'))
        expect(there.log).toEqual(['made', 'through the pipe', 'eof', 'lost null'])
        expect(here.log).toEqual(['made', 'lost null'])
      }),
  )

  it("a stream of Node's; writing pauses and resumes", () =>
    run(function* () {
      const stream = new PassThrough()
      const [writing, here] = yield* connectWritePipe(() => new Logged(), stream)
      writing.write(pattern(100_000))
      expect(here.log).toEqual(['made', 'pause'])
      const [reading, there] = yield* connectReadPipe(() => new Protocol(), stream)
      yield* until(() => here.log.includes('resume'))
      expect(writing.canWriteEof()).toBe(true)
      writing.writeEof()
      yield* until(() => reading.isClosing())
      expect(there).toBe(reading.getProtocol())
      yield* until(() => here.log.includes('lost null'))
      expect(here.log).toEqual(['made', 'pause', 'resume', 'lost null'])
    }))

  it('a cancelled connect leaves nothing open', () =>
    run(function* () {
      const stream = new PassThrough()
      const task = createTask(connectReadPipe(() => new Logged(), stream))
      yield
      task.cancel()
      expect(isCancelledError(yield* failure(task))).toBe(true)
      expect(stream.destroyed).toBe(true)
    }))

  it('a stream that fails and stays as it is ends the transport all the same', () =>
    run(function* () {
      const full = new Writable({
        autoDestroy: false,
        write: (_chunk, _encoding, done) => done(new Error('full')),
      })
      const [writing, written] = yield* connectWritePipe(() => new Logged(), full)
      writing.write(bytes('x'))
      yield* until(() => written.log.includes('lost OSError: Could not use the pipe to write: full'))
      expect(full.destroyed).toBe(true)

      const broken = new Readable({ autoDestroy: false, read() {} })
      const [, read] = yield* connectReadPipe(() => new Logged(), broken)
      broken.emit('error', new Error('broken'))
      yield* until(() => read.log.includes('lost OSError: Could not use the pipe to read: broken'))
      expect(broken.destroyed).toBe(true)
    }))

  it('what is no pipe is refused at the call', () => {
    expect(() => connectReadPipe(() => new Logged(), 'stdin' as never)).toThrow(
      new TypeError('Expected a file descriptor or a stream of Node\'s, got the string "stdin"'),
    )
    expect(() => connectWritePipe(() => new Logged(), -1)).toThrow(
      new RangeError('Expected a file descriptor, 0 or more, got -1'),
    )
  })
})

describe('openStdio', () => {
  it('reads and writes the standard pipes of a process, which stay open', () =>
    run(function* () {
      const args = [...nodeArguments, fixture('shouting')]
      const child = yield* createSubprocessExec(process.execPath, args, {
        stdin: 'pipe',
        stdout: 'pipe',
        cwd: import.meta.dirname,
      })
      const [stdout] = yield* child.communicate('one\ntwo\n')
      expect(text(stdout!)).toBe('ONE\nTWO\nand still open\n')
    }))

  it('a full disk is told to the writer, and closing it does not end the program', () =>
    run(function* () {
      const full = openSync('/dev/full', 'w')
      const child = yield* createSubprocessExec(process.execPath, [...nodeArguments, fixture('full-disk')], {
        stdin: 'ignore',
        stdout: full,
        stderr: 'pipe',
        cwd: import.meta.dirname,
      })
      const [, stderr] = yield* child.communicate()
      closeSync(full)
      expect(text(stderr!)).toBe('OSError ENOSPC\n')
      expect(child.returncode).toBe(0)
    }))
})
