// node --conditions=@acoro/source --import tsx apps/bench/src/executors/main.ts

import { roundTrip, speedup } from './measure.ts'

const trip = await roundTrip()
console.log(
  `round trip of an empty job: ${trip.acoro.toFixed(1)} µs, Piscina ${trip.piscina.toFixed(1)} µs, ratio ${trip.ratio.toFixed(2)}`,
)
const speed = await speedup()
console.log(
  `8 CPU-bound jobs: ${speed.one.toFixed(0)} ms on 1 worker, ${speed.two.toFixed(0)} ms on 2, ratio ${speed.ratio.toFixed(2)}`,
)
for (const [when, { median, p99, worst }] of Object.entries({ busy: speed.busy, idle: speed.idle })) {
  console.log(
    `timers with the workers ${when} late by ${median.toFixed(2)} ms (median), ${p99.toFixed(2)} ms (99 %), ${worst.toFixed(2)} ms (worst)`,
  )
}
