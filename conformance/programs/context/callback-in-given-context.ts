// A callback can be given the context it runs in

import { Context, ContextVar, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const name = new ContextVar('name', { default: 'nobody' })

export function* main() {
  const loop = getRunningLoop()
  const given = new Context()
  given.run(() => name.set('given'))
  name.set('current')
  loop.callSoon({ context: given }, () => trace('soon', name.get()))
  loop.callLater(1, { context: given }, () => trace('later', name.get()))
  const handle = loop.callAt(2, { context: given }, () => trace('at', name.get()))
  loop.callSoon(() => trace('a copy', name.get()))
  trace(handle.getContext() === given)
  yield* sleep(5)
}
