// Handles print their callback, their time, and that they were cancelled

import { getRunningLoop } from '@acoro/core'
import { form, trace } from '../../harness/trace.ts'

function show_it() {}

export function* main() {
  const loop = getRunningLoop()
  const handle = loop.callSoon(show_it)
  const timer = loop.callLater(10, show_it)
  trace(form(handle), form(timer))
  handle.cancel()
  timer.cancel()
  trace(form(handle), form(timer))
}
