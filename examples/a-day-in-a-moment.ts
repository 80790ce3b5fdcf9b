// A day passes in a moment: on a VirtualLoop nobody waits for the clock.
// Run it: npx tsx a-day-in-a-moment.ts

import { sleep, taskGroup } from '@acoro/core'
import { cron, every } from '@acoro/service'
import { VirtualLoop } from '@acoro/testing'

const loop = new VirtualLoop({ epoch: new Date('2026-06-01T00:00:00Z') })
let beats = 0
const reports: string[] = []

loop.runSync(() =>
  taskGroup(function* (group) {
    group.createTask(
      every(60_000, function* () {
        beats++
      }),
    )
    group.createTask(
      cron(
        '0 */8 * * *',
        function* (tick) {
          reports.push(tick.date.toISOString().slice(11, 16))
        },
        { timeZone: 'UTC' },
      ),
    )
    yield* sleep(24 * 60 * 60 * 1000 + 1)
    group.cancel()
  }),
)
console.log(`${beats} beats, reports at ${reports.join(', ')}`)

// prints: 1440 beats, reports at 08:00, 16:00, 00:00
