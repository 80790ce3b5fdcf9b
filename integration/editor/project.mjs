// What an editor shows of a name, and where it goes to its definition, asked as editors ask: by tsserver, and from TypeScript 7
// on by the language server protocol. The names come from the installed tarballs, so a definition is in their sources.

import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const file = resolve('src/program.ts')
const program = readFileSync(file, 'utf8')

/** By name: a part of its type, the first words of its description, and the file and the line of its definition. */
const EXPECTED = {
  sleep: [
    'sleep(ms: number): Coroutine<void>',
    'Waits `ms` milliseconds',
    'core/src/waiting/sleep.ts',
    'export function sleep(',
  ],
  gather: [
    'gather<',
    'Runs the awaitables at the same time',
    'core/src/waiting/gather.ts',
    'export function gather<',
  ],
  run: [
    'run<T>(main: Main<T>, options?: RunnerOptions): Promise<T>',
    'Makes a loop, runs `main` on it',
    'core/src/program/runner.ts',
    'function run<T>',
  ],
  createTask: [
    'createTask<T>(coro: CoroutineLike<T>, options?: TaskOptions): Task<T>',
    'Runs a coroutine as a task',
    'core/src/task/create-task.ts',
    'function createTask<',
  ],
  taskGroup: [
    'taskGroup<T>(body: Body<T, TaskGroup>',
    'Runs `body` with a group',
    'core/src/waiting/task-group.ts',
    'function taskGroup<',
  ],
  Task: ['class Task<', 'A coroutine under way', 'core/src/task/task.ts', 'class Task<T>'],
  Lock: ['class Lock', 'Lets one task in at a time', 'sync/src/locks/lock.ts', 'class Lock'],
  acquire: ['Lock.acquire()', '', 'sync/src/locks/lock.ts', 'acquire()'],
  Queue: ['class Queue<', 'Hands items from task to task', 'sync/src/queues/queue.ts', 'class Queue<'],
  Semaphore: [
    'class Semaphore',
    'Lets a limited number of tasks in',
    'sync/src/limits/semaphore.ts',
    'class Semaphore',
  ],
  fromPromise: [
    'fromPromise<Permit>(source: PromiseLike<Permit> | PromiseStarter<Permit>): Coroutine<Permit>',
    'Awaits a promise',
    'compat/src/promise/from-promise.ts',
    'function fromPromise<',
  ],
  on: ['on<', 'Returns the events of `emitter`', 'compat/src/event/on.ts', 'function on<'],
}

/** Where a name is used: its last place in the program, counted from 0. */
function placeOf(name) {
  const rows = program.split('\n')
  const row = rows.findLastIndex((line) => new RegExp(`\\b${name}\\b`).test(line))
  return { line: row, character: rows[row].search(new RegExp(`\\b${name}\\b`)) }
}

/** A server that speaks JSON after headers, both ways or, as tsserver, one way. */
class Server {
  #child
  #seq = 0
  #waiting = new Map()
  #buffer = Buffer.alloc(0)

  constructor(program, args) {
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#child.stdout.on('data', (chunk) => this.#read(chunk))
    this.#child.on('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the server ended with ${code}`))
    })
  }

  end() {
    this.#child.kill('SIGKILL')
  }

  line(message) {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`)
  }

  framed(message) {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  /** Sends by `send` what `make` makes of a number, and resolves to the answer with that number. */
  ask(send, make) {
    const id = ++this.#seq
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      send.call(this, make(id))
    })
  }

  #read(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    for (;;) {
      const head = /^[\s\S]*?Content-Length: (\d+)\r\n(?:[^\r]+\r\n)*\r\n/.exec(
        this.#buffer.toString('latin1'),
      )
      if (head === null) return
      const end = head[0].length + Number(head[1])
      if (this.#buffer.length < end) return
      const message = JSON.parse(this.#buffer.subarray(head[0].length, end).toString('utf8'))
      this.#buffer = this.#buffer.subarray(end)
      this.#hear(message)
    }
  }

  #hear(message) {
    // The language server asks, too: it is answered that there is nothing to say.
    if (message.method !== undefined && message.id !== undefined)
      return this.framed({
        id: message.id,
        result: message.method === 'workspace/configuration' ? [null] : null,
      })
    this.#waiting.get(message.request_seq ?? message.id)?.resolve(message)
  }
}

function checked(name, hover, path, row) {
  const [shown, words, definition, line] = EXPECTED[name]
  const text = readFileSync(path, 'utf8').split('\n')[row]
  const wrong = []
  if (!hover.includes(shown)) wrong.push(`a hover of «${shown}»`)
  if (!hover.includes(words)) wrong.push(`a hover with «${words}»`)
  if (!path.endsWith(`node_modules/@acoro/${definition}`) || !text.includes(line))
    wrong.push(`${definition}: ${line}`)
  if (wrong.length > 0)
    throw new Error(`${name}: expected ${wrong.join(', ')}\ngot ${path}:${row + 1} «${text}»\n${hover}`)
}

function configure() {
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'esnext.disposable'],
    types: [],
  }
  writeFileSync('src/tsconfig.json', JSON.stringify({ compilerOptions, files: ['program.ts'] }))
}

function byTsserver(version) {
  const args = [`node_modules/typescript-${version}/lib/tsserver.js`]
  return during(args, async (server) => {
    const ask = (command, args) =>
      server.ask(server.line, (seq) => ({ seq, type: 'request', command, arguments: args }))
    server.line({ seq: 0, type: 'request', command: 'open', arguments: { file } })
    for (const name of Object.keys(EXPECTED)) {
      const { line, character } = placeOf(name)
      const at = { file, line: line + 1, offset: character + 1 }
      const { body: info } = await ask('quickinfo', at)
      const { body: definitions } = await ask('definition', at)
      const hover = `${info.displayString}\n${info.documentation}`
      checked(name, hover, definitions[0].file, definitions[0].start.line - 1)
    }
  })
}

function byProtocol(version) {
  const args = [`node_modules/typescript-${version}/bin/tsc`, '--lsp', '--stdio']
  return during(args, async (server) => {
    const ask = async (method, params) => {
      const answer = await server.ask(server.framed, (id) => ({ id, method, params }))
      if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`)
      return answer.result
    }
    const uri = pathToFileURL(file).href
    const rootUri = pathToFileURL(resolve('src')).href
    await ask('initialize', { processId: process.pid, rootUri, capabilities: {} })
    server.framed({ method: 'initialized', params: {} })
    const textDocument = { uri, languageId: 'typescript', version: 1, text: program }
    server.framed({ method: 'textDocument/didOpen', params: { textDocument } })
    for (const name of Object.keys(EXPECTED)) {
      const params = { textDocument: { uri }, position: placeOf(name) }
      const { contents } = await ask('textDocument/hover', params)
      const [definition] = [await ask('textDocument/definition', params)].flat()
      const at = definition.range ?? definition.targetSelectionRange
      const path = fileURLToPath(definition.uri ?? definition.targetUri)
      checked(name, contents.value ?? String(contents), path, at.start.line)
    }
  })
}

/** A check that has a server for itself. */
function during(args, check) {
  return async () => {
    configure()
    const server = new Server(process.execPath, args)
    try {
      await check(server)
    } finally {
      server.end()
    }
  }
}

export const builds = {
  'TypeScript 5.4': { build: byTsserver('5.4') },
  'TypeScript 6.0': { build: byTsserver('6.0') },
  'TypeScript 7.0, by the language server protocol': { build: byProtocol('7.0') },
}
