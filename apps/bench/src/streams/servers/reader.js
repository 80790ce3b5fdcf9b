// Reads all that a child process writes into its pipe, in the way its first argument says, and prints the
// seconds and the CPU seconds that took. On the built packages, as the echo servers.

import { spawn } from 'node:child_process'
import { run } from '@acoro/core'
import { createSubprocessExec } from '@acoro/streams'

const [way, bytes] = process.argv.slice(2)
const command = ['head', ['-c', bytes, '/dev/zero']]

const ways = {
  async node() {
    let received = 0
    for await (const chunk of spawn(...command).stdout) received += chunk.length
    return received
  },
  acoro() {
    return run(function* () {
      const [program, args] = command
      const child = yield* createSubprocessExec(program, args, { stdout: 'pipe' })
      let received = 0
      for (;;) {
        const chunk = yield* child.stdout.read(65536)
        if (chunk.length === 0) break
        received += chunk.length
      }
      yield* child.wait()
      return received
    })
  },
}

const began = performance.now()
const cpu = process.cpuUsage()
const received = await ways[way]()
if (received !== Number(bytes)) throw new Error(`${received} bytes came, not ${bytes}`)
const { user, system } = process.cpuUsage(cpu)
console.log((performance.now() - began) / 1000, (user + system) / 1e6)
