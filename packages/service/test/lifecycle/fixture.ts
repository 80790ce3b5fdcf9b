// A service as a process, for service-main.test.ts: `node fixture.ts <what>`.

import { createServer } from 'node:net'
import { sleep } from '@acoro/core'
import { Service, serviceMain } from '@acoro/service'

const what = process.argv[2]

const service = new Service({ name: 'fixture', deadline: what?.startsWith('late') ? 50 : 10_000 })
service.add('a', function* (scope) {
  scope.started()
  try {
    console.log('ready')
    if (what === 'fails') throw new Error('broke')
    if (what === 'ends') return
    yield* sleep(1e9)
  } finally {
    if (what?.startsWith('late') || what === 'twice') {
      console.log('stopping')
      yield* sleep(1e9)
    }
    if (what !== 'quiet') console.log('stopped')
  }
})
if (what === 'late and fails') {
  service.add('b', function* (scope) {
    scope.started()
    yield* sleep(1)
    throw new Error('broke')
  })
}
// An open handle must not keep the process alive.
if (what !== 'ends') createServer().listen(0, '127.0.0.1')

await serviceMain(service)
