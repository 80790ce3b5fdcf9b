// toThread runs in the default executor with the caller's context

import { ContextVar, getRunningLoop, InlineExecutor, toThread } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const number = new ContextVar('number', { default: 0 })

function work(value: string) {
  return [value, number.get()]
}

export function* main() {
  getRunningLoop().setDefaultExecutor(new InlineExecutor(getRunningLoop()))
  number.set(7)
  trace(yield* toThread(work, 'argument'))
}
