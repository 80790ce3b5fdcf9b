import { spawn } from 'node:child_process'
import { existsSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs'
import { createTask, isCancelledError, run, type Suspension, wait } from '@acoro/core'
import {
  AddressInUseError,
  ConnectionRefusedError,
  createSubprocessExec,
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
import { fixture, nodeArguments } from '../support/program.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { text } from '../support/text.ts'
import { turn, until } from '../support/turn.ts'

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

  it('a server that closes leaves the file of another one alone', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('server.sock')
      const first = yield* startUnixServer(greet, { path })
      unlinkSync(path)
      const second = yield* startUnixServer(greet, { path })
      first.close()
      yield* first.waitClosed()
      const [reader, writer] = yield* openUnixConnection({ path })
      writer.write('second\n')
      expect(text(yield* reader.read())).toBe('hello second\n')
      writer.close()
      second.close()
      yield* second.waitClosed()
      expect(readdirSync(directory.path)).toEqual([])
    }))

  it('cleanupSocket: false leaves the file; the next server takes its place', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('server.sock')
      for (let i = 0; i < 2; i++) {
        const server = yield* startUnixServer(greet, { path, cleanupSocket: false })
        server.close()
        yield* server.waitClosed()
        expect(readdirSync(directory.path)).toEqual(['server.sock'])
      }
    }))

  it('of several that find a stale socket at once, one listens and the others are told', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('server.sock')
      yield* killedServer(path)
      const starting = Array.from({ length: 6 }, () => createTask(startUnixServer(greet, { path })))
      const [done] = yield* wait(starting)
      const servers = [...done].filter((task) => !task.failed()).map((task) => task.result())
      expect(servers.length).toBe(1)
      for (const task of done) if (task.failed()) expect(task.exception()).toBeInstanceOf(AddressInUseError)
      const [reader, writer] = yield* openUnixConnection({ path })
      writer.write('one\n')
      expect(text(yield* reader.read())).toBe('hello one\n')
      writer.close()
      servers[0]!.close()
      yield* servers[0]!.waitClosed()
      expect(readdirSync(directory.path)).toEqual([])
    }))

  it('so it is between processes', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('server.sock')
      const args = [...nodeArguments, fixture('unix-server'), path]
      const options = { stdin: 'pipe', stdout: 'pipe', cwd: import.meta.dirname } as const
      for (let round = 0; round < 3; round++) {
        yield* killedServer(path)
        const children = []
        for (let i = 0; i < 3; i++)
          children.push(yield* createSubprocessExec(process.execPath, args, options))
        for (const child of children) expect(text(yield* child.stdout!.readLine())).toBe('ready\n')
        for (const child of children) child.stdin!.write('go\n')
        const said: string[] = []
        for (const child of children) said.push(text(yield* child.stdout!.readLine()).trim())
        expect(said.sort()).toEqual(['AddressInUseError', 'AddressInUseError', 'listens'])
        for (const child of children) child.kill()
        for (const child of children) yield* child.wait()
        unlinkSync(path)
      }
    }))

  it('while another one replaces a stale socket it is waited for; cancelled then, all stays as it was', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('server.sock')
      yield* killedServer(path)
      writeFileSync(`${path}.lock`, '')
      const starting = createTask(startUnixServer(greet, { path }))
      for (let i = 0; i < 20; i++) yield* turn()
      expect(starting.done()).toBe(false)
      starting.cancel()
      expect(isCancelledError(yield* failure(starting))).toBe(true)
      expect(readdirSync(directory.path).sort()).toEqual(['server.sock', 'server.sock.lock'])
    }))

  it('a path as long as it may be, and a name without a file', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const paths = [
        directory.file('x'.repeat(106 - directory.path.length)),
        `\0acoro-${process.pid}-${directory.path}`,
      ]
      for (const path of paths) {
        const server = yield* startUnixServer(greet, { path })
        expect(server.address.path).toBe(path)
        expect(yield* failure(startUnixServer(greet, { path }))).toBeInstanceOf(AddressInUseError)
        const [reader, writer] = yield* openUnixConnection({ path })
        writer.write('here\n')
        expect(text(yield* reader.read())).toBe('hello here\n')
        writer.close()
        server.close()
        yield* server.waitClosed()
      }
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

/** Leaves the socket file of a server that was killed. */
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
