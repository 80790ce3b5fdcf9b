import { createServer } from 'node:net'
import { asyncFor, asyncWith, run, type Suspension } from '@acoro/core'
import { createSubprocessExec, openConnection, openUnixConnection } from '@acoro/streams'
import { expect, it } from 'vitest'
import { isOn } from '../../../../scripts/runtimes/only-on.ts'
import { TemporaryDirectory } from '../support/directory.ts'
import { failure } from '../support/failure.ts'
import { listening } from '../support/node-server.ts'
import { describeWith } from '../support/programs.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { text } from '../support/text.ts'
import { Redis, RedisError } from './resp.ts'

leavesNothingOpen()

/** Runs `body` while a server of its own runs, which is ready when it says so. */
function* withRedis(
  body: (address: { host: string; port: number }, path: string) => Generator<Suspension, void, unknown>,
) {
  using directory = new TemporaryDirectory()
  const free = yield* listening(createServer())
  const { address } = free
  free.close()
  const path = directory.file('redis.sock')
  const settings = ['--port', String(address.port), '--bind', '127.0.0.1', '--unixsocket', path]
  const args = [
    ...settings,
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    directory.path,
    '--loglevel',
    'notice',
  ]
  const server = createSubprocessExec('redis-server', args, { stdout: 'pipe', stdin: 'ignore' })
  yield* asyncWith(server, function* (child) {
    // It says so once for the port and once for the path.
    for (let ready = 0; ready < 2; ) {
      const line = text(yield* child.stdout!.readLine())
      if (line === '') throw new Error(`redis-server did not start: it ended with ${yield* child.wait()}`)
      if (/ready to accept connections/i.test(line)) ready++
    }
    yield* body(address, path)
    child.terminate()
    yield* asyncFor(child.stdout!, function* () {})
    // Deno tells the signal that was sent, even if the process ends by itself.
    expect(yield* child.wait()).toBe(isOn('exceptDeno') ? 0 : -15)
  })
}

describeWith('redis-server', 'a client written with framed', () => {
  it('commands, errors, lists and nil', () =>
    run(
      withRedis(function* (address) {
        using redis = new Redis(yield* openConnection(address))
        expect(yield* redis.command('PING')).toBe('PONG')
        expect(yield* redis.command('SET', 'greeting', 'grüß dich\r\n')).toBe('OK')
        expect(yield* redis.command('GET', 'greeting')).toBe('grüß dich\r\n')
        expect(yield* redis.command('GET', 'nothing')).toBeNull()
        expect(yield* redis.command('RPUSH', 'list', 'a', 'b', 'c')).toBe(3)
        expect(yield* redis.command('LRANGE', 'list', '0', '-1')).toEqual(['a', 'b', 'c'])
        expect(yield* redis.command('EVAL', 'return {1, {2, "three"}, false}', '0')).toEqual([
          1,
          [2, 'three'],
          null,
        ])
        const error = yield* failure(redis.command('INCR', 'greeting'))
        expect(error).toBeInstanceOf(RedisError)
        expect((error as Error).message).toBe('ERR value is not an integer or out of range')
        const long = 'x'.repeat(5 << 20)
        expect(yield* redis.command('SET', 'long', long)).toBe('OK')
        expect(yield* redis.command('GET', 'long')).toBe(long)
      }),
    ))

  it('10,000 commands, pipelined, each answered in its turn', () =>
    run(
      withRedis(function* (address) {
        using redis = new Redis(yield* openConnection(address))
        const commands = Array.from({ length: 10_000 }, (_, i) =>
          i % 2 === 0 ? ['INCR', 'n'] : ['ECHO', `${i}`],
        )
        const replies = yield* redis.pipeline(commands)
        expect(replies).toEqual(Array.from({ length: 10_000 }, (_, i) => (i % 2 === 0 ? i / 2 + 1 : `${i}`)))
      }),
    ))

  it('over its Unix socket, and many clients at once', () =>
    run(
      withRedis(function* (_address, path) {
        for (let i = 1; i <= 20; i++) {
          using redis = new Redis(yield* openUnixConnection({ path }))
          expect(yield* redis.command('INCR', 'visits')).toBe(i)
        }
      }),
    ))
})
