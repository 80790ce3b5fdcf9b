// Without a running loop and none set, getEventLoop makes one and sets it

import { getEventLoop, setEventLoop } from '@acoro/core'
import { attempt } from '../../harness/trace.ts'

export function main() {
  setEventLoop(null)
  attempt('made', () => getEventLoop().isClosed())
  attempt('kept', () => {
    const made = getEventLoop()
    return made === getEventLoop()
  })
  setEventLoop(null)
}
