import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { run, type Suspension } from '@acoro/core'
import {
  AddressInUseError,
  ConnectionRefusedError,
  FileNotFoundError,
  formatAddress,
  openUnixConnection,
  type StreamReader,
  type StreamWriter,
  startUnixServer,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { TemporaryDirectory } from '../support/directory.ts'
import { failure } from '../support/failure.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { text } from '../support/text.ts'
import { until } from '../support/turn.ts'

leavesNothingOpen()

function* greet(reader: StreamReader, writer: StreamWriter) {
  writer.write(`hello ${text(yield* reader.readLine())}`)
}

describe('Unix sockets', () => {
  it('a server at a path, whose file goes with it', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('server.sock')
      const server = yield* startUnixServer(greet, { path })
      expect(server.address).toEqual({ family: 'unix', host: '', port: 0, path })
      expect(formatAddress(server.address)).toBe(path)
      const [reader, writer] = yield* openUnixConnection({ path })
      expect(writer.getExtraInfo('peername')).toEqual({ family: 'unix', host: '', port: 0, path })
      writer.write('ada\n')
      expect(text(yield* reader.read())).toBe('hello ada\n')
      writer.close()
      server.close()
      yield* server.waitClosed()
      yield* until(() => !existsSync(path))
    }))

  it('no socket there: FileNotFoundError', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('nothing.sock')
      const error = yield* failure(openUnixConnection({ path }))
      expect(error).toBeInstanceOf(FileNotFoundError)
      expect(error).toMatchObject({ code: 'ENOENT', address: path })
    }))

  it('a socket whose server was killed is replaced', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('server.sock')
      yield* killedServer(path)
      expect(existsSync(path)).toBe(true)
      expect(yield* failure(openUnixConnection({ path }))).toBeInstanceOf(ConnectionRefusedError)
      const server = yield* startUnixServer(greet, { path })
      const [reader, writer] = yield* openUnixConnection({ path })
      writer.write('again\n')
      expect(text(yield* reader.read())).toBe('hello again\n')
      writer.close()
      server.close()
      yield* server.waitClosed()
    }))

  it('a socket whose server lives, and any other file, is left alone: AddressInUseError', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('server.sock')
      const server = yield* startUnixServer(greet, { path })
      const taken = yield* failure(startUnixServer(greet, { path }))
      expect(taken).toBeInstanceOf(AddressInUseError)
      expect(taken).toMatchObject({ code: 'EADDRINUSE', address: path })
      const [reader, writer] = yield* openUnixConnection({ path })
      writer.write('still here\n')
      expect(text(yield* reader.read())).toBe('hello still here\n')
      writer.close()
      server.close()
      yield* server.waitClosed()

      const file = directory.file('notes.txt')
      writeFileSync(file, 'precious')
      expect(yield* failure(startUnixServer(greet, { path: file }))).toBeInstanceOf(AddressInUseError)
      expect(existsSync(file)).toBe(true)
    }))
})

/** Leaves behind the file of a server that had no time to clean up. */
function* killedServer(path: string): Generator<Suspension, void, unknown> {
  const listen = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('ready'))`
  const child = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] })
  let ended = false
  child.stdout.once('data', () => child.kill('SIGKILL'))
  child.once('close', () => {
    ended = true
  })
  yield* until(() => ended)
}
