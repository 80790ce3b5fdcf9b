// only on node: the generations of V8's heap

/** Answers that wait behind others on their socket come and go: what they held is collected while young. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { sleep } from '@acoro/core'
import { expect, test } from 'vitest'
import { growthOfOld } from '../../../../scripts/runtimes/generations.ts'
import { nodeHandler } from '../../src/node.ts'

const ROUNDS = 600
const AT_ONCE = 20
const HELD = 1000
const ANSWER = 'answered'

test('what pipelined requests held does not get old', async () => {
  const server = createServer(
    nodeHandler(function* (_request, response) {
      const held = Array.from({ length: HELD }, (_, index) => index)
      yield* sleep(0)
      expect(held.length).toBe(HELD)
      response.end(ANSWER)
    }),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const socket = connect(port, '127.0.0.1')
  let answered = 0
  let told = () => {}
  socket.setEncoding('latin1').on('data', (text: string) => {
    answered += text.split(ANSWER).length - 1
    told()
  })

  async function ask(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      const wanted = answered + AT_ONCE
      socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(AT_ONCE))
      while (answered < wanted) {
        await new Promise<void>((resolve) => {
          told = resolve
        })
      }
    }
  }

  await ask(20)
  const last = ask(1)
  const growth = growthOfOld()
  await last
  await ask(ROUNDS)
  const grown = growth()
  socket.destroy()
  server.close()
  // They held 96 MB in all.
  expect(grown).toBeLessThan(6e6)
})
